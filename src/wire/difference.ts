/** Where two requests differ, in JSON pointers, for the person who must mend one of them. */
import { canonicalJson, isRecord } from './canonical.ts';

export interface Difference {
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
  /** `recorded 0.7, sent 1`, `sent, but not recorded`, `recorded, but not sent`. */
  readonly message: string;
}

/** Differences found before the comparison stops; beyond this the two are simply not alike. */
const MAX_DIFFERENCES = 50;
const MAX_SHOWN = 80;

/** At most 50 differences between two JSON values, in document order. */
export function differences(recorded: unknown, sent: unknown): Difference[] {
  const found: Difference[] = [];
  compare(recorded, sent, '', found);
  return found;
}

function compare(recorded: unknown, sent: unknown, pointer: string, found: Difference[]): void {
  if (found.length >= MAX_DIFFERENCES || recorded === sent) return;
  const [before, after] = [membersOf(recorded), membersOf(sent)];
  if (before === null || after === null || Array.isArray(recorded) !== Array.isArray(sent)) {
    if (canonicalJson(recorded) !== canonicalJson(sent)) {
      found.push({ pointer, message: `recorded ${shown(recorded)}, sent ${shown(sent)}` });
    }
    return;
  }
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    if (found.length >= MAX_DIFFERENCES) return;
    const child = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!before.has(key))
      found.push({ pointer: child, message: `${shown(after.get(key))} is sent, but not recorded` });
    else if (!after.has(key))
      found.push({ pointer: child, message: `${shown(before.get(key))} is recorded, but not sent` });
    else compare(before.get(key), after.get(key), child, found);
  }
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (Array.isArray(value)) return new Map(value.map((item, index) => [String(index), item]));
  return isRecord(value) ? new Map(Object.entries(value)) : null;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text;
}
