/** What is known of each case before a run, so that what matters most is asked first. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Case } from '../matrix/types.ts';
import type { CaseResult } from '../verdict/types.ts';
import { cassetteInUse } from '../wire/index.ts';
import type { Seen } from './schedule/importance.ts';

/** `earlier`: results of a run before this one; they say more than a recording does. */
export function historyOf(
  cases: readonly Case[],
  recordings: string,
  earlier: readonly CaseResult[],
): ReadonlyMap<string, Seen> {
  const rows = new Map(earlier.map((row) => [row.case, row]));
  const history = new Map<string, Seen>();
  for (const item of cases) {
    const row = rows.get(item.id);
    const at = row?.evidence.observedLiveAt ?? recordedAt(cassetteInUse(recordings, item));
    if (row !== undefined) history.set(item.id, { status: row.status, at });
    else if (at !== null) history.set(item.id, { status: null, at });
  }
  return history;
}

/** Bytes; the lineage stands before the exchanges, and a cassette may be large. */
const HEAD = 2_048;

function recordedAt(file: string): string | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return null;
  }
  try {
    const head = Buffer.alloc(HEAD);
    const bytes = readSync(descriptor, head);
    return /"recordedAt": "([^"]+)"/.exec(head.toString('utf8', 0, bytes))?.[1] ?? null;
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}
