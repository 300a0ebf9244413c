import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Violation } from '../checks/check.ts';
import { streamTimeline } from './stream-timeline.ts';

const frame = (type: string, data: unknown = {}) => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
const at = (event: number): Violation => ({
  check: 'stream.sequence',
  severity: 'must',
  pointer: '',
  message: 'jumps',
  event,
});
const DELTAS = [
  frame('created'),
  ...Array.from({ length: 6 }, (_, n) => frame('delta', { text: `wörd ${n} 好` })),
  frame('completed'),
].join('');

describe('streamTimeline', () => {
  it('folds events of one type in a row', () => {
    const { events, rows } = streamTimeline({ kind: 'sse', text: DELTAS }, []);
    expect(events).toBe(8);
    expect(rows.map(({ type, first, last }) => [type, first, last])).toEqual([
      ['created', 0, 0],
      ['delta', 1, 6],
      ['completed', 7, 7],
    ]);
  });

  it('keeps the event that a violation names, and its neighbours, apart', () => {
    const { rows } = streamTimeline({ kind: 'sse', text: DELTAS }, [at(4)]);
    expect(rows.map(({ first, last, violations }) => [first, last, violations.length])).toEqual([
      [0, 0, 0],
      [1, 2, 0],
      [3, 3, 0],
      [4, 4, 1],
      [5, 5, 0],
      [6, 6, 0],
      [7, 7, 0],
    ]);
  });

  it('keeps a late offender although the rows before it fill the table', () => {
    const text = Array.from({ length: 400 }, (_, n) => frame(n % 2 === 0 ? 'a' : 'b')).join('');
    const { rows, omitted } = streamTimeline({ kind: 'sse', text }, [at(399)]);
    expect(rows.at(-1)?.first).toBe(399);
    expect(rows.length + omitted).toBe(400);
  });

  it.each([
    ['[DONE]', '[DONE]'],
    ['{"object":"chat.completion.chunk"}', 'chat.completion.chunk'],
    ['{"object":"","choices":[]}', '(prelude)'],
    ['{"error":{"code":"429"},"object":"x"}', 'error'],
    ['not json', 'message'],
  ])('names the event with data %s %s', (data, type) => {
    expect(streamTimeline({ kind: 'sse', text: `data: ${data}\n\n` }, []).rows[0]?.type).toBe(type);
  });

  it('reads the same events however the bytes are chunked, each at the time of the chunk that completed it', () => {
    const bytes = Buffer.byteLength(DELTAS);
    const whole = streamTimeline({ kind: 'sse', text: DELTAS }, []).events;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 }), (sizes) => {
        let used = 0;
        const chunks = sizes.flatMap((size, n) => {
          const part = Math.min(size, bytes - used);
          used += part;
          return part === 0 ? [] : [{ bytes: part, atMs: n }];
        });
        const { events, rows } = streamTimeline({ kind: 'sse', text: DELTAS, chunks }, []);
        expect(events).toBe(whole);
        const times = rows.map((row) => row.atMs ?? 0);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });
});
