import type { StreamEvent } from '../event.ts';
import type { JsonObject } from '../json.ts';

/** What an output item is to say, in pieces as they are streamed. */
export type ItemPlan =
  | { readonly kind: 'message'; readonly parts: readonly MessagePartPlan[] }
  | { readonly kind: 'reasoning'; readonly summary: readonly (readonly string[])[] }
  | {
      readonly kind: 'function_call' | 'custom_tool_call' | 'mcp_call' | 'code_interpreter_call';
      readonly pieces: readonly string[];
    }
  | { readonly kind: 'apply_patch_call'; readonly pieces: readonly string[] }
  | { readonly kind: 'web_search_call' };

export interface MessagePartPlan {
  readonly refusal: boolean;
  readonly pieces: readonly string[];
  readonly annotations: number;
  readonly logprobs: boolean;
}

export interface StreamPlan {
  readonly items: readonly ItemPlan[];
  /** Which open item speaks next, or whether the next one is added; any numbers do. */
  readonly schedule: readonly number[];
  readonly queued: boolean;
  readonly ending: 'completed' | 'incomplete';
  readonly done: boolean;
}

type Body = JsonObject & { readonly type: string };

/** A legal Responses stream of a plan: events of one item in their order, items interleaved by the schedule. */
export function emitResponse(plan: StreamPlan): StreamEvent[] {
  const items = plan.items.map(emitItem);
  const status = plan.queued ? 'queued' : 'in_progress';
  const bodies: Body[] = [
    { type: 'response.created', response: envelope(status) },
    ...(plan.queued ? [{ type: 'response.queued', response: envelope('queued') }] : []),
    { type: 'response.in_progress', response: envelope('in_progress') },
    ...interleave(
      items.map(({ events }) => events),
      plan.schedule,
    ),
    {
      type: `response.${plan.ending}`,
      response: {
        ...envelope(plan.ending),
        ...(plan.ending === 'incomplete' ? { incomplete_details: { reason: 'max_output_tokens' } } : {}),
        output: items.map(({ final }) => final),
        usage: {
          input_tokens: 7,
          output_tokens: 11,
          total_tokens: 18,
          input_tokens_details: { cached_tokens: 0 },
        },
      },
    },
  ];
  const events = bodies.map((body, sequence_number) => ({
    event: body.type,
    data: JSON.stringify({ ...body, sequence_number }),
  }));
  return plan.done ? [...events, { event: null, data: '[DONE]' }] : events;
}

function envelope(status: string): JsonObject {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_760_000_000,
    model: 'ref-general',
    status,
    error: null,
    incomplete_details: null,
    output: [],
    usage: null,
  };
}

/** Items are added in order; what they say in between is anybody's turn. */
function interleave(queues: readonly (readonly Body[])[], schedule: readonly number[]): Body[] {
  const open: { rest: Body[] }[] = [];
  const waiting = queues.map((queue) => ({ rest: [...queue] }));
  const out: Body[] = [];
  for (let turn = 0; open.length > 0 || waiting.length > 0; turn++) {
    const choices = open.length + (waiting.length > 0 ? 1 : 0);
    const chosen = (schedule[turn % Math.max(1, schedule.length)] ?? 0) % choices;
    const next = open[chosen] ?? waiting.shift();
    const event = next?.rest.shift();
    if (next === undefined || event === undefined) continue;
    out.push(event);
    const at = open.indexOf(next);
    if (at === -1) open.push(next);
    if (next.rest.length === 0) open.splice(open.indexOf(next), 1);
  }
  return out;
}

function emitItem(plan: ItemPlan, output_index: number): { events: Body[]; final: JsonObject } {
  const id = `${plan.kind}_${output_index}`;
  const shape = shapeOf(plan, id, output_index);
  const about = { item_id: id, output_index };
  return {
    events: [
      { type: 'response.output_item.added', output_index, item: shape.added },
      ...shape.events.map((event): Body => ({ ...event, ...about })),
      { type: 'response.output_item.done', output_index, item: shape.final },
    ],
    final: shape.final,
  };
}

interface Shape {
  readonly added: JsonObject;
  readonly final: JsonObject;
  readonly events: readonly Body[];
}

function shapeOf(plan: ItemPlan, id: string, index: number): Shape {
  const base = { type: plan.kind, id };
  switch (plan.kind) {
    case 'message':
      return messageShape(plan.parts, { ...base, role: 'assistant' });
    case 'reasoning':
      return reasoningShape(plan.summary, base);
    case 'web_search_call':
      return {
        added: { ...base, status: 'in_progress' },
        final: { ...base, status: 'completed', action: { type: 'search', query: 'q' } },
        events: ['in_progress', 'searching', 'completed'].map((step) => ({
          type: `response.${plan.kind}.${step}`,
        })),
      };
    case 'apply_patch_call': {
      const operation = (diff: string): JsonObject => ({ type: 'update_file', path: 'a.ts', diff });
      const call = { ...base, call_id: `call_${index}` };
      return {
        added: { ...call, status: 'in_progress', operation: operation('') },
        final: { ...call, status: 'completed', operation: operation(plan.pieces.join('')) },
        events: streamed('response.apply_patch_call_operation_diff', 'diff', plan.pieces),
      };
    }
    default:
      return callShape(plan, { ...base, name: 'lookup', call_id: `call_${index}` });
  }
}

