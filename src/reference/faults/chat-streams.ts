/** Chat streams that arrive otherwise than they should. */
import { elements, isJsonObject, type JsonObject, member } from '../json.ts';
import type { Frame } from '../reply.ts';
import { type Fault, onFrames } from './fault.ts';

/** Each choice of each chunk, changed; undefined leaves it out, and a chunk that had no other one. */
const onChunks = (change: (choice: JsonObject) => JsonObject | undefined) =>
  onFrames('chat', (frames) =>
    frames.flatMap((frame) => {
      const before = elements(frame.data.choices);
      const choices = before.flatMap((choice) => (isJsonObject(choice) ? (change(choice) ?? []) : choice));
      return before.length > 0 && choices.length === 0 ? [] : { ...frame, data: { ...frame.data, choices } };
    }),
  );

function textIn(choice: JsonObject): string {
  const content = member(choice.delta, 'content');
  return typeof content === 'string' ? content : '';
}

function carriesUsage({ data }: Frame): boolean {
  return isJsonObject(data.usage);
}

const onUsage = (change: (frames: readonly Frame[], usage: Frame) => readonly Frame[]) =>
  onFrames('chat', (frames) => {
    const usage = frames.find(carriesUsage);
    return usage === undefined ? frames : change(frames, usage);
  });

/** What cannot hold where the usage of a stream is not where it belongs. */
const USAGE_CHECKS = ['stream.usage', 'chat/streaming#usage'];

export const CHAT_STREAM_FAULTS: readonly Fault[] = [
  {
    name: 'stream.text-missing',
    breaks: 'The text of a chat stream never arrives.',
    caughtBy: 'chat/streaming#text',
    also: ['chat/streaming#in-pieces', 'chat/n#streamed', 'chat/logprobs#streamed'],
    reply: onChunks((choice) => (textIn(choice) === '' ? choice : undefined)),
  },
  {
    name: 'stream.one-piece',
    breaks: 'The text of a chat stream arrives in one piece.',
    caughtBy: 'chat/streaming#in-pieces',
    reply: onFrames('chat', (frames) => {
      const whole = new Map<unknown, string>();
      for (const { data } of frames)
        for (const choice of elements(data.choices))
          if (isJsonObject(choice)) whole.set(choice.index, (whole.get(choice.index) ?? '') + textIn(choice));
      return frames.map((frame) => ({
        ...frame,
        data: {
          ...frame.data,
          choices: elements(frame.data.choices).map((choice) => {
            if (!isJsonObject(choice) || !isJsonObject(choice.delta) || textIn(choice) === '') return choice;
            const content = whole.get(choice.index) ?? '';
            whole.set(choice.index, '');
            return { ...choice, delta: { ...choice.delta, content } };
          }),
        },
      }));
    }),
  },
  {
    name: 'stream.finish-wrong',
    breaks: 'A chat stream that ends of itself says that it was cut.',
    caughtBy: 'chat/streaming#finish',
    reply: onChunks((choice) =>
      choice.finish_reason === 'stop' ? { ...choice, finish_reason: 'length' } : choice,
    ),
  },
  {
    name: 'stream.usage-missing',
    breaks: 'A chat stream ends without the usage that was asked for.',
    caughtBy: 'chat/stream-usage#once',
    also: [...USAGE_CHECKS, 'chat/stream-usage#*'],
    reply: onUsage((frames, usage) => frames.filter((frame) => frame !== usage)),
  },
  {
    name: 'stream.usage-early',
    breaks: 'The usage of a chat stream comes before the chunk that finishes its choice.',
    caughtBy: 'chat/stream-usage#last',
    also: USAGE_CHECKS,
    reply: onUsage((frames, usage) => {
      const others = frames.filter((frame) => frame !== usage);
      return [...others.slice(0, -2), usage, ...others.slice(-2)];
    }),
  },
  {
    name: 'stream.usage-beside-choice',
    breaks: 'The usage of a chat stream comes in a chunk that has a choice.',
    caughtBy: 'chat/stream-usage#alone',
    also: ['stream.usage'],
    reply: onUsage((frames, usage) =>
      frames.map((frame) =>
        frame === usage
          ? {
              ...frame,
              data: {
                ...frame.data,
                choices: [{ delta: {}, finish_reason: null, index: 0, logprobs: null }],
              },
            }
          : frame,
      ),
    ),
  },
  {
    name: 'stream.usage-zero',
    breaks: 'The usage of a chat stream counts nothing.',
    caughtBy: 'chat/stream-usage#counts',
    reply: onUsage((frames, usage) =>
      frames.map((frame) =>
        frame === usage
          ? {
              ...frame,
              data: { ...frame.data, usage: { completion_tokens: 0, prompt_tokens: 0, total_tokens: 0 } },
            }
          : frame,
      ),
    ),
  },
  {
    name: 'logprobs.stream-token-lost',
    breaks: 'The first token of a chat stream has no log probability.',
    caughtBy: 'chat/logprobs#streamed',
    also: ['fold.logprobs'],
    reply: onFrames('chat', (frames) => {
      const first = frames.find(({ data }) =>
        elements(data.choices).some((choice) => isJsonObject(member(choice, 'logprobs'))),
      );
      return frames.map((frame) =>
        frame === first
          ? {
              ...frame,
              data: {
                ...frame.data,
                choices: elements(frame.data.choices).map((choice) =>
                  isJsonObject(choice) ? { ...choice, logprobs: null } : choice,
                ),
              },
            }
          : frame,
      );
    }),
  },
  {
    name: 'n.stream-choice-lost',
    breaks: 'A chat stream brings the first choice alone.',
    caughtBy: 'chat/n#streamed',
    also: ['stream.choices'],
    reply: onChunks((choice) => (choice.index === 0 ? choice : undefined)),
  },
  {
    name: 'stream.filter-goes-back',
    breaks: 'The asynchronous filter says that it has read less than before.',
    caughtBy: 'stream.filter-offsets',
    reply: onChunks((choice) => {
      const { content_filter_offsets: offsets } = choice;
      return isJsonObject(offsets)
        ? {
            ...choice,
            content_filter_offsets: { ...offsets, check_offset: 1000 - Number(offsets.check_offset) },
          }
        : choice;
    }),
  },
];
