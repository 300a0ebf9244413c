/** The first pixel of a PNG (ISO/IEC 15948). */
import { inflateSync } from 'node:zlib';
import type { Pixel } from './picture.ts';

const MAX_INFLATED = 64 * 1024 * 1024;

/** Throws RangeError for a broken file; null for 16-bit samples and grey. */
export function firstPixelOfPng(data: Buffer): Pixel | null {
  const chunks = chunksOf(data);
  const header = chunks.find(({ type }) => type === 'IHDR')?.body;
  if (header === undefined) throw new RangeError('no IHDR');
  const [depth, colourType] = [header.readUInt8(8), header.readUInt8(9)];
  const pixels = inflated(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body)),
  );
  // The first pixel of the first row is unfiltered under each of the five filters: its neighbours are zero.
  if (colourType === 3) {
    const index = pixels.readUInt8(1) >> (8 - depth);
    const palette = chunks.find(({ type }) => type === 'PLTE')?.body;
    if (palette === undefined) throw new RangeError('no PLTE');
    return triple(palette, index * 3);
  }
  return depth === 8 && (colourType === 2 || colourType === 6) ? triple(pixels, 1) : null;
}

function chunksOf(data: Buffer): { type: string; body: Buffer }[] {
  const chunks: { type: string; body: Buffer }[] = [];
  for (let at = 8; at < data.length; ) {
    const length = data.readUInt32BE(at);
    if (at + 12 + length > data.length) throw new RangeError('truncated chunk');
    chunks.push({
      type: data.toString('latin1', at + 4, at + 8),
      body: data.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  return chunks;
}

function triple(bytes: Buffer, at: number): Pixel {
  return [bytes.readUInt8(at), bytes.readUInt8(at + 1), bytes.readUInt8(at + 2)];
}

function inflated(data: Buffer): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: MAX_INFLATED });
  } catch (cause) {
    throw new RangeError('broken IDAT', { cause });
  }
}
