import type { CheckResult } from '../../src/checks/check.ts';
import { driftKey } from '../../src/checks/schema/findings.ts';
import { inspect } from '../../src/run/inspect.ts';
import type { Excuse, Fault, Mutant, Pick, Subject } from './mutant.ts';

/** How one kind of fault fared. */
export interface Score {
  readonly group: string;
  readonly name: string;
  readonly drift: boolean;
  caught: number;
  /** Checks that caught it, with how often each did. */
  readonly by: Map<string, number>;
  /** Not caught, and the reason why it need not, or cannot, be. */
  readonly excused: Map<string, { kind: Excuse['kind']; count: number }>;
  /** Not caught, and no excuse: a hole. */
  readonly survivors: string[];
}

export interface Sampling {
  /** Mutants of each kind of fault; Infinity for all. */
  readonly most: number;
  /** Places of each kind in one exchange; Infinity for all. */
  readonly places: number;
  readonly seed: number;
}

/** Puts every fault into the subjects and inspects what comes out. Deterministic: same subjects, same score. */
export function scoreFaults(
  subjects: readonly Subject[],
  faults: readonly Fault[],
  sampling: Sampling,
): Score[] {
  return faults.flatMap((fault, index) => {
    const random = randomOf(sampling.seed + index);
    const score = scoreFault(shuffled(subjects, random), fault, sampling, random);
    return score.caught + score.excused.size + score.survivors.length === 0 ? [] : [score];
  });
}

function scoreFault(
  subjects: readonly Subject[],
  fault: Fault,
  sampling: Sampling,
  random: () => number,
): Score {
  const { group, name, drift = false } = fault;
  const score: Score = { group, name, drift, caught: 0, by: new Map(), excused: new Map(), survivors: [] };
  const pick: Pick = (items) =>
    items.length <= sampling.places ? items : shuffled(items, random).slice(0, sampling.places);
  let made = 0;
  for (const subject of subjects) {
    for (const mutant of fault.mutants(subject, pick)) {
      take(score, subject, mutant);
      made += 1;
      if (made >= sampling.most) return score;
    }
  }
  return score;
}

function take(score: Score, subject: Subject, mutant: Mutant): void {
  const by = catchersOf(subject, mutant, score.drift);
  if (by.length > 0) {
    score.caught += 1;
    for (const check of by) score.by.set(check, (score.by.get(check) ?? 0) + 1);
    return;
  }
  const excuse = mutant.excuse?.() ?? null;
  if (excuse === null) {
    score.survivors.push(`${subject.id}: ${mutant.place}`);
    return;
  }
  const key = `${excuse.kind}: ${excuse.why}`;
  score.excused.set(key, { kind: excuse.kind, count: (score.excused.get(key)?.count ?? 0) + 1 });
}

/** The subject is sound, so every failed check is due to the fault. */
function catchersOf(subject: Subject, { exchange }: Mutant, drift: boolean): string[] {
  const { hostKind, operation } = subject;
  const { report } = inspect(exchange, { hostKind, operation });
  const failed = report.checks.filter(weighs).map(({ id }) => id);
  if (drift && report.drift.some((news) => !subject.drift.has(driftKey(news)))) failed.push('drift');
  return [...new Set(failed)];
}

/** A remark is no alarm; but an error that nobody knows turns a case into `errored`. */
function weighs({ id, outcome, severity }: CheckResult): boolean {
  return outcome === 'failed' && (severity !== 'info' || id === 'error.known');
}

/** mulberry32: small, seeded, good enough to choose samples. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item): [number, T] => [random(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}
