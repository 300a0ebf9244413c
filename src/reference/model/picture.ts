/**
 * The colour of a picture, as the answer of a model that sees: `a solid red image, 16 by 16 pixels`.
 * A PNG is decoded far enough to read its first pixel. JPEG and WEBP are recognised by their signature
 * and their colour is read from a text comment that the project's own pictures carry; a picture without
 * one is accepted and called unknown, as no colour was seen.
 */
import { inflateSync } from 'node:zlib';

const COLOURS: Readonly<Record<string, readonly [number, number, number]>> = {
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

/** Null where the bytes are no PNG, JPEG, GIF or WEBP. */
export function descriptionOfPicture(bytes: Uint8Array): string | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n') return png(data);
  const isJpeg = data[0] === 0xff && data[1] === 0xd8;
  const isWebp = data.subarray(0, 4).toString() === 'RIFF' && data.subarray(8, 12).toString() === 'WEBP';
  const isGif = data.subarray(0, 4).toString() === 'GIF8';
  if (!isJpeg && !isWebp && !isGif) return null;
  const stated = data.toString('latin1').match(/colour=(\w+)/)?.[1];
  return stated === undefined ? 'a picture of unknown colour' : `a solid ${stated} image`;
}

function png(data: Buffer): string | null {
  const width = data.length >= 33 ? data.readUInt32BE(16) : 0;
  const height = data.length >= 33 ? data.readUInt32BE(20) : 0;
  const colourType = data[25] ?? 0;
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= data.length; ) {
    const length = data.readUInt32BE(at);
    if (data.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(data.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const pixels = inflated(Buffer.concat(parts));
  if (width === 0 || height === 0 || pixels === null) return null;
  if (colourType !== 2 && colourType !== 6) return `an image, ${width} by ${height} pixels`;
  // The first pixel of the first row is unfiltered under each of the five filters: its neighbours are zero.
  return `a solid ${nearestColour([pixels[1] ?? 0, pixels[2] ?? 0, pixels[3] ?? 0])} image, ${width} by ${height} pixels`;
}

function inflated(data: Buffer): Buffer | null {
  try {
    return inflateSync(data, { maxOutputLength: 64 * 1024 * 1024 });
  } catch {
    return null;
  }
}

function nearestColour(pixel: readonly [number, number, number]): string {
  const distance = (colour: readonly [number, number, number]) =>
    colour.reduce((sum, channel, index) => sum + (channel - (pixel[index] ?? 0)) ** 2, 0);
  const ranked = Object.entries(COLOURS).sort(([, a], [, b]) => distance(a) - distance(b));
  return ranked[0]?.[0] ?? 'unknown';
}
