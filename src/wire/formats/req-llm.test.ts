import { expect, it } from 'vitest';
import { readRecording } from './index.ts';

const b64 = (text: string) => Buffer.from(text).toString('base64');
const request = {
  method: 'POST',
  url: 'https://contoso.cognitiveservices.azure.com/openai/responses',
  headers: { 'api-key': '[REDACTED]', 'content-type': 'application/json' },
  body: { b64: b64('{"model":"codex-mini"}') },
  canonical_json: { model: 'codex-mini' },
};

function read(fixture: object) {
  return [...readRecording({ file: 'basic.json', text: JSON.stringify(fixture) })][0];
}

it('reads a req_llm stream whose chunks end inside a character', () => {
  const bytes = Buffer.from('data: {"delta":"é"}\n\n');
  const sourced = read({
    captured_at: '2025-11-29T00:09:58.428810Z',
    chunks: [
      { b64: bytes.subarray(0, 17).toString('base64') },
      { b64: bytes.subarray(17).toString('base64') },
    ],
    model_spec: 'azure:codex-mini',
    request,
    response: { body: null, headers: { 'content-type': 'text/event-stream' }, status: 200 },
  });
  expect(sourced).toMatchObject({
    hostKind: 'azure',
    fidelity: 'wire',
    recordedAt: '2025-11-29T00:09:58.428Z',
    hints: { model: 'codex-mini', streaming: true },
  });
  expect(sourced?.exchange.response?.body).toEqual({ kind: 'sse', text: 'data: {"delta":"é"}\n\n' });
});

it('reads a req_llm answer, parsed or encoded', () => {
  const response = { headers: {}, status: 200 };
  const parsed = read({ model_spec: 'azure:m', request, response: { ...response, body: { id: 'x' } } });
  const encoded = read({
    model_spec: 'azure:m',
    request,
    response: { ...response, body: { b64: b64('{"id":"x"}') } },
  });
  expect(parsed).toMatchObject({
    fidelity: 'parsed-body',
    exchange: { response: { body: { value: { id: 'x' } } } },
  });
  expect(encoded).toMatchObject({
    fidelity: 'wire',
    exchange: { response: { body: { value: { id: 'x' } } } },
  });
});

it('names the chunk that is no base64 text', () => {
  const broken = { captured_at: 'x', chunks: [{ b64: 'AA==' }, {}], request, response: { status: 200 } };
  expect(() => read(broken)).toThrow(
    expect.objectContaining({ place: { file: 'basic.json', pointer: '/chunks/1' } }),
  );
});
