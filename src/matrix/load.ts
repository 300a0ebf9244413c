/** `matrix.yaml` to a Matrix: validated, environment read, names resolved against the catalogue. Pure. */
import matrixSchema from '../../fixtures/schemas/matrix.schema.json' with { type: 'json' };
import { type DocumentSource, type ParsedDocument, parseDocument } from '../documents/index.ts';
import { ConfigurationFailure } from '../failure.ts';
import type { Inventory } from '../inventory/types.ts';
import { didYouMean } from '../suggest.ts';
import { matrixAddresses, type RawAddresses } from './address.ts';
import type { Catalogue } from './catalogue.ts';
import { chooseFeatures, chooseModels, type ModelChoice } from './choose.ts';
import { type Complaint, contradictions } from './contradictions.ts';
import type { Environment } from './interpolate.ts';
import { type RawLimits, readLimits } from './limits.ts';
import { byId } from './order.ts';
import {
  hasNoRenames,
  NO_RENAMES,
  type RawRenames,
  type Renames,
  renamedName,
  renamedSelector,
  resolveRenames,
} from './renames.ts';
import { type RawRepeat, readRepeat } from './repeat.ts';
import { parseSample } from './sample.ts';
import { findSecrets } from './secrets.ts';
import { type RawTarget, resolveTarget } from './target.ts';
import type { Exclusion, Matrix, Model, Picture, Target } from './types.ts';
import { type RawWaiver, resolveWaivers } from './waivers.ts';

/** The file as its schema describes it. */
export interface RawMatrix extends RawAddresses {
  readonly version: 1;
  readonly targets: Readonly<Record<string, RawTarget>>;
  readonly models?: readonly ModelChoice[];
  readonly features: readonly string[];
  readonly suites?: readonly string[];
  readonly checks?: readonly string[];
  readonly exclude?: readonly Exclusion[];
  readonly waivers?: readonly RawWaiver[];
  readonly limits?: RawLimits;
  readonly repeat?: RawRepeat;
  readonly sample?: string;
  readonly picture?: Picture;
  readonly renames?: RawRenames;
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
  refuseEmpty(source);
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
  const contradicting = contradictions(
    matrix,
    withNamesOfToday(document.value, matrix.renames ?? NO_RENAMES),
  );
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

/** A file of nothing, or of remarks alone. */
function refuseEmpty({ file, text }: DocumentSource): void {
  if (text.split('\n').some((line) => !/^\s*(?:#.*)?$/.test(line))) return;
  const named = file === 'matrix.yaml' ? '' : ` --matrix ${file}`;
  throw new ConfigurationFailure('the matrix is empty', {
    place: { file },
    remedy: `Write a first one with: aoai-conform init --force${named}`,
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
  const renames = renamesOf(document.value, catalogue, complain);
  const raw = withNamesOfToday(document.value, renames);
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
  const matrix: Omit<Matrix, 'waivers'> = {
    file: document.placeOf('').file ?? '',
    targets,
    models: withReference ? [...selected, ...reference].sort(byId) : selected,
    features,
    exclude: raw.exclude ?? [],
    limits: readLimits(raw.limits ?? {}, complain),
    ...readRepeat(raw.repeat, complain),
    ...readSample(raw.sample, complain),
    ...(hasNoRenames(renames) ? {} : { renames }),
  };
  return { ...matrix, waivers: resolveWaivers(raw.waivers ?? [], matrix, complain) };
}

function readSample(
  text: string | undefined,
  complain: (pointer: string, message: string) => void,
): Pick<Matrix, 'sample'> {
  if (text === undefined || text === 'none') return {};
  const sample = parseSample(text);
  if (sample !== undefined) return { sample };
  const guess = didYouMean(text, ['pairwise', 'none']);
  complain(
    '/sample',
    `"${text}" is no sample${guess || ''}; write pairwise, a share of the remainder such as 2/7, or none`,
  );
  return {};
}

function renamesOf(
  { renames, targets }: RawMatrix,
  catalogue: Catalogue,
  complain: (pointer: string, message: string) => void,
): Renames {
  const known = {
    features: catalogue.features.map(({ id }) => id),
    models: catalogue.models.map(({ id }) => id),
    targets: Object.keys(targets),
  };
  return resolveRenames(renames ?? {}, known, complain, catalogue.renames);
}

/** Old names in the lists and selectors of the file are answered by the new ones. */
function withNamesOfToday(raw: RawMatrix, renames: Renames): RawMatrix {
  if (hasNoRenames(renames)) return raw;
  const { models, exclude, waivers } = raw;
  const cases = <T extends { readonly cases: string }>(entry: T): T => ({
    ...entry,
    cases: renamedSelector(entry.cases, renames),
  });
  return {
    ...raw,
    features: raw.features.map((name) => renamedName(name, renames.features)),
    ...(models && {
      models: models.map((choice) =>
        typeof choice === 'string' ? renamedName(choice, renames.models) : choice,
      ),
    }),
    ...(exclude && { exclude: exclude.map(cases) }),
    ...(waivers && { waivers: waivers.map(cases) }),
  };
}

function referenceHint(choice: ModelChoice | undefined, reference: readonly Model[]): string | undefined {
  const named = typeof choice === 'string' ? choice : choice?.series;
  const own = reference.find(({ id, name, series }) =>
    [id, name, series.toLowerCase()].includes(named?.toLowerCase() ?? ''),
  );
  return own && `"${named}" needs no entry: a reference target always has its own models`;
}
