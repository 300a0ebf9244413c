/** JSON as the wire carries it. Read-only: a value that was emitted is never changed, only replaced. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return isRecord(value);
}

/** Parses a text; undefined where it is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Any parsed value as plain JSON: absent keys instead of undefined ones. Not for cycles. */
export function plain(value: object): JsonObject {
  const copy = parseJson(JSON.stringify(value));
  return isJsonObject(copy) ? copy : {};
}

/** `value[key]` where `value` is an object, else undefined. */
export function member(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The elements of an array, and none of anything else. */
export function elements(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
