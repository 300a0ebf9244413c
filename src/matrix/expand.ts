/**
 * From a matrix to its cases, in small pure steps:
 *
 *   matrix ─▶ pairings   which models belong to which target
 *          ─▶ cells      feature x model x target, where the feature is asked of such a model
 *          ─▶ cases      ids, deployments, and why a case must not run
 *
 * The axes are in id order, so the cases come out sorted by id without a sort (order.ts).
 */
import { byId, compare } from './order.ts';
import { formerIds } from './renames.ts';
import { compileSelector, type Selector } from './selector.ts';
import type { Case, Exclusion, Feature, Matrix, Model, Target } from './types.ts';

/** A target with the models that are tested on it, and the deployment of each. */
interface Pairing {
  readonly target: Target;
  /** Sorted by id. */
  readonly models: readonly Model[];
  /** By model id. */
  readonly deployment: ReadonlyMap<string, string>;
}

/** A place of the matrix that is a case, before anybody asks whether it may run. */
export interface Cell {
  readonly id: string;
  readonly feature: Feature;
  /** `-` for a feature of scope `target`. */
  readonly model: string;
  readonly carrier: Model;
  readonly pairing: Pairing;
}

/** `today`: ISO date. Sorted by id; the same for the same matrix, whatever the order of its lists. */
export function expand(matrix: Matrix, { today }: { readonly today: string }): Case[] {
  const exclusions = matrix.exclude.map((exclusion) => ({
    exclusion,
    selector: compileSelector(exclusion.cases),
  }));
  const { renames } = matrix;
  return cells(matrix, today).map((cell) => {
    const item = toCase(cell, exclusions, today);
    const formerly = renames === undefined ? [] : formerIds(item.id, renames);
    return formerly.length === 0 ? item : { ...item, formerly };
  });
}

/** Every cell, sorted by id. `today` decides only which model carries a feature of scope `target`. */
export function cells(matrix: Matrix, today: string): Cell[] {
  const pairings = pair(matrix);
  const found: Cell[] = [];
  for (const feature of sorted(matrix.features)) {
    const asked = pairings.filter(({ target }) => isAskedAt(feature, target));
    if (feature.scope === 'target') found.push(...cellsOncePerTarget(feature, asked, today));
    else found.push(...cellsOncePerModel(feature, asked));
  }
  return found;
}

function cellsOncePerModel(feature: Feature, pairings: readonly Pairing[]): Cell[] {
  const onTarget = pairings.map((pairing) => ({ pairing, models: new Set(pairing.models) }));
  const models = sorted([...new Set(pairings.flatMap((pairing) => pairing.models))]);
  return models
    .filter((model) => isAskedOf(feature, model))
    .flatMap((model) =>
      onTarget
        .filter((on) => on.models.has(model))
        .map(({ pairing }) => ({
          id: `${feature.id}:${model.id}:${pairing.target.name}`,
          feature,
          model: model.id,
          carrier: model,
          pairing,
        })),
    );
}

function cellsOncePerTarget(feature: Feature, pairings: readonly Pairing[], today: string): Cell[] {
  return pairings.flatMap((pairing) => {
    const fitting = pairing.models.filter((model) => isAskedOf(feature, model));
    const usable = fitting.filter((model) => whyUnusable(model, pairing, today) === undefined);
    // A model of unknown lifecycle may be gone, and one that lacks an API cannot be asked for both of them: each
    // carries only where no other can.
    const known = usable.filter((model) => model.lifecycle !== 'unknown');
    const carrier = known.find((model) => model.lacks === undefined) ?? known[0] ?? usable[0] ?? fitting[0];
    if (carrier === undefined) return [];
    return [{ id: `${feature.id}:-:${pairing.target.name}`, feature, model: '-', carrier, pairing }];
  });
}

/** A kind that a feature is not asked of is not applicable, which is no case at all. */
function isAskedOf(feature: Feature, model: Model): boolean {
  if (!feature.kinds.includes(model.kind)) return false;
  if (feature.needsLack === true && model.lacks === undefined) return false;
  return !feature.needsVision || model.vision === true;
}

/** Targets sorted by name. Reference models live on reference targets, real ones on the others, and never meet. */
function pair(matrix: Matrix): Pairing[] {
  const models = sorted(matrix.models);
  return [...matrix.targets]
    .sort((a, b) => compare(a.name, b.name))
    .map((target) => {
      const here = models.filter(
        (model) =>
          (model.publisher === 'reference') === (target.kind === 'reference') &&
          (target.models?.includes(model.id) ?? true),
      );
      return { target, models: here, deployment: deploymentsOf(target, here) };
    });
}

