import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTerminalEvent, readSse, type SseEvent, SseReader } from './sse.ts';

const event = (data: string, over: Partial<SseEvent> = {}) =>
  expect.objectContaining({ event: null, data, id: null, retry: null, ...over });

const SAMPLES: Readonly<
  Record<string, { body: string; events: unknown[]; comments?: string[]; tail?: string }>
> = {
  'LF lines': { body: 'data: a\n\ndata: b\n\n', events: [event('a', { end: 9 }), event('b', { end: 18 })] },
  'CRLF lines': { body: 'data: a\r\n\r\ndata: b\r\n\r\n', events: [event('a'), event('b')] },
  'CR lines': { body: 'data: a\r\rdata: b\r\r', events: [event('a', { end: 9 }), event('b', { end: 18 })] },
  'mixed line ends': {
    body: 'data: a\r\n\ndata: b\n\r\ndata: c\r\n\rdata: d\n\n',
    events: ['a', 'b', 'c', 'd'].map((d) => event(d)),
  },
  'a byte order mark': { body: '\uFEFFdata: a\n\n', events: [event('a', { end: 12 })] },
  'only one byte order mark is stripped': {
    body: '\uFEFF\uFEFFdata: a\n\ndata: b\n\n',
    events: [event('b')],
  },
  'a byte order mark later is text': {
    body: 'data: a\n\n\uFEFFdata: b\n\ndata: c\n\n',
    events: [event('a'), event('c')],
  },
  'the mark read as Latin-1 is text': { body: 'ï»¿data: a\n\ndata: b\n\n', events: [event('b')] },
  'multi-line data': { body: 'data: a\ndata:b\ndata\ndata:  c\n\n', events: [event('a\nb\n\n c')] },
  'all fields': {
    body: 'event: response.created\nid: 7\nretry: 1500\ndata: {}\n\ndata: x\n\n',
    events: [event('{}', { event: 'response.created', id: '7', retry: 1500 }), event('x')],
  },
  'odd fields': {
    body: 'event:\nid:\nretry: soon\ndata:\nfoo: bar\n\nid: a\0b\ndata: y\n\n',
    events: [event('', { id: '' }), event('y')],
  },
  'comments and blocks without data': {
    body: ': one\n\n:two\nevent: ping\n\ndata: a\n\n\n\n: three\n',
    events: [event('a')],
    comments: ['one', 'two'],
  },
  'characters of two, three and four bytes': {
    body: 'data: é漢😀\n\ndata: 繁體\n\n',
    events: [event('é漢😀'), event('繁體')],
  },
  'a field named like data': { body: 'database: a\n\nDATA: b\n\ndata: c\n\n', events: [event('c')] },
  'a tail without its blank line': {
    body: 'data: a\n\ndata: [DONE]\n',
    events: [event('a')],
    tail: 'data: [DONE]\n',
  },
  'a tail inside a line': { body: 'data: a\n\ndata: {"x":"繁', events: [event('a')], tail: 'data: {"x":"繁' },
  'a tail inside a comment': { body: 'data: a\n\n: keep', events: [event('a')], tail: ': keep' },
  'nothing but a tail behind the mark': { body: '\uFEFFdata: a', events: [], tail: 'data: a' },
  'an empty body': { body: '', events: [] },
};

/** Everything a reader says about a body that arrives in these pieces. */
function readPieces(pieces: readonly Uint8Array[]) {
  const reader = new SseReader();
  const events = pieces.flatMap((piece) => reader.push(piece));
  return { events, comments: [...reader.comments], truncatedTail: reader.end().truncatedTail };
}

/** The WHATWG algorithm as written there, on the whole text: slow, obvious, and not ours. */
function oracle(text: string) {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const events: { event: string | null; data: string }[] = [];
  let data: string[] = [];
  let type = '';
  for (const line of lines.slice(0, -1)) {
    if (line === '') {
      if (data.length > 0) events.push({ event: type || null, data: data.join('\n') });
      data = [];
      type = '';
      continue;
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === 'data') data.push(value ?? '');
    if (field === 'event') type = value ?? '';
  }
  return events;
}

