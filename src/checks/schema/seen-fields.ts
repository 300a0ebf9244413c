import type { Exchange } from '../../wire/exchange.ts';
import type { Operation } from '../../wire/operation.ts';
import type { Definitions } from './build/schema.ts';
import type { StreamEvent } from './events.ts';
import { type Field, fieldsIn, keyOf } from './fields.ts';
import { events as eventDefinitions } from './generated/constants.ts';
import { answerDefinition } from './validators.ts';

/**
 * The documented fields that an exchange's answer holds, each once: of its body, or of every event of its
 * stream. `events`: those of an SSE body, already read. `definitions`: as they hold for answers. Pure.
 */
export function fieldsSeen(
  definitions: Definitions,
  { response }: Exchange,
  events: readonly StreamEvent[],
  operation: Operation,
): Field[] {
  if (response === null) return [];
  const { body, status } = response;
  if (body.kind === 'json') {
    const root = status >= 400 ? 'ErrorBody' : answerDefinition(operation);
    return root === null ? [] : fieldsIn(definitions, root, body.value);
  }
  if (body.kind !== 'sse') return [];
  const found = new Map<string, Field>();
  for (const { data } of events) {
    const value = parsed(data);
    const root = operation === 'chat.create' ? 'ChatCompletionChunk' : definitionOfEvent(value);
    if (root === null) continue;
    for (const field of fieldsIn(definitions, root, value)) found.set(keyOf(field), field);
  }
  return [...found.values()];
}

function definitionOfEvent(value: unknown): string | null {
  const type = typeof value === 'object' && value !== null ? Reflect.get(value, 'type') : undefined;
  if (typeof type !== 'string' || !Object.hasOwn(eventDefinitions, type)) return null;
  return eventDefinitions[type] ?? null;
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
