import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../failure.ts';
import { readRecording } from './index.ts';

const request = { method: 'POST', url: 'https://h.openai.azure.com/openai/v1/responses', headers: [] };
const b64 = Buffer.from('data: {"a":1}\n\n').toString('base64');

/** A small recording of each kind, to be damaged. */
const SAMPLES: readonly (readonly [file: string, text: string])[] = [
  [
    'a.har',
    JSON.stringify({
      log: {
        entries: [{ request, response: { status: 200, headers: [], content: { text: '{"id":"x"}' } } }],
      },
    }),
  ],
  [
    'a.yaml',
    'interactions:\n- request: {method: GET, uri: "https://api.openai.com/v1/models", headers: {a: [b]}, body: null}\n' +
      '  response:\n    status: {code: 200, message: OK}\n    headers: &h {Content-Type: [text/plain]}\n    body: {string: !!binary aGk=}\nx: *h\n',
  ],
  [
    'n.json',
    '[{"scope":"https://api.openai.com:443","method":"POST","path":"/v1/x?y=1","status":200,"response":["6869"],"rawHeaders":["content-encoding","gzip"]}]',
  ],
  [
    't.json',
    '{"Entries":[{"RequestUri":"https://h/x","RequestMethod":"GET","StatusCode":200,"ResponseBody":["a\\n"]}]}',
  ],
  [
    'r.json',
    `{"captured_at":"2026","chunks":[{"b64":"${b64}"}],"request":{"method":"POST","url":"https://h/v1/responses"},"response":{"status":200}}`,
  ],
  ['s.txt', 'event: response.created\ndata: {"type":"response.created"}\n\n'],
  ['e.txt', '{"type":"response.created","response":{}}\n{"type":"response.completed"}\n'],
  ['o.json', '{"object":"response","created_at":1772359200,"output":[]}'],
  [
    'd.jsonl',
    '{"id":"a","repo":"r","commit":"c","path":"p","url_path":"/v1/responses","status":200,"response_body":{"a":[1]}}\n',
  ],
  [
    'x.jsonl',
    '{"request":{"method":"POST","path":"/v1/responses"},"response":{"status":200,"body":{"kind":"json","value":{}}}}\n',
  ],
];

const damage = fc.record({
  at: fc.nat(400),
  cut: fc.nat(12),
  insert: fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom(
      'null',
      '[]',
      '{}',
      '"',
      '\n',
      '-1',
      '1e999',
      '__proto__',
      '&a',
      '*a',
      '\u0000',
      '\uD800',
    ),
  ),
});

describe('a damaged recording', () => {
  it.each(SAMPLES)('%s is intact before the damage', (file, text) => {
    expect([...readRecording({ file, text })]).toHaveLength(1);
  });

  it.each(SAMPLES)('%s is read or refused with a Failure, never with a crash', (file, text) => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const damaged = damages.reduce((whole, { at, cut, insert }) => {
          const position = at % (whole.length + 1);
          return whole.slice(0, position) + insert + whole.slice(position + cut);
        }, text);
        let failure: unknown;
        try {
          for (const { exchange } of readRecording({ file, text: damaged })) JSON.stringify(exchange);
        } catch (error) {
          failure = error;
        }
        expect(failure === undefined || failure instanceof Failure ? null : failure).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});
