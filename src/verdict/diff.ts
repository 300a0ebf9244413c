/** What changed between two runs, case by case, and which of it should wake somebody up. */
import type { ExitCode } from '../failure.ts';
import { checkFingerprint, fingerprintOf } from './fingerprint.ts';
import type { CaseResult, Status } from './types.ts';

/**
 * - `regressed`: a verified status became worse, a `must` check that held fails, or a case that was verified
 *   is no longer run at all (which would otherwise hide a regression)
 * - `removed`: the case was there and is gone; a shrinking list fails
 * - `blocked`: it could be asked, and now it cannot; says nothing about support
 * - `not-asked`: it was verified, and this run had no budget left for it. Any other reason not to run it (no
 *   recording, no endpoint, not deployed, excluded) is `regressed`: it would stay so, and nobody would see it
 * - `new`: a first verdict, of a case that is new or that could not be judged before
 * - `improved`: a verified status became better
 * - `drifted`: the same status with other failed `should` checks or other drift, or a worse one only by checks
 *   that the older run did not make: then the harness changed, not the service
 * - `retired`: the catalogue's date for the model has passed
 */
export type ChangeKind =
  | 'regressed'
  | 'removed'
  | 'blocked'
  | 'not-asked'
  | 'new'
  | 'improved'
  | 'drifted'
  | 'retired';

/** In the order they are told: worst first. */
export const CHANGE_KINDS: readonly ChangeKind[] = [
  'regressed',
  'removed',
  'blocked',
  'not-asked',
  'drifted',
  'new',
  'improved',
  'retired',
];

export interface Change {
  readonly kind: ChangeKind;
  /** Case id. */
  readonly case: string;
  /** Null: the case is not in that run. */
  readonly from: Status | null;
  readonly to: Status | null;
  /** ISO time of the live traffic behind `from`; null where there was none. */
  readonly seenAt: string | null;
  /** Equal for changes of one cause. */
  readonly fingerprint: string;
  /** The newer reason in words, for a removed case the older one. */
  readonly reason: string;
}

/** Changes of one kind and one cause. */
export interface ChangeGroup {
  readonly kind: ChangeKind;
  readonly fingerprint: string;
  readonly changes: readonly Change[];
}

export interface Diff {
  readonly groups: readonly ChangeGroup[];
  readonly counts: Readonly<Record<ChangeKind, number>>;
  /** Cases of the newer run that are as before. */
  readonly unchanged: number;
}

/** Each list holds a case once. The order of the inputs does not matter. */
export function diffRuns(base: readonly CaseResult[], head: readonly CaseResult[]): Diff {
  const before = new Map(base.map((row) => [row.case, row]));
  const after = new Map(head.map((row) => [row.case, row]));
  const changes = [
    ...base.flatMap((row) => (after.has(row.case) ? [] : removed(row))),
    ...head.flatMap((row) => changeOf(before.get(row.case), row) ?? []),
  ];
  const counts = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as Record<ChangeKind, number>;
  for (const { kind } of changes) counts[kind] += 1;
  const touched = new Set(changes.map((change) => change.case));
  return {
    groups: grouped(changes),
    counts,
    unchanged: head.filter((row) => !touched.has(row.case)).length,
  };
}

/** 1: something is worse or gone; 3: something could not be asked, or was not; else 0. DESIGN section 7. */
export function exitCodeOf({ counts }: Diff): ExitCode {
  if (counts.regressed + counts.removed > 0) return 1;
  return counts.blocked + counts['not-asked'] > 0 ? 3 : 0;
}

/** When the older verdict was seen, where the newer run has none to put in its place; ISO time. */
export function lastSeen({ kind, seenAt }: Change): string | null {
  return kind === 'blocked' || kind === 'not-asked' ? seenAt : null;
}

/** Statuses that say something about support, best first. */
const RANK: Readonly<Partial<Record<Status, number>>> = { supported: 0, partial: 1, unsupported: 2 };

/** What was not run had no verdict to lose. */
function removed(row: CaseResult): Change[] {
  if (row.status === 'not-run') return [];
  return [changed('removed', row, null, `was ${row.status}`, row.reason)];
}

