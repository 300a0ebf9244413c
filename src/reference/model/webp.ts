/** The colour of a solid lossless WEBP (RFC 9649, section 3). */
import type { Pixel } from './picture.ts';

/** Null for a lossy file, and for one whose pixels are not all the same. Throws RangeError at its end. */
export function firstPixelOfWebp(data: Buffer): Pixel | null {
  if (data.toString('latin1', 12, 16) !== 'VP8L' || data.readUInt8(20) !== 0x2f) return null;
  const bits = new Bits(data.subarray(21));
  bits.take(14 + 14 + 1 + 3);
  // No transform, no colour cache, one group of prefix codes: anything else is not a plain solid picture.
  if (bits.take(3) !== 0) return null;
  const channels: number[] = [];
  for (let code = 0; code < 5; code++) {
    const simple = bits.take(1);
    const two = bits.take(1);
    if (simple !== 1 || two !== 0) return null;
    channels.push(bits.take(bits.take(1) === 1 ? 8 : 1));
  }
  const [green = 0, red = 0, blue = 0] = channels;
  return [red, green, blue];
}

/** Least significant bit first. */
class Bits {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++, this.#at++) {
      value += ((this.#bytes.readUInt8(this.#at >> 3) >> (this.#at & 7)) & 1) * 2 ** bit;
    }
    return value;
  }
}
