import type { ParsedEvent } from '../event.ts';
import { itemsOf, type JsonObject, listAt } from '../json.ts';
import type { Growing, Item, Part } from './item.ts';
import type { ResponsesState } from './state.ts';

/**
 * The response a stream adds up to: the last envelope, with the output items as their events told
 * them. Items that were never done stand as far as their deltas came. Null when no envelope came.
 */
export function foldedResponse(state: ResponsesState): JsonObject | null {
  const envelope = state.terminal?.response ?? state.latest;
  if (envelope === null) return null;
  const streamed = state.items.toSorted((a, b) => a.index - b.index).map(itemSoFar);
  // Events that were not seen and failures leave items untold that the envelope may know.
  const told = state.partial || streamed.length === 0 ? listAt(envelope, 'output') : undefined;
  return { ...envelope, output: told ?? streamed };
}

function itemSoFar(item: Item): unknown {
  if (item.done !== null) return item.done;
  const own = item.growing;
  const homes = new Set([...item.parts.values()].map((part) => part.home));
  const parts = [...homes]
    .filter((home) => home === 'content' || home === 'summary')
    .map((home) => [home, partsSoFar(item, home)]);
  const path = own?.of.path ?? [];
  return {
    type: item.type,
    ...(item.id === undefined ? {} : { id: item.id }),
    ...item.added,
    ...Object.fromEntries(parts),
    ...(own === null || path.length !== 1 ? {} : { [path[0] ?? '']: textSoFar(own) }),
  };
}

function partsSoFar(item: Item, home: Part['home']): unknown[] {
  return [...item.parts.values()]
    .filter((part) => part.home === home)
    .sort((a, b) => a.index - b.index)
    .map((part) => part.done ?? partSoFar(part));
}

function partSoFar({ growing, added, annotations }: Part): JsonObject {
  return {
    ...added,
    ...(growing === null
      ? {}
      : { type: growing.of.holder, [growing.of.path[0] ?? 'text']: textSoFar(growing) }),
    ...(annotations.length > 0 || itemsOf(added, 'annotations').length > 0 ? { annotations } : {}),
  };
}

function textSoFar(growing: Growing): string {
  return growing.values[growing.values.length - 1] ?? growing.text;
}

/** Runs events through the state without judging them. */
export function replay(state: ResponsesState, events: readonly ParsedEvent[]): ResponsesState {
  for (const event of events) {
    state.prepare(event);
    state.apply(event);
  }
  return state;
}
