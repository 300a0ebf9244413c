import { describe, expect, it } from 'vitest';
import { readRecording } from './index.ts';

const ROW = {
  id: 'row-1',
  repo: 'someone/project',
  commit: 'abc',
  license: 'MIT',
  path: 'tests/cassette.yaml',
  index: 2,
  fidelity: 'wire',
  synthetic_suspect: false,
  host_kind: 'azure',
  method: 'POST',
  url_path: '/openai/v1/responses',
  query: { 'api-version': 'preview' },
  model: 'gpt-4.1',
  api: 'responses',
  operation: 'create',
  streaming: false,
  request_content_type: 'application/json',
  request_body: { model: 'gpt-4.1' },
  request_body_kind: 'json',
  status: 200,
  response_headers: { 'x-ms-region': 'East US 2', authorization: 'Bearer x' },
  response_body: { object: 'response' },
  response_body_kind: 'json',
  recorded_at: 'Sun, 01 Mar 2026 10:00:00 GMT',
  recorded_at_source: 'date-header',
};

function read(row: object) {
  return [...readRecording({ file: 'traffic.jsonl', text: `${JSON.stringify(row)}\n` })][0];
}

describe('traffic JSONL', () => {
  it('reads a row with its citation', () => {
    expect(read(ROW)).toEqual({
      id: 'row-1',
      exchange: {
        request: {
          method: 'POST',
          origin: 'https://azure.recording.invalid',
          path: '/openai/v1/responses',
          query: { 'api-version': 'preview' },
          headers: { 'content-type': 'application/json' },
          body: { kind: 'json', value: { model: 'gpt-4.1' } },
        },
        response: {
          status: 200,
          headers: { 'x-ms-region': 'East US 2' },
          body: { kind: 'json', value: { object: 'response' } },
          complete: true,
        },
      },
      operation: 'responses.create',
      hostKind: 'azure',
      recordedAt: '2026-03-01T10:00:00.000Z',
      recordedAtSource: 'date-header',
      fidelity: 'wire',
      synthetic: false,
      citation: {
        repository: 'someone/project',
        commit: 'abc',
        path: 'tests/cassette.yaml',
        index: '2',
        license: 'MIT',
      },
      hints: { model: 'gpt-4.1', streaming: false },
    });
  });

  it.each([
    [
      'a scrubbed path leaves the noted operation',
      { url_path: '/', operation: 'cancel' },
      { operation: 'responses.cancel' },
    ],
    ['marked as suspect', { synthetic_suspect: true }, { synthetic: true }],
    ['edited answer', { request_length_match: true, response_length_match: false }, { synthetic: true }],
    [
      'reformatted by the recorder',
      { request_length_match: false, response_length_match: false },
      { synthetic: false },
    ],
    [
      'no status recorded',
      { status: null, status_inferred: true },
      { exchange: { response: { status: 200 } } },
    ],
    [
      'truncated body',
      { response_body: { $truncated: { chars: 9, head: '{"ob' } }, truncated: true },
      { exchange: { response: { complete: false, body: { kind: 'text', text: '{"ob' } } } },
    ],
    [
      'binary body',
      { response_body: { $binary: { bytes: 2, sha256: 'x' } }, response_body_kind: 'binary' },
      { exchange: { response: { complete: false, body: { kind: 'binary', base64: '' } } } },
    ],
  ])('%s', (_name, change, expected) => {
    expect(read({ ...ROW, ...change })).toMatchObject(expected);
  });

  it('names the line of a row that is none', () => {
    const text = `${JSON.stringify(ROW)}\n\n{"repo":"x"}\n`;
    expect(() => [...readRecording({ file: 't.jsonl', text })]).toThrow(
      expect.objectContaining({ place: { file: 't.jsonl', line: 3 } }),
    );
  });
});