describe('reading server-sent events', () => {
  for (const [name, sample] of Object.entries(SAMPLES)) {
    it(`reads ${name}`, () => {
      const read = readSse(sample.body);
      expect(read.events).toEqual(sample.events);
      expect(read.truncatedTail).toBe(sample.tail ?? null);
      if (sample.comments !== undefined)
        expect(read.comments.slice(0, sample.comments.length)).toEqual(sample.comments);
    });

    it(`reads ${name} the same at every split point and byte by byte`, () => {
      const bytes = Buffer.from(sample.body);
      const whole = readSse(bytes);
      for (let at = 0; at <= bytes.length; at++) {
        expect(readPieces([bytes.subarray(0, at), bytes.subarray(at)]), `split at ${at}`).toEqual(whole);
      }
      expect(readPieces([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
    });
  }

  it('agrees with the algorithm of the standard on any text, in any chunks', () => {
    const part = fc.constantFrom(
      'data',
      'event',
      'id',
      ':',
      ': ',
      ' ',
      '\n',
      '\r',
      '\r\n',
      '\n\n',
      'x',
      '漢',
      '\uFEFF',
      '😀',
      '{"a":1}',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 60 }),
        fc.array(fc.nat(200), { maxLength: 8 }),
        (parts, cuts) => {
          const bytes = Buffer.from(parts.join(''));
          const ends = [...new Set([...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort(
            (a, b) => a - b,
          );
          const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
          const read = readPieces(pieces);
          expect(read).toEqual(readPieces([bytes]));
          expect(readSse(bytes.toString())).toEqual(read);
          expect(read.events.map(({ event: type, data }) => ({ event: type, data }))).toEqual(
            oracle(bytes.toString()),
          );
          for (const { end } of read.events)
            expect(bytes[end - 1] === 10 || bytes[end - 1] === 13).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('reads a text as it reads the bytes of the text, whatever its blocks are', () => {
    const block = fc.constantFrom(
      'data: {"a":1}\n\n',
      'data:漢\n\n',
      'data:\n\n',
      'event: a\ndata: 😀\n\n',
      'event:\ndata:  b\n\n',
      'event: a\n\n',
      'event: a\nevent: b\ndata: c\n\n',
      'data: d\nevent: a\n\n',
      'data: d\ndata: e\n\n',
      'data: \ud800\n\n',
      'id: 1\ndata: f\n\n',
      'data: g\r\n\r\n',
      'data\n\n',
      ': h\n\n',
      '\uFEFFdata: i\n\n',
      '\n',
      'data: j\n',
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        const text = blocks.join('');
        expect(readSse(text)).toEqual(readSse(Buffer.from(text)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never dispatches a cut event, wherever the cut is, and says what is left', () => {
    const body = Buffer.from('event: a\ndata: {"x":"漢"}\n\nevent: b\ndata: {"y":2}\n\n');
    const whole = readSse(body);
    for (let at = 0; at < body.length; at++) {
      const cut = readSse(body.subarray(0, at));
      expect(cut.events).toEqual(whole.events.filter(({ end }) => end <= at));
      const last = cut.events.at(-1)?.end ?? 0;
      expect(cut.truncatedTail).toBe(at > last ? body.subarray(last, at).toString() : null);
    }
  });

  it('does not keep the chunk it was given', () => {
    const reader = new SseReader();
    const chunk = Buffer.from('data: ab');
    reader.push(chunk);
    chunk.fill(0);
    expect(reader.push(Buffer.from('c\n\n'))).toEqual([event('abc')]);
  });

  it('reads a 10 MB event that comes in single bytes, and one of 10 MB in many lines', () => {
    const single = new SseReader();
    const events: SseEvent[] = [...single.push(Buffer.from('data: '))];
    const byte = Uint8Array.of(120);
    for (let count = 0; count < 10_000_000; count++) single.push(byte);
    events.push(...single.push(Buffer.from('\n\n')));
    expect(events.map(({ data }) => data.length)).toEqual([10_000_000]);
    const lines = readSse(`${'data: 0123456789abcdef\n'.repeat(450_000)}\n`);
    expect(lines.events[0]?.data.length).toBe(450_000 * 17 - 1);
  });
});

describe('the terminal event', () => {
  it.each([
    ['[DONE]', null, true],
    ['{"type":"response.completed","response":{}}', null, true],
    ['{"response":{"error":null},"type":"response.incomplete"}', null, true],
    ['{}', 'response.failed', true],
    ['{"type":"error","error":{"code":"x"}}', null, true],
    ['{"error":{"message":"x"}}', null, true],
    ['{"type":"response.created","response":{"error":null}}', null, false],
    ['{"type":"response.output_text.delta","delta":"\\"error\\" response.completed"}', null, false],
    ['{"error":null,"choices":[]}', null, false],
    ['{"error":', null, false],
  ])('%s with event %s: %s', (data, type, terminal) => {
    expect(isTerminalEvent({ data, event: type })).toBe(terminal);
  });
});

const TRAFFIC = '../shared/traffic/dev.jsonl';

describe('real streams', () => {
  it.skipIf(!existsSync(TRAFFIC))(
    'are read to the last byte, alike in chunks of 1, 7 and 1,000 bytes',
    () => {
      let streams = 0;
      for (const line of readFileSync(TRAFFIC, 'utf8').split('\n')) {
        if (!line.includes('data: ')) continue;
        const body: unknown = JSON.parse(line).response_body;
        if (typeof body !== 'string' || !/^(?:event|data|:)/.test(body)) continue;
        streams += 1;
        const bytes = Buffer.from(body);
        const whole = readSse(bytes);
        expect(readSse(body)).toEqual(whole);
        expect(whole.truncatedTail).toBeNull();
        expect(whole.events.length).toBeGreaterThan(0);
        expect(whole.events.at(-1)?.end).toBe(bytes.length);
        if (streams % 20 !== 0) continue;
        for (const size of [1, 7, 1_000]) {
          const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
            bytes.subarray(index * size, (index + 1) * size),
          );
          expect(readPieces(pieces)).toEqual(whole);
        }
      }
      expect(streams).toBeGreaterThan(700);
    },
  );
});