/**
 * A model is deployed under its own name; where several versions of it are tested on one target, under
 * name-version, because one deployment cannot be two versions.
 */
function deploymentsOf(target: Target, models: readonly Model[]): ReadonlyMap<string, string> {
  const versions = new Map<string, number>();
  for (const { name } of models) versions.set(name, (versions.get(name) ?? 0) + 1);
  return new Map(
    models.map(({ id, name, version }) => {
      const own = versions.get(name) === 1 ? name : `${name}-${version}`;
      const given = target.deployments;
      return [id, given !== undefined && Object.hasOwn(given, id) ? (given[id] ?? own) : own];
    }),
  );
}

type NotRun = NonNullable<Case['notRun']>;

function whyUnusable(model: Model, { target }: Pairing, today: string): NotRun | undefined {
  if (model.retires !== undefined && model.retires <= today) {
    return { reason: 'retired', note: `${model.id} was retired on ${model.retires}` };
  }
  if (model.lifecycle === 'retired') return { reason: 'retired', note: `${model.id} is retired` };
  if (target.deployments !== undefined && !Object.hasOwn(target.deployments, model.id)) {
    return { reason: 'not-deployed', note: whyNotDeployed(model, target) };
  }
  return undefined;
}

function whyNotDeployed({ id }: Model, { name, inventory }: Target): string {
  if (inventory === undefined) return `${name} lists its deployments, and ${id} is not among them`;
  const look = `aoai-conform discover ${name}`;
  return inventory.date === null
    ? `there is no ${inventory.file} yet; make it with: ${look}`
    : `${inventory.file} of ${inventory.date} has no deployment of ${id}; look again with: ${look}`;
}

interface CompiledExclusion {
  readonly exclusion: Exclusion;
  readonly selector: Selector;
}

/** The model that a feature calls besides the asked one: of its kind, the first by id that can be used here. */
function calledModel({ callsModel }: Feature, pairing: Pairing, today: string): Model | undefined {
  return pairing.models.find(
    (model) => model.kind === callsModel && whyUnusable(model, pairing, today) === undefined,
  );
}

function whyNotCallable({ feature, pairing }: Cell, called: Model | undefined): NotRun | undefined {
  if (feature.callsModel === undefined || called !== undefined) return undefined;
  return {
    reason: 'not-deployed',
    note: `${feature.id} calls a model of kind ${feature.callsModel}, and ${pairing.target.name} has none that is tested`,
  };
}

/**
 * A model that lacks an API refuses all of its features alike: once said is enough, and what is known costs nothing
 * more. The reference target costs nothing, and its refusals are what the harness is proven on.
 */
function whyNotOffered({ feature, carrier, pairing }: Cell): NotRun | undefined {
  const lacks = carrier.lacks?.some((api) => api === feature.api) === true;
  if (!lacks || feature.plainest === true || pairing.target.kind === 'reference') return undefined;
  return {
    reason: 'excluded',
    note: `documented-unsupported: ${carrier.id} lacks ${feature.api}, which the plainest feature of that API asks for`,
  };
}

function toCase(cell: Cell, exclusions: readonly CompiledExclusion[], today: string): Case {
  const { id, feature, model, carrier, pairing } = cell;
  const target = pairing.target.name;
  const excluded = exclusions.find(({ selector }) => selector.fits({ feature: feature.id, model, target }));
  const called = calledModel(feature, pairing, today);
  const notRun =
    excluded === undefined
      ? (whyUnusable(carrier, pairing, today) ?? whyNotOffered(cell) ?? whyNotCallable(cell, called))
      : noteOf(excluded.exclusion);
  const calledDeployment = called && pairing.deployment.get(called.id);
  return {
    id,
    feature: feature.id,
    api: feature.api,
    model,
    carrier: carrier.id,
    target,
    deployment: pairing.deployment.get(carrier.id) ?? carrier.name,
    ...(called && calledDeployment !== undefined && { calledModel: called.id, calledDeployment }),
    ...(notRun && { notRun }),
  };
}

function noteOf({ reason, note }: Exclusion): NotRun {
  return { reason: 'excluded', note: note === undefined ? reason : `${reason}: ${note}` };
}

function sorted<T extends { readonly id: string }>(entries: readonly T[]): T[] {
  return [...entries].sort(byId);
}

function isAskedAt(feature: Feature, target: Target): boolean {
  if (feature.targetKinds !== undefined && !feature.targetKinds.includes(target.kind)) return false;
  if (feature.auth !== undefined && !feature.auth.includes(target.auth)) return false;
  return target.features?.includes(feature.id) ?? true;
}
