import { isObject, itemsOf, type JsonObject, listAt, numberAt, objectAt, textAt } from '../stream/json.ts';

/** A text the model wrote for the user. */
interface AnswerText {
  readonly text: string;
  /** JSON pointer into the answer. */
  readonly pointer: string;
}

/** A call of a tool the request declared. */
export interface AnswerCall {
  readonly kind: 'function' | 'custom';
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** JSON text for a function, free text for a custom tool. */
  readonly input: string | undefined;
  /** False where the answer was cut before the call was whole. */
  readonly whole: boolean;
  readonly pointer: string;
}

/** One way an answer ended. */
export interface AnswerEnd {
  /** `finish_reason` of a choice; the incomplete reason or the status of a response. */
  readonly reason: string;
  readonly calls: number;
  readonly pointer: string;
}

/** What chat completions and responses have in common, read once and without trust. */
export interface Answer {
  readonly api: 'chat' | 'responses';
  readonly body: JsonObject;
  readonly texts: readonly AnswerText[];
  readonly calls: readonly AnswerCall[];
  readonly ends: readonly AnswerEnd[];
  /** The model refused, in a refusal of its own. */
  readonly refused: boolean;
  /** The answer ended of itself: not cut by a limit or a filter, not failed. */
  readonly whole: boolean;
  readonly usage: Usage | null;
}

/** Token counts by the names both APIs share. */
interface Usage {
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly total: number | undefined;
  /** Name, count and pointer of each detail, with the side it is part of. */
  readonly details: readonly { side: 'input' | 'output'; name: string; count: unknown; pointer: string }[];
}

/** Reads a chat completion or a response; null for anything else. */
export function readAnswer(value: unknown): Answer | null {
  if (!isObject(value)) return null;
  if (listAt(value, 'choices') !== undefined) return readCompletion(value);
  return value.object === 'response' || listAt(value, 'output') !== undefined ? readResponse(value) : null;
}

const CUT: ReadonlySet<string> = new Set(['length', 'content_filter']);

function readCompletion(body: JsonObject): Answer {
  const choices = itemsOf(body, 'choices').map((choice, i) => readChoice(choice, `/choices/${i}`));
  const ends = choices.flatMap(({ end }) => (end === null ? [] : [end]));
  return {
    api: 'chat',
    body,
    texts: choices.flatMap(({ texts }) => texts),
    calls: choices.flatMap(({ calls }) => calls),
    ends,
    refused: choices.some(({ refused }) => refused),
    whole: ends.length === choices.length && !ends.some(({ reason }) => CUT.has(reason)),
    usage: readUsage(body, 'prompt', 'completion'),
  };
}

function readChoice(
  choice: unknown,
  at: string,
): Pick<Answer, 'texts' | 'calls' | 'refused'> & { end: AnswerEnd | null } {
  const message = objectAt(choice, 'message');
  const reason = textAt(choice, 'finish_reason');
  const content = textAt(message, 'content');
  // Without a reason the answer broke off.
  const whole = reason !== undefined && !CUT.has(reason);
  const calls = itemsOf(message, 'tool_calls').map((call, i): AnswerCall => {
    const custom = objectAt(call, 'custom');
    const given = custom ?? objectAt(call, 'function');
    return {
      kind: custom === undefined ? 'function' : 'custom',
      id: textAt(call, 'id'),
      name: textAt(given, 'name'),
      input: textAt(given, custom === undefined ? 'arguments' : 'input'),
      whole,
      pointer: `${at}/message/tool_calls/${i}`,
    };
  });
  const legacy = objectAt(message, 'function_call') === undefined ? 0 : 1;
  return {
    texts: content === undefined ? [] : [{ text: content, pointer: `${at}/message/content` }],
    calls,
    refused: (textAt(message, 'refusal') ?? '') !== '',
    end:
      reason === undefined ? null : { reason, calls: calls.length + legacy, pointer: `${at}/finish_reason` },
  };
}

function readResponse(body: JsonObject): Answer {
  const items = itemsOf(body, 'output').map((item, i) => readItem(item, `/output/${i}`));
  const status = textAt(body, 'status') ?? 'completed';
  const reason = textAt(objectAt(body, 'incomplete_details'), 'reason');
  const calls = items.flatMap((item) => item.calls);
  return {
    api: 'responses',
    body,
    texts: items.flatMap((item) => item.texts),
    calls,
    ends: [{ reason: reason ?? status, calls: calls.length, pointer: '/status' }],
    refused: items.some((item) => item.refused),
    whole: status === 'completed',
    usage: readUsage(body, 'input', 'output'),
  };
}

function readItem(item: unknown, at: string): Pick<Answer, 'texts' | 'calls' | 'refused'> {
  const type = textAt(item, 'type');
  const parts = type === 'message' ? itemsOf(item, 'content') : [];
  const texts = parts.flatMap((part, i): AnswerText[] => {
    const text = textAt(part, 'text');
    return text === undefined ? [] : [{ text, pointer: `${at}/content/${i}/text` }];
  });
  const refused = parts.some((part) => textAt(part, 'type') === 'refusal');
  if (type !== 'function_call' && type !== 'custom_tool_call') return { texts, calls: [], refused };
  const call: AnswerCall = {
    kind: type === 'function_call' ? 'function' : 'custom',
    id: textAt(item, 'call_id'),
    name: textAt(item, 'name'),
    input: textAt(item, type === 'function_call' ? 'arguments' : 'input'),
    whole: textAt(item, 'status') !== 'incomplete',
    pointer: at,
  };
  return { texts, calls: [call], refused };
}

function readUsage(body: JsonObject, input: string, output: string): Usage | null {
  const usage = objectAt(body, 'usage');
  if (usage === undefined) return null;
  const sides = [
    ['input', input],
    ['output', output],
  ] as const;
  return {
    input: numberAt(usage, `${input}_tokens`),
    output: numberAt(usage, `${output}_tokens`),
    total: numberAt(usage, 'total_tokens'),
    details: sides.flatMap(([side, name]) => {
      const details = objectAt(usage, `${name}_tokens_details`);
      return Object.entries(details ?? {}).map(([detail, count]) => ({
        side,
        name: detail,
        count,
        pointer: `/usage/${name}_tokens_details/${detail}`,
      }));
    }),
  };
}
