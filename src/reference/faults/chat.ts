import { type Fault, firstChoice, hasRole, onEvents, onFrames, onJson, onRequests } from './fault.ts';

/** What can be wrong with chat completions. */
export const CHAT_FAULTS: readonly Fault[] = [
  {
    name: 'stream.done-missing',
    breaks: 'A chat stream ends without [DONE].',
    caughtBy: 'stream.done',
    reply: onEvents('chat', (reply) => ({ ...reply, done: false })),
  },
  {
    name: 'stream.ignored',
    breaks: 'A request for a chat stream is answered by plain JSON.',
    caughtBy: 'schema.content-type',
    also: ['chat/streaming#*', 'chat/stream-usage#*'],
    request: onRequests('chat.create', ({ stream: _, stream_options: __, ...body }) => body),
  },
  {
    name: 'stream.role-twice',
    breaks: 'A chat stream announces the role of the assistant twice.',
    caughtBy: 'stream.role',
    reply: onFrames('chat', (frames) => {
      const at = frames.findIndex(({ data }) => 'delta' in firstChoice(data) && hasRole(data));
      const role = frames[at];
      return role === undefined ? frames : [...frames.slice(0, at + 1), role, ...frames.slice(at + 1)];
    }),
  },
  {
    name: 'chat.schema-field-missing',
    breaks: 'A chat completion has no `model`.',
    caughtBy: 'schema.response',
    reply: onJson(['chat.create'], ({ model: _, ...body }) => body),
  },
  {
    name: 'temperature.ignored',
    breaks: 'Models that should refuse temperature in a chat accept and ignore it.',
    caughtBy: 'chat/temperature#status',
    request: onRequests('chat.create', ({ temperature: _, ...body }) => body),
  },
  {
    name: 'tools.ignored',
    breaks: 'The tools of a chat are accepted and never called.',
    caughtBy: 'chat/function-calling#called',
    also: ['chat/parallel-tool-calls#*'],
    request: onRequests(
      'chat.create',
      ({ tools: _, tool_choice: __, parallel_tool_calls: ___, ...body }) => body,
    ),
  },
];
