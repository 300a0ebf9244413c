/** Streams that are not what their grammar says, one rule at a time. */
import { isJsonObject } from '../json.ts';
import type { Frame } from '../reply.ts';
import { type Fault, firstChoice, isTextDelta, onEvents, onFrames, renumbered } from './fault.ts';

/** What can be wrong with how a stream is built. */
export const GRAMMAR_FAULTS: readonly Fault[] = [
  {
    name: 'stream.not-json',
    breaks: 'The last chunk of text of a chat stream is cut in the middle of its JSON.',
    caughtBy: 'stream.json',
    also: ['schema.json', 'scenario.ends'],
    reply: onEvents('chat', (reply) => ({
      ...reply,
      frames: changedAt(reply.frames, lastText, (frame) => ({ ...frame, text: '{"choices":[' })),
    })),
  },
  {
    name: 'stream.choices-missing',
    breaks: 'A chunk of a chat stream has no list of choices.',
    caughtBy: 'stream.chunk',
    also: ['schema.event', 'scenario.ends'],
    reply: onFrames('chat', (frames) =>
      changedAt(frames, lastText, (frame) => {
        const { choices: _, ...data } = frame.data;
        return { ...frame, data };
      }),
    ),
  },
  {
    name: 'stream.created-differs',
    breaks: 'A chunk of a chat stream was created a second later than the others.',
    caughtBy: 'stream.created',
    reply: onFrames('chat', (frames) =>
      changedAt(frames, lastText, (frame) => ({
        ...frame,
        data: { ...frame.data, created: Number(frame.data.created) + 1 },
      })),
    ),
  },
  {
    name: 'stream.id-changes',
    breaks: 'A chunk of a chat stream has another id than the others.',
    caughtBy: 'stream.identity',
    reply: onFrames('chat', (frames) =>
      changedAt(frames, lastText, (frame) => ({ ...frame, data: { ...frame.data, id: 'chatcmpl-other' } })),
    ),
  },
  {
    name: 'stream.finish-early',
    breaks: 'A chat stream goes on with the text after the choice has ended.',
    caughtBy: 'stream.finish',
    reply: onFrames('chat', (frames) => {
      const end = frames.findIndex(({ data }) => typeof firstChoice(data).finish_reason === 'string');
      const before = frames.slice(0, end).findLastIndex(hasText);
      const [last, finish] = [frames[before], frames[end]];
      if (last === undefined || finish === undefined) return frames;
      return frames.map((frame, at) => (at === before ? finish : at === end ? last : frame));
    }),
  },
  {
    name: 'stream.prelude-twice',
    breaks: "A chat stream gives the results of the prompt's content filter twice.",
    caughtBy: 'stream.prelude',
    reply: onFrames('chat', (frames) => {
      const [prelude] = frames;
      return prelude === undefined || !('prompt_filter_results' in prelude.data)
        ? frames
        : [prelude, prelude, ...frames.slice(1)];
    }),
  },
  {
    name: 'stream.text-never-done',
    breaks: 'The text of a Responses stream is never said to be done.',
    caughtBy: 'stream.delta-done',
    reply: onFrames('responses', (frames) => lacking(frames, 'response.output_text.done')),
  },
  {
    name: 'stream.part-never-done',
    breaks: 'A content part of a Responses stream is never said to be done.',
    caughtBy: 'stream.part-order',
    reply: onFrames('responses', (frames) => lacking(frames, 'response.content_part.done')),
  },
  {
    name: 'stream.item-never-done',
    breaks: 'The message of a Responses stream is never said to be done.',
    caughtBy: 'stream.item-order',
    reply: onFrames('responses', (frames) =>
      renumbered(
        frames.filter(
          ({ data }) =>
            data.type !== 'response.output_item.done' ||
            !isJsonObject(data.item) ||
            data.item.type !== 'message',
        ),
      ),
    ),
  },
  {
    name: 'stream.item-id-changes',
    breaks: 'The last text delta of a Responses stream names another item.',
    caughtBy: 'stream.identity',
    reply: onFrames('responses', (frames) =>
      changedAt(
        frames,
        (all) => all.findLastIndex(isTextDelta),
        (frame) => ({
          ...frame,
          data: { ...frame.data, item_id: 'msg_other' },
        }),
      ),
    ),
  },
];

function lacking(frames: readonly Frame[], type: string): Frame[] {
  return renumbered(frames.filter(({ data }) => data.type !== type));
}

function hasText({ data }: Frame): boolean {
  const { delta } = firstChoice(data);
  return isJsonObject(delta) && typeof delta.content === 'string' && delta.content !== '';
}

function lastText(frames: readonly Frame[]): number {
  return frames.findLastIndex(hasText);
}

/** `frames` with one of them changed; as they are where there is no such frame. */
function changedAt(
  frames: readonly Frame[],
  find: (frames: readonly Frame[]) => number,
  change: (frame: Frame) => Frame,
): readonly Frame[] {
  const at = find(frames);
  return at < 0 ? frames : frames.map((frame, index) => (index === at ? change(frame) : frame));
}
