/** What a history says of each cell: when it was first and last seen live, and when it last changed. Pure. */
import { isVerified } from '../verdict/evidence.ts';
import type { Evidence } from '../verdict/types.ts';
import type { AskedStatus, HistoryEntry } from './entry.ts';

/** The cell in one run. */
export interface Point {
  /** ISO time the run started. */
  readonly at: string;
  readonly status: AskedStatus;
}

export interface CellTimes {
  /** ISO date or time of the oldest live traffic with a verdict; null: none is dated. */
  readonly firstSeen: string | null;
  /** The same of the newest. */
  readonly lastSeenLive: string | null;
  /** ISO time of the run in which the verdict or its cause was last another one than before; null: never. */
  readonly lastChanged: string | null;
  /** One a run that asked, oldest first. */
  readonly points: readonly Point[];
}

/** Best first: on one day the best answer speaks for the cell, as in the table. */
const RANK: readonly AskedStatus[] = ['supported', 'partial', 'unsupported', 'blocked', 'errored'];

/** Oldest run first; of two at the same time by id, so that the order is total. */
export function inOrder(entries: readonly HistoryEntry[]): HistoryEntry[] {
  return entries.toSorted((a, b) => compare(a.startedAt, b.startedAt) || compare(a.run, b.run));
}

/** By cell id (`feature:model`, with its place behind it elsewhere than on Azure; the case id for the reference). */
export function timesOf(entries: readonly HistoryEntry[]): Map<string, CellTimes> {
  const cells = new Map<string, Mutable>();
  for (const entry of inOrder(entries)) {
    const rows = Map.groupBy(Object.entries(entry.cases), ([id]) => cellOf(id, entry));
    for (const [cell, own] of rows) {
      const known = cells.get(cell) ?? {
        firstSeen: null,
        lastSeenLive: null,
        lastChanged: null,
        points: [],
        verdict: null,
      };
      const best = own
        .map(([, [status, seenAt, cause]]) => ({ status, seenAt, cause: entry.fingerprints[cause] ?? '' }))
        .sort((a, b) => RANK.indexOf(a.status) - RANK.indexOf(b.status) || compare(a.cause, b.cause))[0];
      if (best !== undefined)
        cells.set(
          cell,
          after(
            known,
            entry.startedAt,
            best,
            own.map(([, row]) => row),
          ),
        );
    }
  }
  return new Map([...cells].map(([cell, { verdict: _, ...times }]) => [cell, times]));
}

/** The times of a cell with the evidence that the table itself holds, public observations included. */
export function withEvidence(times: CellTimes | undefined, evidence: readonly Evidence[]): CellTimes {
  const seen = evidence.filter(({ status }) => isVerified(status)).map(({ observedAt }) => observedAt);
  return {
    firstSeen: earliest([times?.firstSeen ?? null, ...seen]),
    lastSeenLive: latest([times?.lastSeenLive ?? null, ...seen]),
    lastChanged: times?.lastChanged ?? null,
    points: times?.points ?? [],
  };
}

interface Mutable extends CellTimes {
  /** Status and cause of the last run with a verdict. */
  readonly verdict: string | null;
}

function after(
  known: Mutable,
  at: string,
  best: { readonly status: AskedStatus; readonly cause: string },
  rows: readonly HistoryEntry['cases'][string][],
): Mutable {
  const points = [...known.points, { at, status: best.status }];
  // What was blocked or broke says nothing: the verdict before it stands, with its age.
  if (!isVerified(best.status)) return { ...known, points };
  const seen = rows.filter(([status]) => isVerified(status)).map(([, seenAt]) => seenAt);
  const verdict = `${best.status} ${best.cause}`;
  return {
    firstSeen: earliest([known.firstSeen, ...seen]),
    lastSeenLive: latest([known.lastSeenLive, ...seen]),
    lastChanged: known.verdict !== null && known.verdict !== verdict ? at : known.lastChanged,
    points,
    verdict,
  };
}

function cellOf(caseId: string, { targets }: HistoryEntry): string {
  const [feature = '', model = '', target = ''] = caseId.split(':');
  const place = targets[target] ?? 'other';
  if (place === 'reference') return caseId;
  return place === 'azure' ? `${feature}:${model}` : `${feature}:${model}:${place}`;
}

function earliest(dates: readonly (string | null)[]): string | null {
  return dates.filter((date) => date !== null).sort()[0] ?? null;
}

function latest(dates: readonly (string | null)[]): string | null {
  return (
    dates
      .filter((date) => date !== null)
      .sort()
      .at(-1) ?? null
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
