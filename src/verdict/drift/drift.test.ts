import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../wire/index.ts';
import { cassetteOf, request, response } from '../../wire/sample.fixture.ts';
import { compareRecordings } from './index.ts';

const BODY = {
  id: 'resp_1',
  object: 'response',
  status: 'completed',
  error: null,
  metadata: { run: 'a' },
  usage: { total_tokens: 3 },
  output: [
    { type: 'reasoning', id: 'rs_1', summary: [] },
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'hello' }] },
  ],
};
const answer = (value: unknown, over = {}) =>
  cassetteOf({ request: request(), response: response({ body: { kind: 'json', value }, ...over }) });
const compare = (older: Exchange, newer: Exchange) =>
  compareRecordings([cassetteOf(older)], [cassetteOf(newer)])[0];
const stream = (text: string) => ({
  request: request(),
  response: response({
    headers: { 'content-type': 'text/event-stream' },
    body: { kind: 'sse' as const, text },
  }),
});
const EVENTS: readonly Record<string, unknown>[] = [
  { type: 'response.created', response: { id: 'r' } },
  { type: 'response.output_text.delta', delta: 'hel' },
  { type: 'response.output_text.delta', delta: 'lo' },
  { type: 'response.output_text.done', text: 'hello' },
  { type: 'response.completed', response: { id: 'r' } },
];
const sse = (events: readonly unknown[]) =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
const without = (type: string) => EVENTS.filter((event) => event.type !== type);

describe('an answer recorded again', () => {
  it.each<[string, unknown, string, string]>([
    ['the same', BODY, 'same', ''],
    ['other words, ids and invented names', { ...BODY, id: 'resp_2', metadata: { b: 1 } }, 'content', ''],
    ['a value where null was', { ...BODY, error: { code: 'x' } }, 'content', ''],
    ['null where a value was', { ...BODY, usage: null }, 'content', ''],
    ['an item that the model left out', { ...BODY, output: BODY.output.slice(1) }, 'content', ''],
    ['a new member', { ...BODY, billing: {} }, 'additive', '/billing is new'],
    [
      'a new value of an enumeration',
      { ...BODY, status: 'paused' },
      'additive',
      '/status new value "paused"',
    ],
    [
      'a new kind of item',
      { ...BODY, output: [...BODY.output, { type: 'thought' }] },
      'additive',
      '/output new kind of item "thought"',
    ],
    ['a member gone', { ...BODY, object: undefined }, 'breaking', '/object is gone'],
    [
      'a member gone deep inside',
      { ...BODY, output: [{ ...BODY.output[1], content: [{ type: 'output_text' }] }] },
      'breaking',
      '/output/message/content/output_text/text is gone',
    ],
    ['another type', { ...BODY, usage: 3 }, 'breaking', '/usage was object, is number'],
  ])('with %s', (_, value, kind, told) => {
    const [found] = compareRecordings([answer(BODY)], [answer(JSON.parse(JSON.stringify(value)))]);
    expect(found?.kind).toBe(kind);
    expect(found?.drifts.map(({ pointer, message }) => `${pointer} ${message}`).join()).toContain(told);
  });

  it('with another status, or as a stream, breaks', () => {
    const [refused] = compareRecordings([answer(BODY)], [answer({ error: {} }, { status: 400 })]);
    expect(refused).toMatchObject({
      kind: 'breaking',
      drifts: [{ request: 'POST /v1/responses', message: 'status was 200, is 400' }],
    });
    const json = { request: request(), response: response() };
    expect(compare(json, stream(sse(EVENTS)))?.drifts).toMatchObject([
      { message: 'the body was json, is sse' },
    ]);
  });
});

describe('a stream recorded again', () => {
  it.each<[string, readonly unknown[], string, string]>([
    ['the same', EVENTS, 'same', ''],
    ['other deltas', EVENTS.filter(({ delta }) => delta !== 'lo'), 'content', ''],
    [
      'a new event',
      [...EVENTS, { type: 'response.billed' }],
      'additive',
      '/response.billed this event is new',
    ],
    ['a new member', EVENTS.map((event) => ({ ...event, at: 1 })), 'additive', '/response.created/at is new'],
    [
      'an event gone',
      without('response.output_text.done'),
      'breaking',
      '/response.output_text.done this event is gone',
    ],
    [
      'a member gone',
      EVENTS.map(({ delta, ...event }) => event),
      'breaking',
      '/response.output_text.delta/delta is gone',
    ],
    [
      'another order',
      [EVENTS[3], ...without('response.output_text.done')],
      'breaking',
      'another order of events',
    ],
    [
      'another end',
      [...EVENTS.slice(0, 4), { type: 'response.incomplete', response: { id: 'r' } }],
      'additive',
      '',
    ],
  ])('with %s', (_, events, kind, told) => {
    const found = compare(stream(sse(EVENTS)), stream(sse(events)));
    expect(found?.kind).toBe(kind);
    expect(found?.drifts.map(({ pointer, message }) => `${pointer} ${message}`).join()).toContain(told);
  });

  it('of chat completions without [DONE] breaks', () => {
    const chunk = 'data: {"object":"chat.completion.chunk","choices":[]}\n\n';
    const chat = (text: string) => ({ ...stream(text), request: request({ path: '/v1/chat/completions' }) });
    const found = compare(chat(`${chunk}data: [DONE]\n\n`), chat(chunk));
    expect(found?.drifts).toMatchObject([
      { kind: 'breaking', pointer: '/[DONE]', message: 'this event is gone' },
    ]);
  });
});

describe('a poll', () => {
  const poll = (status: string) => ({
    request: request({ method: 'GET', path: `/v1/responses/${status}`, body: { kind: 'none' as const } }),
    response: response({
      body: { kind: 'json' as const, value: { status, output: status === 'completed' ? [1] : null } },
    }),
  });

  it('may take more turns', () => {
    const older = cassetteOf(poll('queued'), poll('completed'));
    const newer = cassetteOf(poll('queued'), poll('queued'), poll('completed'));
    expect(compareRecordings([older], [newer])).toMatchObject([{ kind: 'content' }]);
  });
});

it('names cases that only one side has', () => {
  const one = answer(BODY);
  expect(compareRecordings([one], [])).toMatchObject([{ kind: 'removed', drifts: [] }]);
  expect(compareRecordings([], [one])).toMatchObject([{ kind: 'added', drifts: [] }]);
});
