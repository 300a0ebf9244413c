import { describe, expect, it } from 'vitest';
import { readRecording } from './index.ts';

function read(entry: object) {
  const whole = {
    RequestUri: 'https://contoso.openai.azure.com/openai/responses?api-version=2025-04-01-preview',
    RequestMethod: 'POST',
    RequestHeaders: { Authorization: 'Sanitized', 'Content-Type': 'application/json' },
    RequestBody: { model: 'gpt-4o' },
    StatusCode: 200,
    ResponseHeaders: { 'Content-Type': 'application/json', Date: 'Sanitized' },
    ResponseBody: { object: 'response', created_at: 1772359200 },
    ...entry,
  };
  const text = JSON.stringify({ Entries: [whole], Variables: {} });
  return [...readRecording({ file: 'Session.json', text })][0];
}

describe('Azure SDK test-proxy', () => {
  it('reads parsed bodies, and falls back from a sanitized date to the answer', () => {
    expect(read({})).toMatchObject({
      hostKind: 'azure',
      operation: 'responses.create',
      fidelity: 'parsed-body',
      recordedAt: '2026-03-01T10:00:00.000Z',
      recordedAtSource: 'body-created',
    });
  });

  it('joins the lines of an event stream', () => {
    const sourced = read({
      ResponseHeaders: { 'Content-Type': 'text/event-stream' },
      ResponseBody: ['event: response.created\n', 'data: {"type":"response.created"}\n\n'],
    });
    expect(sourced?.fidelity).toBe('wire');
    expect(sourced?.exchange.response?.body).toEqual({
      kind: 'sse',
      text: 'event: response.created\ndata: {"type":"response.created"}\n\n',
    });
  });

  it('decodes base64 where the content type is no text', () => {
    const form =
      '--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nassistants\r\n' +
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: application/pdf\r\n\r\n\0\x01\r\n--b--\r\n';
    const sourced = read({
      RequestUri: 'https://contoso.openai.azure.com/openai/files',
      RequestHeaders: { 'Content-Type': 'multipart/form-data; boundary=b' },
      RequestBody: Buffer.from(form, 'latin1').toString('base64'),
    });
    expect(sourced?.exchange.request.body).toMatchObject({
      kind: 'multipart',
      parts: [
        { name: 'purpose', value: 'assistants' },
        { name: 'file', filename: 'a.bin', contentType: 'application/pdf', bytes: 2 },
      ],
    });
  });

  it('keeps a JSON list of strings a list', () => {
    expect(read({ ResponseBody: ['a', 'b'] })?.exchange.response?.body).toEqual({
      kind: 'json',
      value: ['a', 'b'],
    });
  });

  it('judges a scrubbed host by the headers only Azure sends', () => {
    const RequestUri = 'https://REDACTED/';
    const azure = { 'x-ms-region': 'East US 2', 'apim-request-id': 'x' };
    expect(read({ RequestUri, ResponseHeaders: azure })).toMatchObject({
      hostKind: 'azure',
      operation: 'responses.create',
    });
    expect(read({ RequestUri })?.hostKind).toBe('other');
    expect(
      read({ RequestUri: 'https://gateway.contoso.net/v1/responses', ResponseHeaders: azure })?.hostKind,
    ).toBe('other');
  });
});
