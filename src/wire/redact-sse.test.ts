import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets } from './leak.ts';
import { createRedactor } from './redact.ts';
import { readSse } from './sse.ts';

describe('a stream', () => {
  const secret = 'canary-5f1d7e9a2b';
  const redactor = () => createRedactor({ secrets: [secret], salt: 's' });
  const bodyOf = (text: string, ends: readonly number[] = []) => {
    const { body, ends: moved } = redactor().responseBody(Buffer.from(text), 'text/event-stream', ends);
    if (body.kind !== 'sse') throw new Error('a stream stays a stream');
    return { text: body.text, ends: moved };
  };
  const joined = (text: string) =>
    readSse(text)
      .events.map(({ data }) => JSON.parse(data))
      .map((value) => value.delta ?? value.choices?.[0]?.delta?.content ?? '')
      .join('');

  it('loses a secret that is spelled out over its deltas, at any cut', () => {
    const content = `the key is ${secret}, and a@example.org 繁體`;
    fc.assert(
      fc.property(fc.array(fc.nat(content.length), { maxLength: 12 }), fc.boolean(), (cuts, chat) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), content.length];
        const pieces = at.slice(1).map((end, index) => content.slice(at[index], end));
        const frames = pieces.map((piece, index) =>
          chat
            ? `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: piece } }] })}\n\n`
            : `event: response.output_text.delta\ndata: ${JSON.stringify({ type: 'response.output_text.delta', item_id: 'msg_1', output_index: 0, content_index: 0, delta: piece, sequence_number: index })}\n\n`,
        );
        const { text } = bodyOf(frames.join(''));
        expect(joined(text)).toBe(redactor().text(content));
        expect(findSecrets(text, [secret])).toEqual([]);
        expect(readSse(text).events).toHaveLength(pieces.length);
      }),
      { numRuns: 200 },
    );
  });

  it('is found by the scanner although no single line shows it', () => {
    const frames = [...secret].map(
      (character) =>
        `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: character } }] })}\n\n`,
    );
    expect(frames.join('').includes(secret)).toBe(false);
    expect(findSecrets(frames.join(''), [secret])).not.toEqual([]);
    expect(findSecrets(JSON.stringify({ exchanges: [{ response: frames.join('') }] }), [secret])).toEqual([
      { kind: 'known-secret', pointer: '/exchanges/0/response' },
    ]);
  });

  it('keeps its chunks adding up to its bytes when the text changes', () => {
    const text = `data: {"a":"繁 someone@example.org"}\n\ndata: {"b":1}\n\n`;
    const total = Buffer.byteLength(text);
    fc.assert(
      fc.property(fc.array(fc.nat(total)), (cuts) => {
        const ends = [...cuts.toSorted((a, b) => a - b), total];
        const moved = bodyOf(text, ends);
        expect(moved.ends).toHaveLength(ends.length);
        expect(moved.ends.at(-1)).toBe(Buffer.byteLength(moved.text));
        expect([...moved.ends].sort((a, b) => a - b)).toEqual(moved.ends);
      }),
    );
  });

  it('stays byte for byte what it was where nothing has to go', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('data: x', 'data: {"a": 1}', 'event: y', ': c', '\n', '\r', '\r\n', '\uFEFF', '漢'),
        ),
        (parts) => {
          const text = parts.join('');
          expect(bodyOf(text).text).toBe(text);
        },
      ),
    );
  });
});
