import { describe, expect, it } from 'vitest';
import type { Body, Exchange } from '../wire/exchange.ts';
import { CALLING, emitChat } from './stream/testing/chat-stream.ts';
import { emitResponse, PLAIN } from './stream/testing/responses-stream.ts';
import { seen } from './view.ts';

function exchange(path: string, body: Body, status = 200): Exchange {
  return {
    request: {
      method: 'POST',
      origin: 'https://sweden.target.invalid',
      path,
      query: {},
      headers: {},
      body: { kind: 'json', value: { model: 'm' } },
    },
    response: { status, headers: {}, body, complete: true },
  };
}

describe('a seen exchange', () => {
  it('shows the body of a plain answer', () => {
    const view = seen(
      exchange('/openai/v1/responses', { kind: 'json', value: { id: 'resp_1', error: null } }),
      [],
    );
    expect(view).toEqual({
      operation: 'responses.create',
      path: '/openai/v1/responses',
      query: {},
      headers: expect.any(Object),
      status: 200,
      request: { model: 'm' },
      answer: { id: 'resp_1', error: null },
      events: [],
      streaming: false,
      error: false,
    });
  });

  it.each([
    ['/openai/v1/chat/completions', emitChat(CALLING), { object: 'chat.completion' }],
    ['/openai/v1/responses', emitResponse(PLAIN), { status: 'completed', output: expect.any(Array) }],
  ])('shows what a stream of %s adds up to', (path, events, answer) => {
    const view = seen(exchange(path, { kind: 'sse', text: '' }), events);
    expect(view).toMatchObject({ streaming: true, error: false, answer });
    expect(view.events).toHaveLength(events.length);
    expect(view.events.at(-1)?.json).toBeNull();
  });

  it.each([
    ['a status', exchange('/v1/responses', { kind: 'none' }, 404), []],
    [
      'an error in a 200',
      exchange('/v1/responses', { kind: 'json', value: { error: { message: 'no' } } }),
      [],
    ],
    [
      'a frame in a stream',
      exchange('/v1/responses', { kind: 'sse', text: '' }),
      [{ event: 'error', data: '{"type":"error","message":"no"}' }],
    ],
    ['no answer at all', { ...exchange('/v1/responses', { kind: 'none' }), response: null }, []],
  ])('is an error by %s', (_name, given, events) => {
    expect(seen(given, events).error).toBe(true);
  });
});
