/** Faults of the wire and of whoever stands in front of the service: cut, empty and foreign answers. */

import { objectAt } from '../../src/checks/stream/json.ts';
import type { Body, WireResponse } from '../../src/wire/exchange.ts';
import {
  type Excuse,
  type Fault,
  jsonOf,
  type Pick,
  type Subject,
  withEvents,
  withResponse,
} from './mutant.ts';

const HTML: Body = {
  kind: 'text',
  text: '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>',
};
const ERROR: Body = {
  kind: 'json',
  value: { error: { message: 'The server had an error.', type: 'server_error', param: null, code: null } },
};

type Made = { readonly change: Partial<WireResponse>; readonly place: string; readonly excuse?: Excuse };

function wireFault(
  name: string,
  make: (subject: Subject, pick: Pick) => readonly Made[],
  group = 'wire',
): Fault {
  return {
    group,
    name,
    *mutants(subject, pick) {
      for (const { change, place, excuse } of make(subject, pick)) {
        yield {
          exchange: withResponse(subject, change),
          place,
          ...(excuse === undefined ? {} : { excuse: () => excuse }),
        };
      }
    },
  };
}

const replaced = (
  name: string,
  concerns: (subject: Subject) => boolean,
  change: Partial<WireResponse>,
): Fault => wireFault(name, (subject) => (concerns(subject) ? [{ change, place: subject.operation }] : []));

const succeeds = ({ response, errorClass }: Subject): boolean => response.status < 400 && errorClass === null;
const isJson = ({ response }: Subject): boolean => response.body.kind === 'json';
const isStream = ({ response }: Subject): boolean => response.body.kind === 'sse';
const isError = ({ response, errorClass }: Subject): boolean => response.status >= 400 && errorClass !== null;

function cutText(text: string, pick: Pick): readonly number[] {
  const places = [0.05, 0.2, 0.4, 0.6, 0.8, 0.95].map((part) => Math.floor(text.length * part));
  return pick([...new Set([...places, text.length - 1])].filter((at) => at > 0 && at < text.length));
}

const WIRE: readonly Fault[] = [
  wireFault('a JSON body that is cut', (subject, pick) => {
    const { body } = subject.response;
    if (body.kind !== 'json' || !succeeds(subject)) return [];
    const text = body.text ?? JSON.stringify(body.value);
    return cutText(text.trimEnd(), pick).map((at) => ({
      change: { body: { kind: 'text', text: text.slice(0, at) } },
      place: `character ${at} of ${text.length}`,
    }));
  }),
  wireFault('a stream that is cut', (subject, pick) => {
    const { body } = subject.response;
    if (body.kind !== 'sse' || !succeeds(subject)) return [];
    const text = body.text.trimEnd();
    return cutText(text, pick).map((at) => ({
      change: { body: { kind: 'sse', text: text.slice(0, at) } },
      place: `character ${at} of ${text.length}`,
    }));
  }),
  wireFault('a stream that ends early', (subject, pick) => {
    const { events } = subject;
    if (!isStream(subject) || !succeeds(subject) || events.length < 2) return [];
    const lengths = events.map((_, index) => index).slice(1);
    const optional = { kind: 'equivalent', why: '[DONE] is optional on a Responses stream' } as const;
    return pick(lengths).map((length) => ({
      change: withEvents(subject, events.slice(0, length)).response ?? {},
      place: `after ${length} of ${events.length} events`,
      ...(subject.operation !== 'chat.create' && events.at(length)?.data === '[DONE]'
        ? { excuse: optional }
        : {}),
    }));
  }),
  wireFault('a wrong content type', (subject) => {
    const { headers } = subject.response;
    const type = headers['content-type'];
    if (type === undefined || !(isJson(subject) || isStream(subject)) || subject.response.status >= 400)
      return [];
    const wrong = isStream(subject) ? 'application/json' : 'text/html; charset=utf-8';
    return [{ change: { headers: { ...headers, 'content-type': wrong } }, place: type }];
  }),
  replaced('HTML instead of JSON', (subject) => succeeds(subject) && isJson(subject), { body: HTML }),
  replaced('HTML instead of a stream', (subject) => succeeds(subject) && isStream(subject), { body: HTML }),
  replaced('JSON instead of a stream', (subject) => succeeds(subject) && isStream(subject), {
    body: { kind: 'json', value: {} },
  }),
  replaced('nothing instead of JSON', (subject) => succeeds(subject) && isJson(subject), {
    body: { kind: 'none' },
  }),
  replaced('nothing instead of a stream', (subject) => succeeds(subject) && isStream(subject), {
    body: { kind: 'sse', text: '' },
  }),
  replaced('{} instead of an answer', (subject) => succeeds(subject) && isJson(subject), {
    body: { kind: 'json', value: {} },
  }),
  replaced('an error in a 200', (subject) => succeeds(subject) && isJson(subject), { body: ERROR }),
];

/** What an error means is told by all its signs together; where the text alone tells, codes differ by surface and time. */
const SAME_CLASS: Excuse = {
  kind: 'legal',
  why: 'the text alone tells the error; its code is known to differ (null, a number, a word)',
};

function errorFault(
  name: string,
  make: (error: Record<string, unknown>, subject: Subject) => Made | null,
): Fault {
  return wireFault(
    name,
    (subject) => {
      const error = objectAt(jsonOf(subject.response.body), 'error');
      const made = isError(subject) && error !== undefined ? make({ ...error }, subject) : null;
      return made === null ? [] : [made];
    },
    'errors',
  );
}

const withError = (error: unknown, place: string): Made => ({
  change: { body: { kind: 'json', value: { error } } },
  place,
});

const ERRORS: readonly Fault[] = [
  errorFault('a code and a text of nobody', () =>
    withError(
      { code: 'made_up_code', message: 'A text that no service sends.', type: null, param: null },
      'code',
    ),
  ),
  errorFault('another code, the same text', (error, { errorClass }) => {
    if (typeof error.code !== 'string') return null;
    const made = withError({ ...error, code: 'made_up_code' }, `${errorClass}: ${error.code}`);
    return { ...made, excuse: SAME_CLASS };
  }),
  errorFault('a code that is a number', (error) => withError({ ...error, code: 400 }, 'code')),
  errorFault('an error without a message', ({ message: _message, ...error }) => withError(error, 'message')),
  errorFault('an error that is a string', (error) => withError(String(error.message), 'error')),
  errorFault('an error that is a list', (error) => withError([error], 'error')),
  errorFault('an error in another member', (error) => ({
    change: { body: { kind: 'json', value: { fault: error } } },
    place: 'error',
  })),
  errorFault('an HTML page for an error', () => ({ change: { body: HTML }, place: 'body' })),
  errorFault('nothing for an error', () => ({ change: { body: { kind: 'none' } }, place: 'body' })),
  errorFault('an error under status 200', () => ({ change: { status: 200 }, place: 'status' })),
  errorFault('a status of another class', (_error, { response }) => ({
    change: { status: response.status === 429 ? 404 : 429 },
    place: String(response.status),
  })),
];

export const WIRE_FAULTS: readonly Fault[] = [...WIRE, ...ERRORS];
