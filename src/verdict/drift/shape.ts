/**
 * What JSON values have in common, without their content: which members objects have, of which types, and the
 * values of members that are words of the API.
 */
import { isRecord } from '../../wire/canonical.ts';

export interface Shape {
  /** JSON types seen here: object, array, string, number, boolean, null. */
  readonly types: Set<string>;
  /** Objects seen here. */
  objects: number;
  readonly members: Map<string, { seen: number; readonly shape: Shape }>;
  /** Items of arrays, by their `type`; `*` for those without. */
  readonly items: Map<string, Shape>;
  /** Values of a member that is a word of the API. */
  readonly words: Set<string>;
}

/** Members whose strings are words of the API, not of the model or the user. */
const WORDS = new Set([
  'code',
  'finish_reason',
  'object',
  'reason',
  'role',
  'service_tier',
  'severity',
  'status',
  'type',
]);
/** Members whose own members the user or the model invents. */
const INVENTED = new Set(['metadata', 'parameters', 'schema', 'attributes', 'headers']);

export function emptyShape(): Shape {
  return { types: new Set(), objects: 0, members: new Map(), items: new Map(), words: new Set() };
}

/** Adds a value to what was seen at its place. */
export function addTo(shape: Shape, value: unknown, name = ''): void {
  shape.types.add(typeOf(value));
  if (typeof value === 'string' && WORDS.has(name)) shape.words.add(value);
  if (Array.isArray(value)) for (const item of value) addTo(child(shape.items, variantOf(item)), item);
  if (!isRecord(value) || INVENTED.has(name)) return;
  shape.objects += 1;
  for (const [key, member] of Object.entries(value)) {
    const known = shape.members.get(key) ?? { seen: 0, shape: emptyShape() };
    known.seen += 1;
    shape.members.set(key, known);
    addTo(known.shape, member, key);
  }
}

function child(shapes: Map<string, Shape>, name: string): Shape {
  const known = shapes.get(name) ?? emptyShape();
  shapes.set(name, known);
  return known;
}

function variantOf(item: unknown): string {
  return isRecord(item) && typeof item.type === 'string' ? item.type : '*';
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
