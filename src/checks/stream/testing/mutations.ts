import type { StreamEvent } from '../event.ts';
import type { StreamInput } from '../index.ts';
import { isObject, type JsonObject, textAt } from '../json.ts';

/** A fault put into a stream at one event; null where it cannot be put there. */
export interface Mutation {
  readonly name: string;
  readonly at: (input: StreamInput, index: number) => StreamInput | null;
}

export type Change = (json: JsonObject, type: string) => JsonObject | null;

export function jsonOf(event: StreamEvent | undefined): JsonObject | null {
  if (event === undefined || event.data.trim() === '[DONE]') return null;
  const value: unknown = JSON.parse(event.data);
  return isObject(value) ? value : null;
}

export function withEvents(input: StreamInput, events: readonly StreamEvent[]): StreamInput {
  return { ...input, events };
}

/** Rewrites one event. */
export function edit(name: string, change: Change): Mutation {
  return {
    name,
    at(input, index) {
      const event = input.events[index];
      const json = jsonOf(event);
      const changed = json === null || event === undefined ? null : change(json, textAt(json, 'type') ?? '');
      if (event === undefined || changed === null) return null;
      return withEvents(input, input.events.with(index, { ...event, data: JSON.stringify(changed) }));
    },
  };
}

/** Replaces one event by any number of events. */
export function splice(
  name: string,
  change: (event: StreamEvent, input: StreamInput, index: number) => readonly StreamEvent[] | null,
): Mutation {
  return {
    name,
    at(input, index) {
      const event = input.events[index];
      const changed = event === undefined ? null : change(event, input, index);
      return changed === null ? null : withEvents(input, input.events.toSpliced(index, 1, ...changed));
    },
  };
}

/** Appends a letter to the first text found in a value, in a copy; null without one. */
export function altered(value: unknown): unknown {
  if (typeof value === 'string') return `${value}X`;
  return null;
}

export function alterMember(json: JsonObject, ...names: readonly string[]): JsonObject | null {
  const name = names.find((candidate) => typeof json[candidate] === 'string');
  return name === undefined ? null : { ...json, [name]: altered(json[name]) };
}

export const drop = splice('drop an event', (_event, input) => (input.events.length < 2 ? null : []));
export const duplicate = splice('repeat an event', (event) => [event, event]);
export const swap: Mutation = {
  name: 'swap neighbours',
  at(input, index) {
    const [a, b] = [input.events[index], input.events[index + 1]];
    if (a === undefined || b === undefined || a.data === b.data) return null;
    return withEvents(input, input.events.toSpliced(index, 2, b, a));
  },
};

export const lastOf = (input: StreamInput): number => input.events.length - 1;

export const truncate: Mutation = {
  name: 'cut inside an event',
  at(input, index) {
    const event = input.events[index];
    if (event === undefined || index === 0) return null;
    return { ...input, events: input.events.slice(0, index), truncatedTail: event.data.slice(0, 10) };
  },
};

export const breakOff: Mutation = {
  name: 'break off between events',
  at: (input, index) =>
    index === 0 ? null : { ...input, events: input.events.slice(0, index), complete: false },
};

export const unreadable = splice('break the JSON', (event) =>
  event.data.trim() === '[DONE]' ? null : [{ ...event, data: event.data.slice(0, -1) }],
);

export const shared: readonly Mutation[] = [drop, duplicate, swap, truncate, breakOff, unreadable];
