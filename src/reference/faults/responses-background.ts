/** What can be wrong with tasks in the background: their progress, their streams, their end. */

import { isJsonObject, type JsonObject } from '../json.ts';
import type { Frame } from '../reply.ts';
import { StoredResponse } from '../responses/job.ts';
import { type Fault, isTextDelta, onEvents, onJson, renumbered, without } from './fault.ts';
import { answered, asking, created, ok, onStored, refused, withText } from './response-changes.ts';

/** Streams of tasks in the background. */
function onTasks(change: (frames: readonly Frame[]) => readonly Frame[]) {
  return onEvents('responses', (reply) => {
    const response = reply.frames.at(-1)?.data.response;
    const isTask = isJsonObject(response) && response.background === true;
    return isTask ? { ...reply, frames: change(reply.frames) } : reply;
  });
}

function firstResponse(frames: readonly Frame[], change: (response: JsonObject) => JsonObject): Frame[] {
  return frames.map((frame, at) => {
    const { response } = frame.data;
    return at === 0 && isJsonObject(response)
      ? { ...frame, data: { ...frame.data, response: change(response) } }
      : frame;
  });
}

const needsStore = (error: JsonObject) => error.param === 'store';
const isSynchronous = (error: JsonObject) => /synchronous/.test(String(error.message));

