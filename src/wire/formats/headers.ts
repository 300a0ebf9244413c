import { isKeptHeader } from './kept-headers.ts';
import { isObject, isStringList } from './shape.ts';

/** Headers with lower-case names. Only `lookup` sees what the allow-list drops. */
export interface RecordedHeaders {
  /** Allow-listed headers, in the order of the recording. */
  readonly kept: Readonly<Record<string, string>>;
  /** The first value of any header, for decoding; undefined where it is absent. */
  lookup(lowerCaseName: string): string | undefined;
}

/**
 * Headers in any of the shapes recorders use: `{name: value}`, `{name: [values]}`, `[{name, value}]`
 * (HAR), `[name, value, name, value]` (Node's raw headers). Anything else counts as no headers.
 */
export function readHeaders(source: unknown): RecordedHeaders {
  const all = new Map<string, string>();
  const kept: Record<string, string> = {};
  eachHeader(source, (name, value) => {
    const text = scalar(value);
    const key = name.toLowerCase();
    if (text === undefined || all.has(key)) return;
    all.set(key, text);
    if (isKeptHeader(key)) kept[key] = text;
  });
  return { kept, lookup: (name) => all.get(name) };
}

function eachHeader(source: unknown, take: (name: string, value: unknown) => void): void {
  if (isObject(source)) {
    for (const name of Object.keys(source)) take(name, source[name]);
  } else if (isStringList(source)) {
    for (let i = 0; i + 1 < source.length; i += 2) take(source[i] ?? '', source[i + 1]);
  } else if (Array.isArray(source)) {
    for (const entry of source) {
      if (isObject(entry) && typeof entry.name === 'string') take(entry.name, entry.value);
    }
  }
}

function scalar(value: unknown): string | undefined {
  if (Array.isArray(value)) return scalar(value[0]);
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
