import { describe, expect, it } from 'vitest';
import { readRecording } from './index.ts';

function read(text: string, file = 'body.txt') {
  return [...readRecording({ file, text })][0];
}

const CREATED = '{"type":"response.created","response":{"created_at":1772359200,"content_filters":null}}';
const CHUNK = '{"object":"chat.completion.chunk","choices":[],"created":1772359200}';

describe('the body of an answer alone', () => {
  it('reads server-sent events as they are, comments, CRLF and BOM included', () => {
    const text = `\uFEFF: keep-alive\r\n\r\nevent: response.created\r\ndata: ${CREATED}\r\n\r\n`;
    expect(read(text)).toMatchObject({
      operation: 'responses.create',
      hostKind: 'azure',
      fidelity: 'response-only',
      recordedAt: '2026-03-01T10:00:00.000Z',
      exchange: { response: { status: 200, body: { kind: 'sse', text } } },
    });
  });

  it('puts the framing back around events, one a line', () => {
    expect(read(`${CREATED}\n${CREATED}\n`)).toMatchObject({
      operation: 'responses.create',
      fidelity: 'response-only,sse-rebuilt-from-events',
      exchange: {
        response: { body: { text: `event: response.created\ndata: ${CREATED}\n\n`.repeat(2) } },
      },
    });
    expect(read(CHUNK)).toMatchObject({
      operation: 'chat.create',
      exchange: { response: { body: { text: `data: ${CHUNK}\n\ndata: [DONE]\n\n` } } },
    });
  });

  it('keeps an event line that is not JSON, so that the checks see it', () => {
    expect(read(`${CHUNK}\n{"broken`)?.exchange.response?.body).toMatchObject({
      text: expect.stringContaining('data: {"broken\n\n'),
    });
  });

  it.each([
    ['{"object":"response","output":[]}', 'responses.create', 200],
    ['{"object":"chat.completion","choices":[]}', 'chat.create', 200],
    ['{"object":"list","data":[{"object":"file"}]}', 'files.list', 200],
    ['{"object":"list","data":[{"object":"model"}]}', 'models.list', 200],
    ['{"object":"response","error":{"code":"server_error"}}', 'responses.create', 200],
    ['{"error":{"code":"429","message":"…"}}', 'other', 429],
    ['{"error":{"code":"DeploymentNotFound"}}', 'other', 400],
  ])('reads %s', (text, operation, status) => {
    expect(read(text, 'answer.json')).toMatchObject({ operation, exchange: { response: { status } } });
  });
});
