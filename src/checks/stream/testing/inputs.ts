import type { StreamEvent } from '../event.ts';
import type { StreamInput } from '../index.ts';
import { isObject, type JsonObject } from '../json.ts';
import { type ChatPlan, emitChat, requestOf } from './chat-stream.ts';
import { emitResponse, type StreamPlan } from './responses-stream.ts';

const WHOLE = { hostKind: 'azure', truncatedTail: null, complete: true } as const;

export function responsesInput(plan: StreamPlan): StreamInput {
  return ofEvents('responses.create', emitResponse(plan));
}

export function chatInput(plan: ChatPlan): StreamInput {
  return { ...ofEvents('chat.create', emitChat(plan)), request: requestOf(plan) };
}

export function ofEvents(operation: StreamInput['operation'], events: readonly StreamEvent[]): StreamInput {
  return { ...WHOLE, operation, request: null, events };
}

/** A Responses stream of bodies, numbered from `first`. */
export function numbered(bodies: readonly JsonObject[], first = 0): StreamEvent[] {
  return bodies.map((body, i) => ({
    event: String(body.type),
    data: JSON.stringify({ ...body, sequence_number: first + i }),
  }));
}

export function bodiesOf(events: readonly StreamEvent[]): JsonObject[] {
  return events
    .filter(({ data }) => data !== '[DONE]')
    .map(({ data }): unknown => JSON.parse(data))
    .filter(isObject)
    .map(({ sequence_number: _number, ...body }) => body);
}
