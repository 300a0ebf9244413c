import { type Fault, firstChoice, hasRole, onEvents, onFrames, onJson } from './fault.ts';

/** What can be wrong with chat completions. */
export const CHAT_FAULTS: readonly Fault[] = [
  {
    name: 'stream.done-missing',
    breaks: 'A chat stream ends without [DONE].',
    caughtBy: 'stream.done',
    reply: onEvents('chat', (reply) => ({ ...reply, done: false })),
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
    breaks: 'Models that should refuse temperature accept and ignore it.',
    caughtBy: 'chat/temperature#refused',
    request: (_, { temperature: __, ...body }) => body,
  },
  {
    name: 'tools.ignored',
    breaks: 'Tools are accepted and never called.',
    caughtBy: 'chat/function-calling#called',
    request: (_, { tools: __, tool_choice: ___, parallel_tool_calls: ____, ...body }) => body,
  },
];
