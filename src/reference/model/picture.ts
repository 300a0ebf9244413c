/**
 * What a model that sees says of a picture: `a solid red image`. Only the first pixel (PNG, lossless
 * WEBP) or the first block (JPEG) is decoded, which is all that a solid picture needs.
 */
import { firstPixelOfJpeg } from './jpeg.ts';
import { firstPixelOfPng } from './png.ts';
import { firstPixelOfWebp } from './webp.ts';

/** Red, green, blue: 0 to 255. */
export type Pixel = readonly [number, number, number];

export const COLOURS: Readonly<Record<string, Pixel>> = {
  black: [0, 0, 0],
  white: [255, 255, 255],
  grey: [128, 128, 128],
  red: [220, 20, 30],
  green: [0, 150, 60],
  blue: [20, 60, 220],
  yellow: [250, 220, 20],
  orange: [255, 140, 0],
  purple: [130, 30, 160],
  pink: [255, 150, 190],
  brown: [120, 70, 30],
  cyan: [0, 200, 220],
};

/** Null where the bytes are no PNG, JPEG, GIF or WEBP, or are broken. */
export function descriptionOfPicture(bytes: Uint8Array): string | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decode = decoderOf(data);
  if (decode === null) return null;
  try {
    const pixel = decode(data);
    return pixel === null
      ? 'an image of a colour that was not read'
      : `a solid ${nearestColour(pixel)} image`;
  } catch (error) {
    // Reading past the end of a truncated file.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A decoder returns null for a picture that is well-formed as far as it looked but of a kind it does not read. */
function decoderOf(data: Buffer): ((data: Buffer) => Pixel | null) | null {
  if (data.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n') return firstPixelOfPng;
  if (data[0] === 0xff && data[1] === 0xd8) return firstPixelOfJpeg;
  if (data.subarray(0, 4).toString() === 'RIFF' && data.subarray(8, 12).toString() === 'WEBP')
    return firstPixelOfWebp;
  return data.subarray(0, 4).toString() === 'GIF8' ? () => null : null;
}

function nearestColour(pixel: Pixel): string {
  const distance = (colour: Pixel) =>
    colour.reduce((sum, channel, index) => sum + (channel - (pixel[index] ?? 0)) ** 2, 0);
  const ranked = Object.entries(COLOURS).sort(([, a], [, b]) => distance(a) - distance(b));
  return ranked[0]?.[0] ?? 'unknown';
}
