/**
 * Names that changed: what older runs, histories, recordings, waivers and selectors call by an old name is the
 * case of the new one. A case keeps its past that way. Pure.
 */
import { didYouMean } from '../suggest.ts';
import { partsOf } from './selector.ts';

/** As a file has them: old name to new name. */
export interface RawRenames {
  readonly features?: Readonly<Record<string, string>>;
  readonly models?: Readonly<Record<string, string>>;
  readonly targets?: Readonly<Record<string, string>>;
}

/** Old name to the name of today, chains followed. */
export interface Renames {
  readonly features: ReadonlyMap<string, string>;
  readonly models: ReadonlyMap<string, string>;
  readonly targets: ReadonlyMap<string, string>;
}

type Axis = keyof Renames;
const AXES: readonly Axis[] = ['features', 'models', 'targets'];
const SINGULAR: Readonly<Record<Axis, string>> = { features: 'feature', models: 'model', targets: 'target' };

export const NO_RENAMES: Renames = { features: new Map(), models: new Map(), targets: new Map() };

/**
 * `known`: the names of today. Complains about a new name that there is not, an old one that still is, two old
 * names that became one (a run that holds both would have a case twice), and a circle. `before`: renames that
 * hold already; the same old name again is an error.
 */
export function resolveRenames(
  raw: RawRenames,
  known: Readonly<Record<Axis, readonly string[]>>,
  complain: (pointer: string, message: string) => void,
  before: Renames = NO_RENAMES,
): Renames {
  const resolved = (axis: Axis) => {
    const say = (old: string, message: string) => complain(`/renames/${axis}/${escaped(old)}`, message);
    return resolveAxis(raw[axis] ?? {}, before[axis], { known: known[axis], noun: SINGULAR[axis], say });
  };
  return { features: resolved('features'), models: resolved('models'), targets: resolved('targets') };
}

interface AxisOfNames {
  readonly known: readonly string[];
  readonly noun: string;
  readonly say: (old: string, message: string) => void;
}

function resolveAxis(
  raw: Readonly<Record<string, string>>,
  before: ReadonlyMap<string, string>,
  { known, noun, say }: AxisOfNames,
): ReadonlyMap<string, string> {
  const steps = new Map([...before, ...Object.entries(raw)]);
  const today = new Set(known);
  const first = new Map<string, string>();
  const resolved = new Map(before);
  for (const [old, next] of Object.entries(raw)) {
    if (before.has(old))
      say(old, `the catalogue renames "${old}" already, to "${before.get(old)}"; remove this`);
    if (today.has(old))
      say(old, `there is a ${noun} "${old}" still; only a name that is gone can be renamed`);
    const twin = first.get(next);
    if (twin === undefined) first.set(next, old);
    else say(old, `"${twin}" became "${next}" as well; a run that holds both would have a case twice`);
    const end = endOf(next, steps);
    if (end === null || end === old) say(old, `"${old}" comes back to itself`);
    else if (today.has(end)) resolved.set(old, end);
    else say(old, `there is no ${noun} "${end}"${didYouMean(end, known)}`);
  }
  return resolved;
}

/** The last name of a chain; null for a circle. */
function endOf(name: string, steps: ReadonlyMap<string, string>): string | null {
  let at = name;
  for (const _ of steps) {
    const next = steps.get(at);
    if (next === undefined) return at;
    at = next;
  }
  return steps.has(at) ? null : at;
}

/** A key as a part of a JSON pointer. */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The id of today. */
export function renamedId(id: string, renames: Renames): string {
  const { feature, model, target } = partsOf(id);
  return [
    renames.features.get(feature) ?? feature,
    renames.models.get(model) ?? model,
    renames.targets.get(target) ?? target,
  ].join(':');
}

/** Every id that `id` may have had before. */
export function formerIds(id: string, renames: Renames): readonly string[] {
  const { feature, model, target } = partsOf(id);
  const [features, models, targets] = [
    namesOf(feature, renames.features),
    namesOf(model, renames.models),
    namesOf(target, renames.targets),
  ];
  return features
    .flatMap((one) => models.flatMap((two) => targets.map((three) => `${one}:${two}:${three}`)))
    .filter((one) => one !== id);
}

/** The name and those it had, the name first. */
function namesOf(name: string, renames: ReadonlyMap<string, string>): readonly string[] {
  return [name, ...[...renames].flatMap(([old, today]) => (today === name ? [old] : []))];
}

/** The selector with the names of today; a glob is left as it is. */
export function renamedSelector(text: string, renames: Renames): string {
  const [, negation = '', body = ''] = /^(!?)(.*)$/s.exec(text) ?? [];
  const parts = body.split(':');
  return (
    negation +
    parts.map((part, index) => renames[AXES[index] ?? 'targets'].get(part.trim()) ?? part).join(':')
  );
}

/** The names of an entry of a list of features or models. */
export function renamedName(name: string, renames: ReadonlyMap<string, string>): string {
  return renames.get(name) ?? name;
}

export function hasNoRenames(renames: Renames): boolean {
  return AXES.every((axis) => renames[axis].size === 0);
}
