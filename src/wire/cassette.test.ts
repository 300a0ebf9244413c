import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingFailure } from '../failure.ts';
import { contentHash, createCassette, readCassette, writeCassette } from './cassette.ts';
import { exchangesOf } from './cassette-exchange.ts';
import type { Body, Exchange } from './exchange.ts';
import { cassetteOf, LINEAGE, request, response, STREAM } from './sample.fixture.ts';

const sample = (): Exchange => ({
  request: request(),
  response: response({ headers: { 'content-type': 'application/json', 'x-ms-region': 'Sweden Central' } }),
});

function failureOf(run: () => unknown): RecordingFailure {
  try {
    run();
  } catch (error) {
    if (error instanceof RecordingFailure) return error;
    throw error;
  }
  throw new Error('did not fail');
}

describe('a cassette', () => {
  it('names where it comes from', () => {
    const { lineage } = cassetteOf(sample());
    expect(lineage).toMatchObject({ ...LINEAGE, region: 'Sweden Central', modelEchoed: 'ref-1' });
    expect(lineage.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives back every exchange it was given', () => {
    const json = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('-0'));
    const jsonBody: fc.Arbitrary<Body> = json.map((value) => ({
      kind: 'json',
      value: JSON.parse(JSON.stringify(value)),
    }));
    const text: fc.Arbitrary<Body> = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((value) => ({ kind: 'text', text: value }));
    const base64 = fc.uint8Array({ minLength: 1 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    const binary: fc.Arbitrary<Body> = base64.map((value) => ({ kind: 'binary', base64: value }));
    const sse: fc.Arbitrary<Body> = fc
      .array(fc.record({ bytes: fc.nat(99), atMs: fc.nat(9999) }), { minLength: 1 })
      .map((chunks) => ({ kind: 'sse', text: STREAM.join(''), chunks }));
    const laidOut: fc.Arbitrary<Body> = json.map((value) => {
      const pretty = JSON.stringify({ value }, null, 3);
      return { kind: 'json', value: JSON.parse(pretty), text: pretty };
    });
    const none = fc.constant<Body>({ kind: 'none' });
    const part = fc.oneof(
      fc.record({ name: fc.string(), value: fc.string() }),
      fc.record({
        name: fc.string(),
        filename: fc.string(),
        contentType: fc.string(),
        bytes: fc.nat(),
        sha256: fc.constant('0'.repeat(64)),
      }),
    );
    const multipart: fc.Arbitrary<Body> = fc.array(part).map((parts) => ({ kind: 'multipart', parts }));
    const query = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), {
      maxKeys: 3,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(
        fc.oneof(jsonBody, laidOut, text, binary, multipart, none),
        fc.oneof(jsonBody, laidOut, text, binary, sse, none),
        query,
        (sent, got, asked) => {
          const exchange = {
            request: request({ body: sent, query: asked }),
            response: response({ body: got }),
          };
          const written = writeCassette(cassetteOf(exchange));
          expect(exchangesOf(readCassette(written, 'x.json'))).toEqual([exchange]);
          expect(writeCassette(readCassette(written, 'x.json'))).toBe(written);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps JSON as JSON and a stream as text, one chunk list a line', () => {
    const stream = response({
      headers: { 'content-type': 'text/event-stream' },
      body: {
        kind: 'sse',
        text: STREAM.join(''),
        chunks: [
          { bytes: 10, atMs: 2 },
          { bytes: 180, atMs: 30 },
        ],
      },
    });
    const text = writeCassette(cassetteOf(sample(), { request: request(), response: stream }));
    expect(text).toContain('"temperature": 0.7');
    expect(text).toContain('"chunks": "10@2 180@30"');
    expect(JSON.parse(text).exchanges[1].response).toBe(STREAM.join(''));
  });

  it('is not made of nothing, of no answer, or of half an answer', () => {
    const make = (...exchanges: Exchange[]) =>
      failureOf(() => createCassette({ case: 'c:m:t', lineage: LINEAGE, exchanges })).message;
    expect(make()).toContain('sent no request');
    expect(
      make({ request: request(), response: null, failure: { kind: 'network', message: 'fetch failed' } }),
    ).toContain('missing (network, fetch failed)');
    expect(make(sample(), { request: request(), response: response({ complete: false }) })).toContain(
      'request 1, POST /v1/responses, is truncated',
    );
  });

  it('keeps what the client gave up as given up', () => {
    const given: Exchange = {
      request: request(),
      response: response({ complete: false }),
      failure: { kind: 'aborted', message: 'stopped' },
    };
    expect(exchangesOf(readCassette(writeCassette(cassetteOf(given)), 'x.json'))).toEqual([given]);
  });

  it('holds a body of 20 MB', () => {
    const big = response({ body: { kind: 'text', text: 'x繁'.repeat(5_000_000) } });
    const text = writeCassette(cassetteOf({ request: request(), response: big }));
    expect(exchangesOf(readCassette(text, 'x.json'))[0]?.response).toEqual(big);
  });
});

describe('reading a cassette', () => {
  const text = writeCassette(cassetteOf(sample()));
  const truncated = () => {
    const cassette = cassetteOf(sample());
    const exchanges = cassette.exchanges.map((exchange) => ({
      ...exchange,
      x_aoai: { ...exchange.x_aoai, complete: false },
    }));
    const draft = { ...cassette, exchanges };
    return writeCassette({ ...draft, lineage: { ...draft.lineage, sha256: contentHash(draft) } });
  };

  it.each([
    ['nothing', () => '', 'not valid JSON', 'x.json:1:1'],
    ['half a file', () => text.slice(0, 300), 'not valid JSON', /^x\.json:\d+:\d+: /],
    ['a syntax error', () => text.replace('"version": 1,', '"version": 1'), 'not valid JSON', 'x.json:4:3'],
    ['another format', () => '{"format":"har"}', 'this is no cassette', '(/format)'],
    ['something else', () => '[]', 'this is no cassette', '(/format)'],
    [
      'a later version',
      () => text.replace('"version": 1', '"version": 2'),
      'version 2 is not the one',
      '(/version)',
    ],
    ['an unknown key', () => text.replace('"modelEchoed"', '"modelEcho"'), '', '(/lineage)'],
    ['an edited body', () => text.replace('hello', 'hullo'), 'does not have the hash', '(/lineage/sha256)'],
    ['an edited hash', () => text.replace(/"sha256": "./, '"sha256": "0'), 'hash', 'x.json'],
    ['a truncated answer', truncated, 'the recorded answer is truncated', '(/exchanges/0)'],
  ])('refuses %s and says where', (_, make, message, place) => {
    const broken = make();
    const failure = failureOf(() =>
      readCassette(broken.replace(/"sha256": "0[0-9a-f]{63}"/, `"sha256": "${'0'.repeat(64)}"`), 'x.json'),
    );
    expect(failure.message).toContain(message);
    if (typeof place === 'string') expect(failure.describe()).toContain(place);
    else expect(failure.describe()).toMatch(place);
    expect(failure.exitCode).toBe(4);
  });

  it('does not mind another layout of the same content', () => {
    expect(readCassette(JSON.stringify(JSON.parse(text)), 'x.json').case).toBe(
      'responses/create:ref-1@1:home',
    );
  });
});
