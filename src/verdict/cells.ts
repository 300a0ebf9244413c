import { claimsAbout, indexClaims } from '../claims/about.ts';
import type { Claim } from '../claims/types.ts';
import type { Feature, Model } from '../matrix/types.ts';
import { assess } from './assess.ts';
import { compareEvidence, currentEvidence } from './evidence.ts';
import type { CaseResult, Cell, Evidence, Observation } from './types.ts';

export interface CellsInput {
  /** The catalogue; models of publisher `reference` get no cell. */
  readonly models: readonly Model[];
  readonly features: readonly Feature[];
  /** Results of any number of runs, any order. */
  readonly results: readonly CaseResult[];
  readonly observations: readonly Observation[];
  readonly claims: readonly Claim[];
  /** Names of `openai-compatible` targets that are OpenAI itself; the others are `other`. */
  readonly openaiTargets?: ReadonlySet<string>;
}

type CellKind = Cell['targetKind'];

/**
 * The published table: one cell for each model, feature and kind of target of which there is evidence, a
 * selected case, or (azure only, since every source speaks of Azure) a claim about that model. Sorted by
 * kind, then in the order of the catalogue. Pure, and independent of the order of its input.
 *
 * Claims fill nothing. Results of the reference target are left out. Evidence about a model or feature that
 * the catalogue does not hold has no cell: `unplacedObservations` lists it.
 */
export function buildCells(input: CellsInput): readonly Cell[] {
  const catalogue = catalogueOf(input);
  const evidence = new Map<string, Evidence[]>();
  const put = (kind: CellKind, model: string, feature: string, item: Evidence) => {
    const at = keyOf(kind, model, feature);
    const list = evidence.get(at);
    if (list === undefined) evidence.set(at, [item]);
    else list.push(item);
  };
  for (const result of input.results) {
    const kind = kindOfResult(result, input.openaiTargets);
    if (kind === null || !catalogue.holds(result.model, result.feature)) continue;
    put(kind, result.model, result.feature, evidenceOfResult(result));
  }
  for (const observation of input.observations) {
    const place = catalogue.place(observation);
    if (place === null) continue;
    put(
      observation.targetKind,
      place.model,
      observation.feature,
      evidenceOfObservation(observation, place.inferred),
    );
  }
  const index = indexClaims(input.claims);
  const cells: Cell[] = [];
  for (const kind of ['azure', 'openai', 'other'] as const) {
    for (const { model, feature, applies } of catalogue.pairs) {
      const seen = evidence.get(keyOf(kind, model, feature));
      const about = kind === 'azure' ? claimsAbout(index, { model, feature }) : [];
      const claimed = applies && about.some(({ subject }) => subject.model !== undefined);
      if (seen === undefined && !claimed) continue;
      cells.push(cellOf(kind, model, feature, seen ?? [], about));
    }
  }
  return cells;
}

/** Observations that fit no cell: unknown model, version or feature, or a name with several versions. */
export function unplacedObservations(
  input: Pick<CellsInput, 'models' | 'features' | 'observations'>,
): readonly Observation[] {
  const catalogue = catalogueOf(input);
  return input.observations.filter((observation) => catalogue.place(observation) === null);
}

function cellOf(
  targetKind: CellKind,
  model: string,
  feature: string,
  unsorted: readonly Evidence[],
  claims: readonly Claim[],
): Cell {
  const evidence = unsorted.toSorted(compareEvidence);
  const current = currentEvidence(evidence);
  const leading = current[0] ?? evidence[0];
  const status = leading?.status ?? 'unknown';
  return {
    model,
    feature,
    targetKind,
    status,
    evidence,
    observedAt: leading?.observedAt ?? null,
    mixed: current.some((item) => item.status !== status),
    claims: claims.map(({ id }) => id).toSorted(),
    // No source speaks of other services: their cells are neither documented nor undocumented.
    assessment: targetKind === 'azure' ? assess(claims, status) : 'unknown',
  };
}

function kindOfResult(result: CaseResult, openai: ReadonlySet<string> | undefined): CellKind | null {
  if (result.targetKind === 'reference') return null;
  if (result.targetKind === 'azure') return 'azure';
  return openai?.has(result.target) === true ? 'openai' : 'other';
}

function evidenceOfResult(result: CaseResult): Evidence {
  return {
    kind: result.evidence.mode === 'replay' ? 'replay' : 'live',
    status: result.status,
    observedAt: result.evidence.observedLiveAt,
    region: result.region,
    versionInferred: false,
    result,
  };
}

function evidenceOfObservation(observation: Observation, versionInferred: boolean): Evidence {
  return {
    kind: 'observation',
    status: observation.status,
    observedAt: observation.date,
    region: observation.region,
    versionInferred,
    observation,
  };
}

interface Catalogue {
  /** Every model x feature that may have a cell, in the order of the catalogue. */
  readonly pairs: readonly { readonly model: string; readonly feature: string; readonly applies: boolean }[];
  holds(model: string, feature: string): boolean;
  place(observation: Observation): { readonly model: string; readonly inferred: boolean } | null;
}

/** The model part of cells whose feature is asked once a target. */
const NO_MODEL = '-';

function catalogueOf({ models, features }: Pick<CellsInput, 'models' | 'features'>): Catalogue {
  const real = models.filter(({ publisher }) => publisher !== 'reference');
  const ids = new Set(real.map(({ id }) => id));
  const scopes = new Map(features.map(({ id, scope }) => [id, scope]));
  const versions = new Map<string, string[]>();
  for (const { name, id } of real) versions.set(name, [...(versions.get(name) ?? []), id]);
  const holds = (model: string, feature: string) => {
    const scope = scopes.get(feature);
    return scope === 'target' ? model === NO_MODEL : scope === 'model' && ids.has(model);
  };
  return {
    pairs: [
      ...features
        .filter(({ scope }) => scope === 'target')
        .map(({ id }) => ({ model: NO_MODEL, feature: id, applies: true })),
      ...real.flatMap((model) =>
        features
          .filter(({ scope }) => scope === 'model')
          .map((feature) => ({ model: model.id, feature: feature.id, applies: applies(feature, model) })),
      ),
    ],
    holds,
    place({ model, version, feature }) {
      if (scopes.get(feature) === 'target') return { model: NO_MODEL, inferred: false };
      const known = versions.get(model) ?? [];
      const [only] = known;
      const id =
        version === null ? (known.length === 1 ? only : undefined) : `${model}@${bare(model, version)}`;
      return id !== undefined && holds(id, feature) ? { model: id, inferred: version === null } : null;
    },
  };
}

/** `gpt-4o-mini-2024-07-18` and `2024-07-18` both name the version of `gpt-4o-mini`. */
function bare(model: string, version: string): string {
  return version.startsWith(`${model}-`) ? version.slice(model.length + 1) : version;
}

function applies(feature: Feature, model: Model): boolean {
  if (!feature.kinds.includes(model.kind)) return false;
  if (feature.needsLack === true && model.lacks === undefined) return false;
  return feature.needsVision !== true || model.vision !== false;
}

function keyOf(kind: CellKind, model: string, feature: string): string {
  return `${kind} ${model} ${feature}`;
}
