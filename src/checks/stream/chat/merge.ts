import { isObject, type JsonObject } from '../json.ts';

/** A JSON object under construction. A map, since hostile keys (`__proto__`) are only keys in it. */
export type Growing = Map<string, unknown>;

/** Strings that are given whole, not in pieces. */
const WHOLE: ReadonlySet<string> = new Set(['role', 'id', 'type', 'name', 'object']);

const DEEPEST = 20;

const NOTHING: ReadonlySet<string> = new Set();
const INDEX: ReadonlySet<string> = new Set(['index']);

/**
 * Adds a delta: strings grow (but names and ids are given once), lists of indexed objects merge by
 * index, other lists grow, objects merge, anything else replaces. Null never replaces a value. `except`: members of
 * `delta` itself that are left out.
 */
export function addDelta(
  into: Growing,
  delta: JsonObject,
  except: ReadonlySet<string> = NOTHING,
  depth = 0,
): void {
  for (const key of Object.keys(delta)) {
    if (except.has(key)) continue;
    const value = delta[key];
    const before = into.get(key);
    if (value === null) {
      if (before === undefined) into.set(key, null);
    } else if (typeof value === 'string' && typeof before === 'string' && !WHOLE.has(key)) {
      into.set(key, before + value);
    } else if (Array.isArray(value)) {
      into.set(key, grownList(before, value, depth));
    } else if (isObject(value) && depth < DEEPEST) {
      const grown: Growing = before instanceof Map ? before : new Map();
      addDelta(grown, value, NOTHING, depth + 1);
      into.set(key, grown);
    } else if (!(WHOLE.has(key) && typeof before === 'string' && before !== '')) {
      into.set(key, value);
    }
  }
}

/** Members of a list that carry an `index` are pieces of one; the others are whole. */
class GrowingList {
  readonly byIndex = new Map<number, Growing>();
  readonly whole: unknown[] = [];
}

function grownList(before: unknown, more: readonly unknown[], depth: number): GrowingList {
  const list = before instanceof GrowingList ? before : new GrowingList();
  for (const entry of more) {
    const index = isObject(entry) ? entry.index : undefined;
    if (!isObject(entry) || typeof index !== 'number' || depth >= DEEPEST) {
      list.whole.push(entry);
      continue;
    }
    const grown = list.byIndex.get(index) ?? new Map();
    addDelta(grown, entry, INDEX, depth + 1);
    list.byIndex.set(index, grown);
  }
  return list;
}

/** The plain JSON value of what has grown. */
export function plain(value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, member]) => [key, plain(member)]));
  if (!(value instanceof GrowingList)) return value;
  const indexed = [...value.byIndex].sort(([a], [b]) => a - b).map(([, entry]) => plain(entry));
  return [...indexed, ...value.whole];
}