export const RESPONSES_BACKGROUND_FAULTS: readonly Fault[] = [
  {
    name: 'background.unmarked',
    breaks: 'The first event of a background stream says that it is none.',
    caughtBy: 'responses/background-streaming#background',
    reply: onTasks((frames) => firstResponse(frames, (response) => ({ ...response, background: false }))),
  },
  {
    name: 'background.done-at-once',
    breaks: 'The first event of a background stream says that the task is completed.',
    caughtBy: 'responses/background-streaming#not-done',
    also: ['stream.envelope'],
    reply: onTasks((frames) => firstResponse(frames, (response) => ({ ...response, status: 'completed' }))),
  },
  {
    name: 'background.unechoed',
    breaks: 'A background task is answered as if it were none.',
    caughtBy: 'responses/background#accepted',
    also: ['echo.background'],
    reply: answered(
      (response) => response.background === true,
      (response) => ({ ...response, background: false }),
      ['responses.create'],
    ),
  },
  {
    name: 'background.queue-skipped',
    breaks: 'A background task is said to be cancelled when it has just been queued.',
    caughtBy: 'responses/background#not-done',
    reply: answered(
      (response) => response.background === true,
      (response) => ({ ...response, status: 'cancelled' }),
      ['responses.create'],
    ),
  },
  {
    name: 'background.stored-otherwise',
    breaks: 'The stored text of a background task is not the one that was streamed.',
    caughtBy: 'responses/background-streaming#same-text',
    reply: answered(
      (response) => response.background === true,
      (response) => withText(response, (text) => `${text}.`),
      ['responses.retrieve'],
    ),
  },
  {
    name: 'background.never-stored',
    breaks: 'A background task that was streamed to its end is still in progress when it is retrieved.',
    caughtBy: 'responses/background-streaming#stored',
    also: ['responses/background-streaming#same-text'],
    instead: {
      'responses.retrieve': onStored((job, { url }) => {
        if (!job.facts.request.stream || url.searchParams.has('stream')) return null;
        return ok(new StoredResponse(job.facts, job.input, Number.POSITIVE_INFINITY).object(0));
      }),
    },
  },
  {
    name: 'resume.from-start',
    breaks: 'A resumed stream starts from the beginning.',
    caughtBy: 'responses/background-resume#goes-on',
    also: ['responses/background-resume#same-events', 'stream.sequence', 'stream.envelope'],
    instead: {
      'responses.retrieve': (incoming, sound) =>
        sound(asking(incoming, (query) => query.delete('starting_after'))),
    },
  },
  {
    name: 'resume.other-text',
    breaks: 'A resumed stream has lost a text delta.',
    caughtBy: 'responses/background-resume#same-events',
    also: ['fold.text'],
    reply: (sent) => {
      const { operation, reply } = sent;
      if (operation !== 'responses.retrieve' || reply.kind !== 'events') return sent;
      return { ...sent, reply: { ...reply, frames: renumbered(without(reply.frames, isTextDelta)) } };
    },
  },
  {
    name: 'resume.needs-no-stream',
    breaks: 'A background task that was not streamed can be streamed later.',
    caughtBy: 'responses/background-resume#needs-stream',
    instead: {
      'responses.retrieve': onStored((job, { url }) =>
        url.searchParams.has('stream') && !job.facts.request.stream
          ? { kind: 'events', frames: job.frames().slice(1), done: false }
          : null,
      ),
    },
  },
  {
    name: 'background.needs-no-store',
    breaks: 'A background task is taken that must not be stored.',
    caughtBy: 'responses/background-requires-store#without-store',
    also: [
      'responses/background-requires-store#status',
      'responses/background-requires-store#reason',
      'echo.store',
    ],
    request: created(
      (body) => body.background === true && body.store === false,
      (body) => ({ ...body, store: true }),
    ),
  },
  {
    name: 'background.store-refused-as-422',
    breaks: 'A background task without a store is refused under HTTP 422.',
    caughtBy: 'responses/background-requires-store#status',
    reply: refused(needsStore, { status: 422 }),
  },
  {
    name: 'background.store-refused-unnamed',
    breaks: 'A background task without a store is refused without saying why.',
    caughtBy: 'responses/background-requires-store#reason',
    also: ['error.known'],
    reply: refused(needsStore, { message: 'The request is invalid.' }),
  },
  {
    name: 'background.stops-at-once',
    breaks: 'A background task ends incomplete for no reason that was given.',
    caughtBy: 'responses/background-requires-store#with-store',
    also: ['responses/background*#*', 'finish.reason', 'id.*', 'time.*'],
    reply: answered(
      (response) => response.background === true && response.status === 'completed',
      (response) => ({
        ...response,
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
      }),
    ),
  },
  {
    name: 'cancel.ignored',
    breaks: 'A background task that is cancelled runs on.',
    caughtBy: 'responses/background-cancel#cancelled',
    also: ['responses/background-cancel#stays', 'responses/cancel-synchronous#background'],
    instead: {
      'responses.cancel': onStored((job, { state }) => (job.background ? ok(job.object(state.now())) : null)),
    },
  },
  {
    name: 'cancel.twice-otherwise',
    breaks: 'A background task that is cancelled twice is in progress again.',
    caughtBy: 'responses/background-cancel#idempotent',
    instead: {
      'responses.cancel': onStored((job, { state }) => {
        const response = job.object(state.now());
        return response.status === 'cancelled' ? ok({ ...response, status: 'in_progress' }) : null;
      }),
    },
  },
  {
    name: 'cancel.forgotten',
    breaks: 'A cancelled background task is in progress when it is retrieved.',
    caughtBy: 'responses/background-cancel#stays',
    reply: onJson(['responses.retrieve'], (body) =>
      body.status === 'cancelled' ? { ...body, status: 'in_progress' } : body,
    ),
  },
  {
    name: 'cancel.synchronous-taken',
    breaks: 'The cancellation of a synchronous response is answered with the response.',
    caughtBy: 'responses/cancel-synchronous#refused',
    also: ['responses/cancel-synchronous#status', 'responses/cancel-synchronous#reason'],
    instead: {
      'responses.cancel': onStored((job, { state }) => (job.background ? null : ok(job.object(state.now())))),
    },
  },
  {
    name: 'cancel.synchronous-as-409',
    breaks: 'The cancellation of a synchronous response is refused under HTTP 409.',
    caughtBy: 'responses/cancel-synchronous#status',
    also: ['error.status'],
    reply: refused(isSynchronous, { status: 409 }),
  },
  {
    name: 'cancel.synchronous-unexplained',
    breaks: 'The cancellation of a synchronous response is refused without saying why.',
    caughtBy: 'responses/cancel-synchronous#reason',
    also: ['error.known'],
    reply: refused(isSynchronous, { message: 'The request is invalid.' }),
  },
  {
    name: 'cancel.synchronous-harms',
    breaks: 'A synchronous response whose cancellation is refused is incomplete afterwards.',
    caughtBy: 'responses/cancel-synchronous#unharmed',
    instead: {
      'responses.cancel': onStored((job, { state }) => {
        const { facts, input, background } = job;
        if (background) return null;
        const conducted = { ...facts.conducted, incomplete: 'max_output_tokens' as const };
        state.responses.set(facts.id, new StoredResponse({ ...facts, conducted }, input, state.now()));
        return null;
      }),
    },
  },
];
