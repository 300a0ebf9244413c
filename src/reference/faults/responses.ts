import {
  type Fault,
  isTextDelta,
  onFrames,
  onJson,
  onRequests,
  renumbered,
  without,
  withSequence,
} from './fault.ts';

/** What can be wrong with the Responses API. */
export const RESPONSES_FAULTS: readonly Fault[] = [
  {
    name: 'stream.sequence-gap',
    breaks: 'One sequence number of a Responses stream is skipped.',
    caughtBy: 'stream.sequence',
    also: ['responses/background-resume#same-events'],
    reply: onFrames('responses', (frames) =>
      frames.map((frame, at) => (at < 3 ? frame : withSequence(frame, (number) => number + 1))),
    ),
  },
  {
    name: 'stream.sequence-repeat',
    breaks: 'One sequence number of a Responses stream occurs twice.',
    caughtBy: 'stream.sequence',
    also: ['responses/background-resume#same-events'],
    reply: onFrames('responses', (frames) =>
      frames.map((frame, at) => (at < 3 ? frame : withSequence(frame, (number) => number - 1))),
    ),
  },
  {
    name: 'stream.terminal-missing',
    breaks: 'A Responses stream ends without response.completed.',
    caughtBy: 'stream.terminal',
    also: ['responses/*#completed', 'responses/reasoning-summary#streamed'],
    reply: onFrames('responses', (frames) => frames.slice(0, -1)),
  },
  {
    name: 'stream.delta-dropped',
    breaks: 'One text delta of a Responses stream is lost, with its sequence number given to the next.',
    caughtBy: 'fold.text',
    also: ['responses/background-streaming#same-text'],
    reply: onFrames('responses', (frames) => renumbered(without(frames, isTextDelta))),
  },
  {
    name: 'stream.event-name-mismatch',
    breaks: 'The `event:` line of one event names another type than its data.',
    caughtBy: 'stream.event-name',
    reply: onFrames('responses', (frames) =>
      frames.map((frame, at) => (at === 2 ? { ...frame, event: 'response.in_progress' } : frame)),
    ),
  },
  {
    name: 'responses.schema-field-retyped',
    breaks: 'The creation time of a response is a string.',
    caughtBy: 'schema.response',
    also: ['time.created'],
    reply: onJson(['responses.create', 'responses.retrieve'], (body) =>
      body.object === 'response' ? { ...body, created_at: String(body.created_at) } : body,
    ),
  },
  {
    name: 'responses.event-field-missing',
    breaks: 'Text deltas do not name their item.',
    caughtBy: 'schema.event',
    reply: onFrames('responses', (frames) =>
      frames.map((frame) => {
        if (!isTextDelta(frame)) return frame;
        const { item_id: _, ...data } = frame.data;
        return { ...frame, data };
      }),
    ),
  },
  {
    name: 'responses.status-stuck',
    breaks: 'A background response never gets beyond in_progress.',
    caughtBy: 'responses/background#completes',
    also: [
      'responses/background#text',
      'responses/background-requires-store#with-store',
      'responses/background-streaming#stored',
      'responses/background-streaming#same-text',
    ],
    reply: onJson(['responses.retrieve'], (body) =>
      body.background === true && body.status === 'completed'
        ? {
            ...body,
            status: 'in_progress',
            output: [],
            usage: null,
            content_filters: null,
            completed_at: null,
          }
        : body,
    ),
  },
  {
    name: 'responses.retrieve-other-id',
    breaks: 'A retrieved response has another id than the one asked for.',
    caughtBy: 'responses/retrieve#same-id',
    also: ['id.asked', 'responses/delete#kept'],
    reply: onJson(['responses.retrieve'], (body) => ({
      ...body,
      id: `${String(body.id).slice(0, -4)}beef`,
    })),
  },
  {
    name: 'responses.store-forgotten',
    breaks: 'A stored response cannot be found again.',
    caughtBy: 'responses/retrieve#scenario.ends',
    also: [
      'responses/*#scenario.ends',
      'responses/cancel-synchronous#*',
      'responses/code-interpreter#code',
      'responses/code-interpreter#reused',
    ],
    // A background task would be refused at once.
    request: onRequests('responses.create', (body) =>
      body.background === true ? body : { ...body, store: false },
    ),
  },
];
