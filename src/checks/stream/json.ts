/** A JSON object that nobody has vouched for yet. */
export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member if it is an object, else undefined. */
export function objectAt(value: unknown, key: string): JsonObject | undefined {
  const member = isObject(value) ? value[key] : undefined;
  return isObject(member) ? member : undefined;
}

/** The member if it is an array, else undefined. */
export function listAt(value: unknown, key: string): readonly unknown[] | undefined {
  const member = isObject(value) ? value[key] : undefined;
  return Array.isArray(member) ? member : undefined;
}

/** The member if it is a string, else undefined. */
export function textAt(value: unknown, key: string): string | undefined {
  const member = isObject(value) ? value[key] : undefined;
  return typeof member === 'string' ? member : undefined;
}

/** The member if it is an integer of at least 0, else undefined. */
export function indexAt(value: unknown, key: string): number | undefined {
  const member = isObject(value) ? value[key] : undefined;
  return typeof member === 'number' && Number.isInteger(member) && member >= 0 ? member : undefined;
}

/** The member if it is a finite number, else undefined. */
export function numberAt(value: unknown, key: string): number | undefined {
  const member = isObject(value) ? value[key] : undefined;
  return typeof member === 'number' && Number.isFinite(member) ? member : undefined;
}

/** Members of a null or missing list are none. */
export function itemsOf(value: unknown, key: string): readonly unknown[] {
  return listAt(value, key) ?? [];
}

const SHOWN = 80;

/** Hostile values in messages: as JSON (so control characters are escaped), at most about 80 characters. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  // Cutting before escaping keeps a 10 MB delta cheap.
  const text =
    typeof value === 'string'
      ? JSON.stringify(value.slice(0, SHOWN + 1))
      : (JSON.stringify(value) ?? 'nothing');
  return text.length > SHOWN + 2 ? `${text.slice(0, SHOWN)}…` : text;
}

/** One reference token of a JSON pointer (RFC 6901). */
export function token(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** What a comparison of two JSON values lets pass. */
interface Tolerance {
  /** Members that may differ wherever they occur. */
  readonly except?: ReadonlySet<string>;
  /** True for two values that count as the same. */
  readonly same?: (a: unknown, b: unknown) => boolean;
}

/** Nobody nests this deep in good faith, and the stack is finite. */
const LONGEST_POINTER = 2_000;

/**
 * JSON pointer of the first place where two JSON values differ, null when they are equal. Key order
 * is no difference.
 */
export function firstDifference(a: unknown, b: unknown, tolerance: Tolerance = {}, at = ''): string | null {
  if (a === b || at.length > LONGEST_POINTER) return null;
  if (Array.isArray(a) && Array.isArray(b)) return listDifference(a, b, tolerance, at);
  if (isObject(a) && isObject(b)) return memberDifference(a, b, tolerance, at);
  return tolerance.same?.(a, b) === true ? null : at;
}

function listDifference(
  a: readonly unknown[],
  b: readonly unknown[],
  tolerance: Tolerance,
  at: string,
): string | null {
  if (a.length !== b.length) return at;
  for (let i = 0; i < a.length; i++) {
    const found = firstDifference(a[i], b[i], tolerance, `${at}/${i}`);
    if (found !== null) return found;
  }
  return null;
}

function memberDifference(a: JsonObject, b: JsonObject, tolerance: Tolerance, at: string): string | null {
  const { except } = tolerance;
  for (const key of Object.keys(a)) {
    if (except?.has(key) === true) continue;
    const place = `${at}/${token(key)}`;
    if (!Object.hasOwn(b, key)) return place;
    const found = firstDifference(a[key], b[key], tolerance, place);
    if (found !== null) return found;
  }
  for (const key of Object.keys(b)) {
    if (except?.has(key) !== true && !Object.hasOwn(a, key)) return `${at}/${token(key)}`;
  }
  return null;
}

/** The value a JSON pointer names, undefined when there is none. */
export function valueAt(value: unknown, pointer: string): unknown {
  let here = value;
  for (const raw of pointer.split('/').slice(1)) {
    const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(here)) here = here[Number(key)];
    else if (isObject(here) && Object.hasOwn(here, key)) here = here[key];
    else return undefined;
  }
  return here;
}