function changeOf(old: CaseResult | undefined, row: CaseResult): Change | null {
  const rank = RANK[row.status];
  const oldRank = old === undefined ? undefined : RANK[old.status];
  if (old === undefined || oldRank === undefined) return firstVerdict(old, row);
  // Its turn comes; the verdict it had stands, and ages.
  if (row.notRun === 'sampled-out') return null;
  if (row.notRun === 'retired') return changed('retired', old, row, 'retired', row.reason);
  if (row.status === 'blocked') return changed('blocked', old, row, fingerprintOf(row), row.reason);
  if (row.notRun === 'budget') return changed('not-asked', old, row, `budget: ${limitIn(row)}`, row.reason);
  if (row.status === 'partial' && failsOnlyNewChecks(old, row))
    return changed('drifted', old, row, `a new check fails: ${fingerprintOf(row)}`, row.reason);
  if (rank === undefined || rank > oldRank)
    return changed('regressed', old, row, fingerprintOf(row), row.reason);
  if (rank < oldRank) return changed('improved', old, row, fingerprintOf(old), row.reason || old.reason);
  return sameStatus(old, row);
}

/** `max_requests` of `max_requests: 5 of 5 requests are sent, …`. */
function limitIn({ reason }: CaseResult): string {
  return /^\w+/.exec(reason)?.[0] ?? reason;
}

function firstVerdict(old: CaseResult | undefined, row: CaseResult): Change | null {
  const past = old?.notRun === 'sampled-out' ? 'not in the sample of the older run' : 'first verdict';
  if (RANK[row.status] !== undefined)
    return changed('new', old ?? null, row, `${past}: ${row.status}`, row.reason);
  // A case that breaks at its first run has no better past, and must not slip in unseen.
  if (row.status === 'errored' && old?.status !== 'errored')
    return changed('regressed', old ?? null, row, fingerprintOf(row), row.reason);
  return null;
}

function sameStatus(old: CaseResult, row: CaseResult): Change | null {
  const before = failuresOf(old);
  const after = failuresOf(row);
  const worse = [...after].filter(([id]) => !before.has(id));
  const broken = worse.find(([, { severity }]) => severity === 'must');
  if (broken !== undefined) return changed('regressed', old, row, broken[1].fingerprint, row.reason);
  const gone = [...before].filter(([id]) => !after.has(id));
  const [other] = [...worse, ...gone];
  if (other !== undefined) {
    const kind = worse.length > 0 ? 'drifted' : 'improved';
    return changed(kind, old, row, other[1].fingerprint, row.reason || old.reason);
  }
  const drift = newDrift(old, row);
  if (drift !== undefined) return changed('drifted', old, row, drift, drift);
  const errors = [fingerprintOf(old), fingerprintOf(row)];
  return row.status === 'unsupported' && errors[0] !== errors[1]
    ? changed('drifted', old, row, `refused otherwise: ${errors[1]}`, row.reason)
    : null;
}

/** `partial` by nothing but checks that the older run did not make. */
function failsOnlyNewChecks(old: CaseResult, row: CaseResult): boolean {
  const made = new Set(old.checks.map(({ id }) => id));
  const failed = row.checks.filter(({ outcome, severity }) => outcome === 'failed' && severity === 'must');
  return old.status === 'supported' && failed.length > 0 && failed.every(({ id }) => !made.has(id));
}

function failuresOf({ checks }: CaseResult) {
  return new Map(
    checks
      .filter(({ outcome, severity }) => outcome === 'failed' && severity !== 'info')
      .map((check) => [check.id, { severity: check.severity, fingerprint: checkFingerprint(check) }]),
  );
}

/** The first thing new to the schema that the older run had not seen. */
function newDrift(old: CaseResult, row: CaseResult): string | undefined {
  const key = ({ kind, pointer, value }: CaseResult['drift'][number]) =>
    `new to the schema: ${kind} ${pointer}${value === undefined ? '' : ` ${value}`}`;
  const known = new Set(old.drift.map(key));
  return row.drift.map(key).find((one) => !known.has(one));
}

function changed(
  kind: ChangeKind,
  old: CaseResult | null,
  row: CaseResult | null,
  fingerprint: string,
  reason: string,
): Change {
  return {
    kind,
    case: row?.case ?? old?.case ?? '',
    from: old?.status ?? null,
    to: row?.status ?? null,
    seenAt: old?.evidence.observedLiveAt ?? null,
    fingerprint,
    reason,
  };
}

/** By kind, worst first; within a kind the cause with most cases first; cases by id. */
function grouped(changes: readonly Change[]): ChangeGroup[] {
  const groups = Map.groupBy(changes, ({ kind, fingerprint }) => `${kind} ${fingerprint}`);
  return [...groups.values()]
    .map((members) => {
      const sorted = members.toSorted((a, b) => (a.case < b.case ? -1 : 1));
      const { kind, fingerprint } = sorted[0] as Change;
      return { kind, fingerprint, changes: sorted };
    })
    .sort(
      (a, b) =>
        CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind) ||
        b.changes.length - a.changes.length ||
        (a.fingerprint < b.fingerprint ? -1 : 1),
    );
}
