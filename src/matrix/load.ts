/** `matrix.yaml` to a Matrix: validated, environment read, names resolved against the catalogue. Pure. */
import matrixSchema from '../../fixtures/schemas/matrix.schema.json' with { type: 'json' };
import { type DocumentSource, type ParsedDocument, parseDocument } from '../documents/index.ts';
import { ConfigurationFailure } from '../failure.ts';
import type { Inventory } from '../inventory/types.ts';
import { matrixAddresses, type RawAddresses } from './address.ts';
import type { Catalogue } from './catalogue.ts';
import { chooseFeatures, chooseModels, type ModelChoice } from './choose.ts';
import { type Complaint, contradictions } from './contradictions.ts';
import type { Environment } from './interpolate.ts';
import { type RawLimits, readLimits } from './limits.ts';
import { byId } from './order.ts';
import { findSecrets } from './secrets.ts';
import { type RawTarget, resolveTarget } from './target.ts';
import type { Exclusion, Matrix, Model, Picture, Target, Waiver } from './types.ts';

/** The file as its schema describes it. */
export interface RawMatrix extends RawAddresses {
  readonly version: 1;
  readonly targets: Readonly<Record<string, RawTarget>>;
  readonly models?: readonly ModelChoice[];
  readonly features: readonly string[];
  readonly suites?: readonly string[];
  readonly checks?: readonly string[];
  readonly exclude?: readonly Exclusion[];
  readonly waivers?: readonly Waiver[];
  readonly limits?: RawLimits;
  readonly repeat?: number;
  readonly picture?: Picture;
}

/**
 * Throws ConfigurationFailure that lists every problem with file:line:column. An unset endpoint variable is
 * none: that target's `endpoint` is undefined, and the run says so case by case. `inventories`: what `discover`
 * wrote, by name of the target.
 */
export function loadMatrix(
  source: DocumentSource,
  catalogue: Catalogue,
  env: Environment,
  inventories: ReadonlyMap<string, Inventory> = new Map(),
): Matrix {
  return resolveMatrix(parseMatrix(source), catalogue, env, inventories);
}

/** The file as it stands, valid by its schema; what it names has not been looked for. */
export function parseMatrix(source: DocumentSource): ParsedDocument<RawMatrix> {
  refuseSecrets(source);
  return parseDocument<RawMatrix>(source, matrixSchema);
}

/** As `loadMatrix`, of a parsed file; `own`: what its `suites` and `checks` name. */
export function resolveMatrix(
  document: ParsedDocument<RawMatrix>,
  catalogue: Catalogue,
  env: Environment,
  inventories: ReadonlyMap<string, Inventory>,
  own: Pick<Matrix, 'scenarios' | 'checks'> = {},
): Matrix {
  const problems: Complaint[] = [];
  const complain = (pointer: string, message: string) => {
    problems.push({ pointer, message });
  };
  const matrix = { ...resolve(document, { catalogue, env, inventories }, complain), ...own };
  if (problems.length > 0) document.reject(problems);
  const contradicting = contradictions(matrix, document.value);
  if (contradicting.length > 0) document.reject(contradicting);
  return matrix;
}

/** Before anything is parsed, because a message about a wrong value quotes the value. */
function refuseSecrets({ file, text }: DocumentSource): void {
  const [first, ...others] = findSecrets(text);
  if (first === undefined) return;
  const more =
    others.length === 0 ? '' : `; ${others.length} more: line ${others.map(({ line }) => line).join(', ')}`;
  throw new ConfigurationFailure(`this looks like ${first.kind}, which must not stand in a file${more}`, {
    place: { file, line: first.line, column: first.column },
    remedy:
      'Remove it, replace it where it is issued, and let an environment variable hold the new one (key_variable names it).',
  });
}

interface Surroundings {
  readonly catalogue: Catalogue;
  readonly env: Environment;
  /** By name of the target. */
  readonly inventories: ReadonlyMap<string, Inventory>;
}

function resolve(
  document: ParsedDocument<RawMatrix>,
  { catalogue, env, inventories }: Surroundings,
  complain: (pointer: string, message: string) => void,
): Matrix {
  const raw = document.value;
  const features = chooseFeatures(raw.features, catalogue.features, (index, message) =>
    complain(`/features/${index}`, message),
  );
  const reference = catalogue.models.filter((model) => model.publisher === 'reference');
  const real = catalogue.models.filter((model) => model.publisher !== 'reference');
  const selected = chooseModels(raw.models ?? [], real, (index, message) =>
    complain(`/models/${index}`, referenceHint(raw.models?.[index], reference) ?? message),
  );
  const addresses = matrixAddresses(raw, { environment: env, complain });
  const targets = Object.entries(raw.targets).map(([name, target]): Target => {
    const isReference = target.kind === 'reference';
    return resolveTarget(name, target, {
      environment: env,
      regions: catalogue.regions,
      known: isReference ? reference : real,
      selected: isReference ? reference : selected,
      features,
      addresses,
      picture: raw.picture,
      inventory: inventories.get(name),
      complain: (pointer, message) => complain(`/targets/${name}${pointer}`, message),
    });
  });
  if (raw.models === undefined && targets.some(({ kind }) => kind !== 'reference')) {
    complain('', 'key "models" is missing: a target other than the reference needs models to test');
  }
  const withReference = targets.some(({ kind }) => kind === 'reference');
  return {
    file: document.placeOf('').file ?? '',
    targets,
    models: withReference ? [...selected, ...reference].sort(byId) : selected,
    features,
    exclude: raw.exclude ?? [],
    waivers: raw.waivers ?? [],
    limits: readLimits(raw.limits ?? {}, complain),
    ...(raw.repeat !== undefined && { repeat: raw.repeat }),
  };
}

function referenceHint(choice: ModelChoice | undefined, reference: readonly Model[]): string | undefined {
  const named = typeof choice === 'string' ? choice : choice?.series;
  const own = reference.find(({ id, name, series }) =>
    [id, name, series.toLowerCase()].includes(named?.toLowerCase() ?? ''),
  );
  return own && `"${named}" needs no entry: a reference target always has its own models`;
}
