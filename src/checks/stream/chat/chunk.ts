import type { ParsedEvent } from '../event.ts';
import { isObject, itemsOf, type JsonObject } from '../json.ts';
import type { Rule } from '../rule.ts';
import type { ChatState, Choice } from './state.ts';

export type ChatRule = Rule<ChatState>;

export function isChunk(event: ParsedEvent): event is ParsedEvent & { json: JsonObject } {
  return event.json !== null && Array.isArray(event.json.choices);
}

/** The choices of a chunk, each with the state of its choice before the chunk. */
export function choicesOf(
  event: ParsedEvent,
  state: ChatState,
): { given: JsonObject; before: Choice | undefined; at: string }[] {
  return itemsOf(event.json, 'choices').flatMap((given, i) =>
    isObject(given) ? [{ given, before: state.choices.get(state.indexOf(given)), at: `/choices/${i}` }] : [],
  );
}
