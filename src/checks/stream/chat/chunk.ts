import type { ParsedEvent } from '../event.ts';
import type { JsonObject } from '../json.ts';
import type { Rule } from '../rule.ts';
import type { ChatState, GivenChoice } from './state.ts';

export type ChatRule = Rule<ChatState>;

export function isChunk(event: ParsedEvent): event is ParsedEvent & { json: JsonObject } {
  return event.json !== null && Array.isArray(event.json.choices);
}

/** The choices of a chunk, each with the state of its choice before the chunk. */
export function choicesOf(event: ParsedEvent, state: ChatState): readonly GivenChoice[] {
  return state.choicesIn(event);
}
