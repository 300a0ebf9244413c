/** What can be wrong with a plain answer: its text, its usage, the events it is streamed as. */
import { isJsonObject } from '../json.ts';
import { type Fault, isTextDelta, onFrames, renumbered } from './fault.ts';
import { answered, toldOtherwise, withText } from './response-changes.ts';

export const RESPONSES_ANSWERS_FAULTS: readonly Fault[] = [
  {
    name: 'responses.never-completed',
    breaks: 'A response is answered in full and said to be in progress.',
    caughtBy: 'responses/create#completed',
    also: [
      'responses/*#completed',
      'responses/manual-chaining#accepted',
      'responses/encrypted-reasoning#carried',
      'responses/compact#continues',
      'responses/retrieve#same-status',
      'responses/*#goes-on',
    ],
    reply: answered(
      (response) => response.status === 'completed' && response.background === false,
      (response) => ({ ...response, status: 'in_progress' }),
      ['responses.create'],
    ),
  },
  {
    name: 'responses.text-empty',
    breaks: 'A plain question is answered by an empty text.',
    caughtBy: 'responses/create#text',
    also: [
      'responses/retrieve#same-output',
      'responses/*#remembers',
      'responses/*#read',
      'responses/image-*#*',
    ],
    instead: toldOtherwise(
      // What is stored carries the tag of its run besides.
      (body) => Object.keys(body).every((key) => ['model', 'input', 'metadata'].includes(key)),
      (response) => withText(response, () => ''),
    ),
  },
  {
    name: 'responses.usage-missing',
    breaks: 'A response does not say what it cost.',
    caughtBy: 'responses/create#usage',
    also: ['responses/previous-response-id#counted'],
    reply: answered(
      () => true,
      (response) => ({ ...response, usage: null }),
    ),
  },
  {
    name: 'responses.retrieve-other-text',
    breaks: 'A retrieved response has another text than the created one.',
    caughtBy: 'responses/retrieve#same-output',
    reply: answered(
      (response) => response.background === false,
      (response) => withText(response, (text) => `${text}.`),
      ['responses.retrieve'],
    ),
  },
  {
    name: 'responses.created-missing',
    breaks: 'A Responses stream begins without response.created.',
    caughtBy: 'responses/streaming#created',
    also: [
      'responses/background-streaming#created',
      'responses/background-resume#streamed',
      'stream.envelope',
    ],
    reply: onFrames('responses', (frames) =>
      frames[0]?.event === 'response.created'
        ? frames.slice(1).map((frame, at) => ({ ...frame, data: { ...frame.data, sequence_number: at } }))
        : frames,
    ),
  },
  {
    name: 'responses.text-unstreamed',
    breaks: 'A Responses stream has no text deltas.',
    caughtBy: 'responses/streaming#text',
    also: [
      'responses/background-streaming#text',
      'responses/background-streaming#same-text',
      'responses/background-resume#same-events',
      'responses/background-resume#goes-on',
      'stream.sequence',
      'fold.text',
    ],
    reply: onFrames('responses', (frames) => renumbered(frames.filter((frame) => !isTextDelta(frame)))),
  },
  {
    name: 'responses.stream-usage-missing',
    breaks: 'The last event of a Responses stream does not say what the answer cost.',
    caughtBy: 'responses/streaming#usage',
    also: ['stream.usage'],
    reply: onFrames('responses', (frames) =>
      frames.map((frame) => {
        const { response } = frame.data;
        return isJsonObject(response)
          ? { ...frame, data: { ...frame.data, response: { ...response, usage: null } } }
          : frame;
      }),
    ),
  },
];