const CALLS = {
  function_call: { event: 'response.function_call_arguments', member: 'arguments', before: [], after: [] },
  custom_tool_call: { event: 'response.custom_tool_call_input', member: 'input', before: [], after: [] },
  mcp_call: {
    event: 'response.mcp_call_arguments',
    member: 'arguments',
    before: ['in_progress'],
    after: ['completed'],
  },
  code_interpreter_call: {
    event: 'response.code_interpreter_call_code',
    member: 'code',
    before: ['in_progress'],
    after: ['interpreting', 'completed'],
  },
} as const;

function callShape(
  plan: Extract<ItemPlan, { pieces: readonly string[]; kind: keyof typeof CALLS }>,
  base: JsonObject,
): Shape {
  const { event, member, before, after } = CALLS[plan.kind];
  const step = (name: string): Body => ({ type: `response.${plan.kind}.${name}` });
  return {
    added: { ...base, status: 'in_progress', [member]: '' },
    final: { ...base, status: 'completed', [member]: plan.pieces.join('') },
    events: [...before.map(step), ...streamed(event, member, plan.pieces), ...after.map(step)],
  };
}

function streamed(event: string, member: string, pieces: readonly string[], more: JsonObject = {}): Body[] {
  return [
    ...pieces.map((delta): Body => ({ type: `${event}.delta`, delta, ...more })),
    { type: `${event}.done`, [member]: pieces.join(''), ...more },
  ];
}

function messageShape(parts: readonly MessagePartPlan[], base: JsonObject): Shape {
  const built = parts.map(messagePart);
  return {
    added: { ...base, status: 'in_progress', content: [] },
    final: { ...base, status: 'completed', content: built.map(({ final }) => final) },
    events: built.flatMap(({ events }) => events),
  };
}

function messagePart(plan: MessagePartPlan, content_index: number): { final: JsonObject; events: Body[] } {
  const text = plan.pieces.join('');
  const at = { content_index };
  if (plan.refusal) {
    const final = { type: 'refusal', refusal: text };
    const events = streamed('response.refusal', 'refusal', plan.pieces, at);
    return { final, events: partEvents('content', { type: 'refusal', refusal: '' }, final, at, events) };
  }
  const entry = (token: string): JsonObject => ({ token, logprob: -0.5, bytes: null, top_logprobs: [] });
  const logprobs = plan.logprobs ? plan.pieces.map(entry) : [];
  const annotations = Array.from({ length: plan.annotations }, (_, i) => ({
    type: 'url_citation',
    url: `https://e.test/${i}`,
  }));
  const final = { type: 'output_text', text, annotations, logprobs };
  const events: Body[] = [
    ...plan.pieces.map(
      (delta): Body => ({
        type: 'response.output_text.delta',
        delta,
        logprobs: plan.logprobs ? [entry(delta)] : [],
        ...at,
      }),
    ),
    ...annotations.map(
      (annotation, annotation_index): Body => ({
        type: 'response.output_text.annotation.added',
        annotation,
        annotation_index,
        ...at,
      }),
    ),
    { type: 'response.output_text.done', text, logprobs, ...at },
  ];
  const empty = { type: 'output_text', text: '', annotations: [], logprobs: [] };
  return { final, events: partEvents('content', empty, final, at, events) };
}

function reasoningShape(summary: readonly (readonly string[])[], base: JsonObject): Shape {
  const built = summary.map((pieces, summary_index) => {
    const at = { summary_index };
    const final = { type: 'summary_text', text: pieces.join('') };
    const events = streamed('response.reasoning_summary_text', 'text', pieces, at);
    return {
      final,
      events: partEvents('reasoning_summary', { type: 'summary_text', text: '' }, final, at, events),
    };
  });
  return {
    added: { ...base, summary: [] },
    final: { ...base, summary: built.map(({ final }) => final) },
    events: built.flatMap(({ events }) => events),
  };
}

function partEvents(
  name: string,
  added: JsonObject,
  done: JsonObject,
  at: JsonObject,
  between: readonly Body[],
): Body[] {
  return [
    { type: `response.${name}_part.added`, part: added, ...at },
    ...between,
    { type: `response.${name}_part.done`, part: done, ...at },
  ];
}

/** One of everything, interleaved. */
export const EVERYTHING: StreamPlan = {
  items: [
    { kind: 'reasoning', summary: [['I ', 'think'], ['so']] },
    { kind: 'web_search_call' },
    {
      kind: 'message',
      parts: [
        { refusal: false, pieces: ['Hel', 'lo ', 'wörld'], annotations: 2, logprobs: true },
        { refusal: true, pieces: ['No', ', sorry'], annotations: 0, logprobs: false },
      ],
    },
    { kind: 'function_call', pieces: ['{"city":', '"Paris"}'] },
    { kind: 'mcp_call', pieces: ['{"q":', '1}'] },
    { kind: 'code_interpreter_call', pieces: ['print(', '1)'] },
    { kind: 'custom_tool_call', pieces: ['free ', 'text'] },
    { kind: 'apply_patch_call', pieces: ['+a\n', '-b\n'] },
  ],
  schedule: [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8],
  queued: false,
  ending: 'completed',
  done: false,
};

/** One item after the other, as today's services send them. */
export const PLAIN: StreamPlan = { ...EVERYTHING, schedule: [0], queued: true, done: true };
