import type { StreamEvent } from '../event.ts';
import type { JsonObject } from '../json.ts';

export interface ChatPlan {
  /** One list of deltas a choice; a string is text, an object a whole delta. */
  readonly choices: readonly (readonly (string | JsonObject)[])[];
  readonly finish: string;
  readonly azure: boolean;
  readonly usage: boolean;
  /** Azure's asynchronous filter speaks, also after the finish. */
  readonly asyncFilter: boolean;
  readonly logprobs: boolean;
}

const HEAD = {
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_760_000_000,
  model: 'ref-general',
  system_fingerprint: null,
};

/** The chunks of a plan; choices take turns. */
export function emitChat(plan: ChatPlan): StreamEvent[] {
  const verdict = (check_offset: number): JsonObject => ({
    id: '',
    object: '',
    created: 0,
    model: '',
    choices: plan.choices.map((_, index) => ({
      index,
      finish_reason: null,
      content_filter_results: { hate: { filtered: false, severity: 'safe' } },
      content_filter_offsets: { check_offset, start_offset: 0, end_offset: check_offset },
    })),
  });
  const chunk = (choices: readonly JsonObject[]): JsonObject => ({ ...HEAD, choices });
  const longest = Math.max(...plan.choices.map((deltas) => deltas.length));
  const bodies: JsonObject[] = [
    ...(plan.azure
      ? [
          {
            id: '',
            object: '',
            created: 0,
            model: '',
            choices: [],
            prompt_filter_results: [{ prompt_index: 0 }],
          },
        ]
      : []),
    ...plan.choices.map((_, index) =>
      chunk([{ index, delta: { role: 'assistant', content: '', refusal: null }, finish_reason: null }]),
    ),
    ...Array.from({ length: longest }, (_, turn) =>
      plan.choices.flatMap((deltas, index) => {
        const delta = deltas[turn];
        return delta === undefined ? [] : [chunk([choiceOf(delta, index, plan.logprobs)])];
      }),
    ).flat(),
    ...(plan.asyncFilter ? [verdict(10)] : []),
    ...plan.choices.map((_, index) => chunk([{ index, delta: {}, finish_reason: plan.finish }])),
    ...(plan.asyncFilter ? [verdict(25)] : []),
    ...(plan.usage
      ? [{ ...chunk([]), usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 } }]
      : []),
  ];
  return [
    ...bodies.map((body) => ({ event: null, data: JSON.stringify(body) })),
    { event: null, data: '[DONE]' },
  ];
}

function choiceOf(delta: string | JsonObject, index: number, logprobs: boolean): JsonObject {
  if (typeof delta !== 'string') return { index, delta, finish_reason: null };
  const entry = {
    token: delta,
    logprob: -0.1,
    bytes: [...new TextEncoder().encode(delta)],
    top_logprobs: [],
  };
  return {
    index,
    delta: { content: delta },
    finish_reason: null,
    ...(logprobs ? { logprobs: { content: [entry], refusal: null } } : {}),
  };
}

export function call(index: number, name: string | null, piece: string): JsonObject {
  const opening = name === null ? {} : { id: `call_${index}`, type: 'function' };
  return {
    tool_calls: [{ index, ...opening, function: { ...(name === null ? {} : { name }), arguments: piece } }],
  };
}

/** Two choices with text, everything optional switched on. */
export const TALKING: ChatPlan = {
  choices: [
    ['Hel', 'lo'],
    ['wör', 'ld', '!'],
  ],
  finish: 'stop',
  azure: true,
  usage: true,
  asyncFilter: true,
  logprobs: true,
};

export const CALLING: ChatPlan = {
  choices: [
    [
      call(0, 'weather', ''),
      call(0, null, '{"city":'),
      call(0, null, '"Paris"}'),
      call(1, 'time', ''),
      call(1, null, '{}'),
    ],
  ],
  finish: 'tool_calls',
  azure: true,
  usage: true,
  asyncFilter: false,
  logprobs: false,
};

export function requestOf(plan: ChatPlan): JsonObject {
  const tools = ['weather', 'time'].map((name) => ({ type: 'function', function: { name, parameters: {} } }));
  return {
    tools,
    n: plan.choices.length,
    stream: true,
    ...(plan.usage ? { stream_options: { include_usage: true } } : {}),
  };
}
