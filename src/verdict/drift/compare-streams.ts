import { isRecord } from '../../wire/canonical.ts';
import { readSse } from '../../wire/sse.ts';
import { compareShapes } from './compare-shapes.ts';
import { addTo, emptyShape, type Shape } from './shape.ts';
import type { Drift } from './types.ts';

/** Ends that take each other's place, and a wait that need not be: their absence says nothing. */
const OPTIONAL = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.queued',
  'error',
]);

/** The end of a chat stream, of no family. */
const DONE = '[DONE]';

/**
 * Events by their types, in the order in which each first came. An event is gone where others of its family
 * (`response.output_text.*`) still come: a family as a whole depends on what the model did.
 */
export function compareStreams(older: string, newer: string): Drift[] {
  const [before, after] = [eventsOf(older), eventsOf(newer)];
  const found: Drift[] = [];
  const families = new Set([...after.keys()].map(familyOf));
  for (const type of before.keys()) {
    if (after.has(type) || OPTIONAL.has(type) || !(type === DONE || families.has(familyOf(type)))) continue;
    found.push({ kind: 'breaking', pointer: `/${type}`, message: 'this event is gone' });
  }
  for (const [type, shape] of after) {
    const known = before.get(type);
    if (known === undefined)
      found.push({ kind: 'additive', pointer: `/${type}`, message: 'this event is new' });
    else found.push(...compareShapes(known, shape, `/${type}`));
  }
  const was = [...before.keys()].filter((type) => after.has(type));
  const is = [...after.keys()].filter((type) => before.has(type));
  const moved = was.findIndex((type, at) => type !== is[at]);
  if (moved >= 0) {
    const message = `another order of events: ${was.slice(moved).join(', ')} is now ${is.slice(moved).join(', ')}`;
    found.push({ kind: 'breaking', pointer: '', message });
  }
  return found;
}

function familyOf(type: string): string {
  return type.includes('.') ? type.slice(0, type.lastIndexOf('.')) : '';
}

function eventsOf(text: string): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const { data, event } of readSse(text).events) {
    const value = parsed(data);
    const type = isRecord(value) ? (value.type ?? value.object ?? event) : data;
    const name = typeof type === 'string' ? type : 'untyped';
    const shape = shapes.get(name) ?? emptyShape();
    shapes.set(name, shape);
    addTo(shape, value);
  }
  return shapes;
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
