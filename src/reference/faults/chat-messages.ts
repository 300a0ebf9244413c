/** Parts of a conversation that are lost on the way to the model. */
import { eachMessage, eachPart, has, messagesOf, opensAs, silenced, urlOf, when } from './chat-request.ts';
import type { Fault } from './fault.ts';

const asksOfSky = (body: Parameters<typeof messagesOf>[0]) =>
  /clear sky/.test(String(messagesOf(body).at(-1)?.content));

export const CHAT_MESSAGE_FAULTS: readonly Fault[] = [
  {
    name: 'chat.choice-extra',
    breaks: 'A question about the sky is answered twice, although nobody asked for two choices.',
    caughtBy: 'chat/completion#one-choice',
    request: when(asksOfSky, (body) => ({ ...body, n: 2 })),
  },
  {
    name: 'chat.sky-silences',
    breaks: 'A question about the sky is answered with an empty text.',
    caughtBy: 'chat/completion#text',
    request: when(asksOfSky, silenced),
  },
  {
    name: 'system-message.silences',
    breaks: 'Under a system message, the answer is empty.',
    caughtBy: 'chat/system-message#text',
    also: ['chat/system-message#followed'],
    request: when(opensAs('system'), silenced),
  },
  {
    name: 'system-message.lost',
    breaks: 'A system message does not reach the model.',
    caughtBy: 'chat/system-message#followed',
    request: when(
      opensAs('system'),
      eachMessage((message) => (message.role === 'system' ? undefined : message)),
    ),
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
    breaks: 'Of a message of many lines only the last reaches the model.',
    caughtBy: 'chat/prompt-caching#long',
    also: ['chat/prompt-caching#hit'],
    request: when(
      has('messages'),
      eachMessage((message) => {
        const lines = String(message.content).split('\n');
        return lines.length > 100 ? { ...message, content: lines.at(-1) } : message;
      }),
    ),
  },
];
