import { describe, expect, it } from 'vitest';
import { createCassette, writeCassette } from '../cassette.ts';
import type { Exchange } from '../exchange.ts';
import { readRecording } from './index.ts';

const EVENTS = 'data: {"id":"chatcmpl-1"}\n\ndata: [DONE]\n\n';

const exchange: Exchange = {
  request: {
    method: 'POST',
    origin: 'https://sweden.target.invalid',
    path: '/openai/v1/chat/completions',
    query: {},
    headers: { 'content-type': 'application/json' },
    body: { kind: 'json', value: { model: 'gpt-4.1', messages: [], stream: true } },
  },
  response: {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: {
      kind: 'sse',
      text: EVENTS,
      chunks: [
        { bytes: 10, atMs: 5 },
        { bytes: EVENTS.length - 10, atMs: 9 },
      ],
    },
    complete: true,
    firstByteMs: 4,
    totalMs: 10,
  },
};

function cassette(targetKind: 'azure' | 'openai-compatible' | 'reference'): string {
  return writeCassette(
    createCassette({
      case: 'chat/streaming:gpt-4.1@2025-04-14:sweden',
      lineage: {
        recordedAt: '2026-11-20T10:00:00.000Z',
        target: 'sweden',
        targetKind,
        surface: 'v1',
        harness: 'azure-openai-conformance@0.1.0',
        sdk: 'openai@7.55.0',
        redactions: [],
      },
      exchanges: [exchange],
    }),
  );
}

describe('a cassette of this project', () => {
  it('keeps its chunks, its timing, its completeness and its lineage', () => {
    const [sourced, ...more] = readRecording({ file: 'c.json', text: cassette('azure') });
    expect(more).toEqual([]);
    expect(sourced).toMatchObject({
      id: 'chat/streaming:gpt-4.1@2025-04-14:sweden#0',
      exchange,
      operation: 'chat.create',
      hostKind: 'azure',
      recordedAt: '2026-11-20T10:00:00.000Z',
      fidelity: 'wire',
      hints: { streaming: true },
    });
  });

  it.each([
    ['reference', 'azure'],
    ['openai-compatible', 'other'],
  ] as const)('of a target of kind %s speaks as %s', (targetKind, hostKind) => {
    const [sourced] = readRecording({ file: 'c.json', text: cassette(targetKind) });
    expect(sourced?.hostKind).toBe(hostKind);
  });

  it('is refused when it was altered, whatever its layout', () => {
    const text = cassette('azure');
    const compact = JSON.stringify(JSON.parse(text));
    expect([...readRecording({ file: 'c.json', text: compact })]).toHaveLength(1);
    const altered = text.replace('chatcmpl-1', 'chatcmpl-2');
    expect(() => [...readRecording({ file: 'c.json', text: altered })]).toThrow(/hash/);
  });
});
