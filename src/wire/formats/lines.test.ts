import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, splitLineStream, splitLines } from './lines.ts';

describe('lines', () => {
  it('are the same from a text and from any chunking of its bytes', async () => {
    const line = fc.oneof(fc.constantFrom('', ' ', '\r'), fc.string({ unit: 'grapheme', maxLength: 12 }));
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(9)), async (lines, sizes) => {
        const text = lines.join('\n');
        const expected = [...splitLines(Buffer.from(text).toString('utf8'))];
        const streamed: Line[] = [];
        for await (const part of splitLineStream(chunked(Buffer.from(text), sizes), 'f')) streamed.push(part);
        expect(streamed).toEqual(expected);
      }),
    );
  });

  it('keep the numbers of the file when blank lines are left out', () => {
    expect([...splitLines('a\n\n  \nb')]).toEqual([
      { text: 'a', number: 1 },
      { text: 'b', number: 4 },
    ]);
  });
});

async function* chunked(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const size of sizes) {
    yield bytes.subarray(start, start + size);
    start += size;
  }
  yield bytes.subarray(start);
}
