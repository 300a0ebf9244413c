/** What only shows once the cases are known: entries that match nothing, and entries that disagree. */
import { type Cell, cells } from './expand.ts';
import { isGlob } from './glob.ts';
import { compileSelector, noMatch, partsOf, type Selector } from './selector.ts';
import type { Matrix } from './types.ts';

export interface Complaint {
  /** JSON pointer into the matrix file. */
  readonly pointer: string;
  readonly message: string;
}

/** The file as it is written, to see which entries say the same and what they name. */
export interface Written {
  readonly targets: Readonly<Record<string, unknown>>;
  readonly features: readonly string[];
}

export function contradictions(matrix: Matrix, written: Written): Complaint[] {
  // Which cells exist does not depend on the day.
  const all = cells(matrix, '');
  return [
    ...sameTargets(written.targets),
    ...sameEntries('exclude', matrix.exclude),
    ...sameEntries('waivers', matrix.waivers),
    ...overlappingWaivers(matrix, all),
    ...idleTargets(matrix, all),
    ...idleFeatures(written.features, all),
    ...sharedDeployments(all),
    ...selectorProblems(matrix, all),
  ];
}

function sameTargets(written: Readonly<Record<string, unknown>>): Complaint[] {
  const first = new Map<string, string>();
  return Object.entries(written).flatMap(([name, target]) => {
    const text = JSON.stringify(target);
    const earlier = first.get(text);
    if (earlier === undefined) first.set(text, name);
    return earlier === undefined
      ? []
      : [
          {
            pointer: `/targets/${name}`,
            message: `target "${name}" is the same as "${earlier}"; remove one`,
          },
        ];
  });
}

function sameEntries(list: string, entries: readonly unknown[]): Complaint[] {
  const texts = entries.map((entry) => JSON.stringify(entry));
  return texts.flatMap((text, index) => {
    const earlier = texts.indexOf(text);
    return earlier === index
      ? []
      : [{ pointer: `/${list}/${index}`, message: `says the same as entry ${earlier + 1}; remove one` }];
  });
}

/** Two waivers that excuse the same failure: nobody could say which of them is stale, or whose it is. */
function overlappingWaivers({ waivers }: Matrix, all: readonly Cell[]): Complaint[] {
  const ids = all.map(({ id }) => id);
  const cases = waivers.map((waiver) => idsOf(compileSelector(waiver.cases), ids));
  const within = (a: string, b: string) => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
  return waivers.flatMap((waiver, index) =>
    waivers.slice(0, index).flatMap((other, earlier) => {
      const { check, fingerprint } = waiver;
      const alike = fingerprint.includes(other.fingerprint) || other.fingerprint.includes(fingerprint);
      const same = JSON.stringify(waiver) === JSON.stringify(other);
      if (same || !alike || !within(check, other.check)) return [];
      const common = [...(cases[index] ?? [])].find((id) => cases[earlier]?.has(id));
      if (common === undefined) return [];
      const message = `excuses the same failure of ${common} as entry ${earlier + 1}; narrow one of them`;
      return [{ pointer: `/waivers/${index}`, message }];
    }),
  );
}

/** Only features named by their id: a glob is a net, and a net may come up with more than fits. */
function idleFeatures(features: readonly string[], all: readonly Cell[]): Complaint[] {
  const asked = new Set(all.map(({ feature }) => feature.id));
  return features.flatMap((name, index) =>
    isGlob(name) || !name.includes('/') || asked.has(name)
      ? []
      : [
          {
            pointer: `/features/${index}`,
            message: `no case for "${name}": it is asked of none of the selected models`,
          },
        ],
  );
}

function idleTargets(matrix: Matrix, all: readonly Cell[]): Complaint[] {
  const busy = new Set(all.map(({ pairing }) => pairing.target.name));
  return matrix.targets
    .filter(({ name }) => !busy.has(name))
    .map(({ name }) => ({
      pointer: `/targets/${name}`,
      message: `no case for target "${name}": none of its features is asked of any of its models`,
    }));
}

/** Two models that would be asked through one deployment: one of the two answers would be the other's. */
function sharedDeployments(all: readonly Cell[]): Complaint[] {
  const problems: Complaint[] = [];
  for (const { target, models, deployment } of new Set(all.map(({ pairing }) => pairing))) {
    const owners = new Map<string, string>();
    for (const { id } of models) {
      // What an inventory does not hold has no deployment at all.
      if (target.inventory !== undefined && target.deployments?.[id] === undefined) continue;
      const name = deployment.get(id) ?? id;
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, id);
      else {
        problems.push({
          pointer: `/targets/${target.name}`,
          message: `${owner} and ${id} would both be deployment "${name}"; name them under deployments`,
        });
      }
    }
  }
  return problems;
}

function selectorProblems(matrix: Matrix, all: readonly Cell[]): Complaint[] {
  const ids = all.map(({ id }) => id);
  const problems: Complaint[] = [];
  const matched = (list: 'exclude' | 'waivers') =>
    matrix[list].map(({ cases }, index): ReadonlySet<string> => {
      const pointer = `/${list}/${index}/cases`;
      const selector = compileSelector(cases);
      if (selector.negated) problems.push({ pointer, message: `"${cases}": "!" has no meaning here` });
      const found = idsOf(selector, ids);
      if (found.size === 0 && !selector.negated) problems.push({ pointer, message: noMatch(cases, ids) });
      return found;
    });
  const excluded = matched('exclude');
  const waived = matched('waivers');
  waived.forEach((waivedIds, index) => {
    excluded.forEach((excludedIds, other) => {
      const common = [...waivedIds].find((id) => excludedIds.has(id));
      if (common === undefined) return;
      problems.push({
        pointer: `/waivers/${index}/cases`,
        message: `waives ${common}, which "${matrix.exclude[other]?.cases}" excludes: a case that is not run cannot deviate`,
      });
    });
  });
  return problems;
}

function idsOf(selector: Selector, ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.filter((id) => selector.fits(partsOf(id))));
}
