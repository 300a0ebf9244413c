/** Chat requests that are read wrongly: a parameter is ignored, a part of the conversation is lost. */
import { isRecord } from '../json.ts';
import { type Body, type Fault, onRequests } from './fault.ts';

type Message = Readonly<Record<string, unknown>>;
type OnRequest = NonNullable<Fault['request']>;

function messagesOf({ messages }: Body): readonly Message[] {
  return Array.isArray(messages) ? messages.filter(isRecord) : [];
}

/** Requests that `isMeant`, changed. */
function when(isMeant: (body: Body) => boolean, change: (body: Body) => Body): OnRequest {
  return onRequests('chat.create', (body) => (isMeant(body) ? change(body) : body));
}

const has =
  (...parameters: readonly string[]) =>
  (body: Body): boolean =>
    parameters.some((parameter) => body[parameter] !== undefined);

/** Conversations that begin under this role. */
const opensAs =
  (role: string) =>
  (body: Body): boolean =>
    messagesOf(body)[0]?.role === role;

/** Every text ends before an empty stop sequence: nothing is left of it. */
const silenced = (body: Body): Body => ({ ...body, stop: [''] });

const without =
  (...parameters: readonly string[]) =>
  (body: Body): Body =>
    Object.fromEntries(Object.entries(body).filter(([key]) => !parameters.includes(key)));

function ignored(...parameters: readonly string[]): OnRequest {
  return when(has(...parameters), without(...parameters));
}

/** Messages changed one by one; undefined leaves one out. */
const eachMessage =
  (change: (message: Message) => Message | undefined) =>
  (body: Body): Body => ({
    ...body,
    messages: messagesOf(body).flatMap((message) => change(message) ?? []),
  });

/** Parts of user messages, likewise. */
const eachPart = (change: (part: Message) => Message | undefined) =>
  eachMessage((message) =>
    Array.isArray(message.content)
      ? { ...message, content: message.content.filter(isRecord).flatMap((part) => change(part) ?? []) }
      : message,
  );

function urlOf(part: Message): string {
  const { image_url: image } = part;
  return isRecord(image) ? String(image.url) : '';
}

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

export const CHAT_REQUEST_FAULTS: readonly Fault[] = [
  {
    name: 'chat.choice-extra',
    breaks: 'Under a system message, a second choice is returned that nobody asked for.',
    caughtBy: 'chat/completion#one-choice',
    request: when(opensAs('system'), (body) => ({ ...body, n: 2 })),
  },
  {
    name: 'chat.system-silences',
    breaks: 'Under a system message, the answer is empty.',
    caughtBy: 'chat/completion#text',
    request: when(opensAs('system'), silenced),
  },
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
    name: 'logprobs.alternatives-fewer',
    breaks: 'One alternative to each token is given, whatever top_logprobs says.',
    caughtBy: 'chat/logprobs#alternatives',
    request: when(has('top_logprobs'), (body) => ({ ...body, top_logprobs: 1 })),
  },
  {
    name: 'tools.result-lost',
    breaks: 'What a function returned does not reach the model.',
    caughtBy: 'chat/function-calling#result-used',
    also: ['chat/parallel-tool-calls#results-used'],
    request: when(
      has('tools'),
      eachMessage((message) => (message.role === 'tool' ? { ...message, content: 'nothing' } : message)),
    ),
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
    name: 'json-mode.word-not-required',
    breaks: 'JSON mode is accepted although the messages do not speak of JSON.',
    caughtBy: 'chat/json-mode#word-required',
    request: when(has('response_format'), (body) => ({
      ...body,
      messages: [{ role: 'system', content: 'JSON' }, ...messagesOf(body)],
    })),
  },
  {
    name: 'image-url.other-picture',
    breaks: 'Another picture is fetched than the address names.',
    caughtBy: 'chat/image-url#seen',
    request: when(
      has('messages'),
      eachPart((part) =>
        urlOf(part).startsWith('https:')
          ? { ...part, image_url: { url: 'https://images.reference.invalid/orange.png' } }
          : part,
      ),
    ),
  },
  ...['png', 'jpeg', 'webp'].map(
    (type): Fault => ({
      name: `image-base64.${type}-unseen`,
      breaks: `Pictures of the type image/${type} are not seen.`,
      caughtBy: `chat/image-base64#${type}`,
      request: when(
        has('messages'),
        eachPart((part) => (urlOf(part).startsWith(`data:image/${type};`) ? undefined : part)),
      ),
    }),
  ),
  {
    name: 'file-input.unread',
    breaks: 'A file inside a chat request is not read.',
    caughtBy: 'chat/file-input#read',
    request: when(
      has('messages'),
      eachPart((part) => (part.type === 'file' ? undefined : part)),
    ),
  },
  {
    name: 'reasoning-effort.silences',
    breaks: 'With reasoning_effort, the answer is empty.',
    caughtBy: 'chat/reasoning-effort#answers',
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
    name: 'developer-message.silences',
    breaks: 'Under a developer message, the answer is empty.',
    caughtBy: 'chat/developer-message#text',
    also: ['chat/developer-message#followed'],
    request: when(opensAs('developer'), silenced),
  },
  {
    name: 'developer-message.lost',
    breaks: 'A developer message does not reach the model.',
    caughtBy: 'chat/developer-message#followed',
    request: when(
      opensAs('developer'),
      eachMessage((message) => (message.role === 'developer' ? undefined : message)),
    ),
  },
  {
    name: 'chat.greeting-unanswered',
    breaks: 'A greeting is answered with an empty text.',
    caughtBy: 'chat/multi-turn#first-turn',
    request: when((body) => /^hello/i.test(String(messagesOf(body).at(-1)?.content)), silenced),
  },
  {
    name: 'chat.turns-forgotten',
    breaks: 'Of a conversation only its last turn reaches the model.',
    caughtBy: 'chat/multi-turn#remembered',
    request: when(
      (body) => messagesOf(body).some(({ role, content }) => role === 'assistant' && Boolean(content)),
      (body) => ({ ...body, messages: messagesOf(body).slice(-1) }),
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
    name: 'content-filter.lets-through',
    breaks: 'The content filter lets an attack on its instructions through.',
    caughtBy: 'chat/content-filter#refuses',
    request: when(
      has('messages'),
      eachMessage((message) =>
        typeof message.content === 'string'
          ? { ...message, content: message.content.replace(/ignore all previous/i, 'Follow all') }
          : message,
      ),
    ),
  },
  {
    name: 'prompt-caching.prefix-lost',
    breaks: 'System messages do not reach the model.',
    caughtBy: 'chat/prompt-caching#long',
    also: ['chat/prompt-caching#hit'],
    request: when(
      opensAs('system'),
      eachMessage((message) => (message.role === 'system' ? undefined : message)),
    ),
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
