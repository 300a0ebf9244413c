/** For tests: what the cases of the reference target come to with a fault, as names `feature#check`. */
import { isDeepStrictEqual } from 'node:util';
import { compileGlob } from '../matrix/glob.ts';
import type { Case } from '../matrix/types.ts';
import { createReference, FAULTS, type Fault } from '../reference/index.ts';
import type { CaseResult } from '../verdict/types.ts';
import { execute, referenceCases } from './reference-cases.ts';

export interface Outcome {
  /** Every failed check, and `feature#status` where only the status tells. */
  readonly failed: ReadonlySet<string>;
  /** Those among them that weigh: a remark may differ. */
  readonly weighing: ReadonlySet<string>;
  /** The cases that were run. */
  readonly cases: readonly string[];
}

/** A case with the sound target: its result, and the faults that would change one of its exchanges. */
interface SoundCase {
  readonly item: Case;
  readonly result: CaseResult;
  readonly touchedBy: ReadonlySet<string>;
}

/** Whether a name `feature#check` is meant by `caughtBy` or `also` of a fault: `check`, or `feature#check`, with globs. */
export function meaning(patterns: readonly string[]): (name: string) => boolean {
  const globs = patterns.map((pattern) => compileGlob(pattern.includes('#') ? pattern : `*#${pattern}`));
  return (name) => globs.some((matches) => matches(name));
}

/** Every case with the sound target, run once. */
export async function soundCases(): Promise<readonly SoundCase[]> {
  const cases: SoundCase[] = [];
  for (const item of referenceCases) {
    const { fault, touchedBy } = probe();
    const result = await execute(item, createReference({ faults: [fault] }).fetch);
    cases.push({ item, result, touchedBy });
  }
  return cases;
}

/**
 * The outcome of a fault. Only cases whose exchanges it changes are run: up to its first effect a case runs as
 * it does with the sound target, and without one to its end. Of those that are alike when all is
 * sound (feature, status and checks made), one is run.
 */
export async function outcomeWith(fault: Fault, sound: readonly SoundCase[]): Promise<Outcome> {
  const failed = new Set<string>();
  const weighing = new Set<string>();
  const chosen = oneOfEachKind(sound.filter(({ touchedBy }) => touchedBy.has(fault.name)));
  for (const { item, result: expected } of chosen) {
    const { status, checks } = await execute(item, createReference({ faults: [fault.name] }).fetch);
    const broken = checks.filter(({ outcome }) => outcome === 'failed');
    for (const { id, severity } of broken) {
      failed.add(`${item.feature}#${id}`);
      // That nobody knows an error is a remark, and the one thing to say about a wrong code.
      if (severity !== 'info' || id === 'error.known') weighing.add(`${item.feature}#${id}`);
    }
    if (status !== expected.status && !broken.some(({ severity }) => severity !== 'info')) {
      failed.add(`${item.feature}#status`);
      if (broken.length === 0) weighing.add(`${item.feature}#status`);
    }
  }
  return { failed, weighing, cases: chosen.map(({ item }) => item.id) };
}

function oneOfEachKind(cases: readonly SoundCase[]): SoundCase[] {
  const kinds = new Map<string, SoundCase>();
  for (const one of cases) {
    const { status, checks } = one.result;
    const kind = [one.item.feature, status, ...checks.map(({ id }) => id).sort()].join(' ');
    if (!kinds.has(kind)) kinds.set(kind, one);
  }
  return [...kinds.values()];
}

/** A fault that changes nothing and notes which of all faults would have. */
function probe(): { readonly fault: Fault; readonly touchedBy: ReadonlySet<string> } {
  const touchedBy = new Set<string>();
  const note = (name: string, before: unknown, after: unknown) => {
    if (after !== before && !isDeepStrictEqual(after, before)) touchedBy.add(name);
  };
  for (const fault of FAULTS) if (worksElsewhere(fault)) touchedBy.add(fault.name);
  const fault: Fault = {
    name: 'probe',
    breaks: 'Nothing.',
    caughtBy: '',
    request(operation, body) {
      for (const { name, request } of FAULTS) if (request) note(name, body, request(operation, body));
      return body;
    },
    reply(sent) {
      for (const { name, reply } of FAULTS) if (reply) note(name, sent, reply(sent));
      return sent;
    },
  };
  return { fault, touchedBy };
}

/** A fault with an effect that the probe does not see can change every case. */
function worksElsewhere(fault: Fault): boolean {
  return Object.entries(fault).some(
    ([key, value]) => typeof value === 'function' && key !== 'request' && key !== 'reply',
  );
}
