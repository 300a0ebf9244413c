/** Parameters of a chat that are ignored, or taken for something else. */
import { isRecord } from '../json.ts';
import { has, ignored, silenced, when, without } from './chat-request.ts';
import type { Fault } from './fault.ts';

/** What a sampling parameter can do besides being accepted. */
function samplingFaults(feature: string, ...parameters: readonly string[]): readonly Fault[] {
  const named = parameters.join(' or ');
  return [
    {
      name: `${feature}.choice-extra`,
      breaks: `With ${named}, a second choice is returned that nobody asked for.`,
      caughtBy: `chat/${feature}#accepted`,
      request: when(has(...parameters), (body) => ({ ...body, n: 2 })),
    },
    {
      name: `${feature}.silences`,
      breaks: `With ${named}, the answer is empty.`,
      caughtBy: `chat/${feature}#text`,
      request: when(has(...parameters), silenced),
    },
  ];
}

/** A limit that is taken and not kept, also by a model that has to refuse it. */
function limitFault(feature: string, parameter: string): Fault {
  return {
    name: `${feature}.ignored`,
    breaks: `The parameter ${parameter} is accepted and ignored.`,
    caughtBy: `chat/${feature}#cut`,
    also: [`chat/${feature}#limit`, `chat/${feature}#status`, 'usage.limit'],
    request: ignored(parameter),
  };
}

export const CHAT_PARAMETER_FAULTS: readonly Fault[] = [
  ...samplingFaults('temperature', 'temperature'),
  ...samplingFaults('top-p', 'top_p'),
  {
    name: 'top-p.ignored',
    breaks: 'Models that should refuse top_p in a chat accept and ignore it.',
    caughtBy: 'chat/top-p#status',
    request: ignored('top_p'),
  },
  ...samplingFaults('penalties', 'presence_penalty', 'frequency_penalty'),
  {
    name: 'penalties.ignored',
    breaks: 'Models that should refuse penalties in a chat accept and ignore them.',
    caughtBy: 'chat/penalties#status',
    request: ignored('presence_penalty', 'frequency_penalty'),
  },
  limitFault('max-completion-tokens', 'max_completion_tokens'),
  limitFault('max-tokens', 'max_tokens'),
  {
    name: 'logprobs.ignored',
    breaks: 'Log probabilities are asked for, accepted and not given.',
    caughtBy: 'chat/logprobs#tokens',
    also: ['chat/logprobs#*'],
    request: ignored('logprobs', 'top_logprobs'),
  },
  {
    name: 'logprobs.alternatives-more',
    breaks: 'Five alternatives to each token are given, whatever top_logprobs says.',
    caughtBy: 'chat/logprobs#alternatives',
    request: when(has('top_logprobs'), (body) => ({ ...body, top_logprobs: 5 })),
  },
  {
    name: 'parallel-tool-calls.never',
    breaks: 'One tool is called at a time, although several calls are allowed.',
    caughtBy: 'chat/parallel-tool-calls#several',
    request: when(has('parallel_tool_calls'), (body) => ({ ...body, parallel_tool_calls: false })),
  },
  {
    name: 'parallel-tool-calls.always',
    breaks: 'Several tools are called at a time, although one call is allowed.',
    caughtBy: 'chat/parallel-tool-calls#one-at-a-time',
    request: ignored('parallel_tool_calls'),
  },
  {
    name: 'structured-outputs.open-schema',
    breaks: 'A strict schema is accepted although it leaves its objects open.',
    caughtBy: 'chat/structured-outputs#open-schema-refused',
    request: when(has('response_format'), (body) => {
      const { response_format: format } = body;
      if (!isRecord(format) || !isRecord(format.json_schema)) return body;
      return {
        ...body,
        response_format: { ...format, json_schema: { ...format.json_schema, strict: false } },
      };
    }),
  },
  {
    name: 'json-mode.ignored',
    breaks: 'JSON mode is accepted, and the answer is prose.',
    caughtBy: 'chat/json-mode#object',
    also: ['chat/json-mode#word-required', 'json.mode'],
    request: when(
      ({ response_format: format }) => isRecord(format) && format.type === 'json_object',
      without('response_format'),
    ),
  },
  {
    name: 'reasoning-effort.silences',
    breaks: 'With reasoning_effort, the answer is empty.',
    caughtBy: 'chat/reasoning-effort#answers',
    // Those features ask for little thought, and need an answer.
    also: [
      'chat/max-completion-tokens#cut',
      'chat/max-completion-tokens#limit',
      'chat/function-calling#result-used',
      'chat/parallel-tool-calls#results-used',
    ],
    request: when(has('reasoning_effort'), silenced),
  },
  {
    name: 'reasoning-effort.none-thinks',
    breaks: 'With effort none, the model thinks all the same.',
    caughtBy: 'chat/reasoning-effort#none',
    request: when(
      ({ reasoning_effort: effort }) => effort === 'none',
      (body) => ({ ...body, reasoning_effort: 'low' }),
    ),
  },
  {
    name: 'reasoning-effort.level-refused',
    breaks: 'An effort that is documented is refused.',
    caughtBy: 'chat/reasoning-effort#every-level',
    request: when(
      ({ reasoning_effort: effort }) => effort === 'low',
      (body) => ({ ...body, reasoning_effort: 'minimal' }),
    ),
  },
  {
    name: 'reasoning-effort.other-default',
    breaks: 'Without an effort the model does not think, although its default says so.',
    caughtBy: 'chat/reasoning-effort#default',
    request: when(
      (body) => body.model === 'ref-reasoning' && !has('reasoning_effort')(body),
      (body) => ({ ...body, reasoning_effort: 'none' }),
    ),
  },
  {
    name: 'seed.silences',
    breaks: 'With a seed, the answer is empty.',
    caughtBy: 'chat/seed#text',
    request: when(has('seed'), silenced),
  },
  {
    name: 'seed.ignored',
    breaks: 'A seed is accepted, and each answer is worded differently.',
    caughtBy: 'chat/seed#same-text',
    request: when(
      (body) => has('seed')(body) && body.model !== 'ref-reasoning',
      (body) => ({ ...without('seed')(body), temperature: 1 }),
    ),
  },
  {
    name: 'stop.ignored',
    breaks: 'Stop sequences are accepted and ignored.',
    caughtBy: 'chat/stop#stopped',
    request: ignored('stop'),
  },
  {
    name: 'stop.too-soon',
    breaks: 'The answer ends before anything that resembles a stop sequence.',
    caughtBy: 'chat/stop#not-sooner',
    request: when(has('stop'), (body) => ({ ...body, stop: ['4', ...[body.stop].flat()] })),
  },
  {
    name: 'n.ignored',
    breaks: 'One choice is returned, however many n asks for.',
    caughtBy: 'chat/n#count',
    also: ['chat/n#indexes', 'chat/n#streamed', 'stream.choices'],
    request: ignored('n'),
  },
  {
    name: 'n.silences',
    breaks: 'Where several choices are asked for, each is empty.',
    caughtBy: 'chat/n#texts',
    also: ['chat/n#streamed'],
    request: when(has('n'), silenced),
  },
  {
    name: 'stream.usage-unasked',
    breaks: 'A chat stream ends with usage although nobody asked for it.',
    caughtBy: 'chat/stream-usage#only-on-request',
    also: ['stream.usage'],
    request: when(
      (body) => body.stream === true,
      (body) => ({ ...body, stream_options: { include_usage: true } }),
    ),
  },
];
