import {
  brotliDecompressSync,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  type ZlibOptions,
  zstdDecompressSync,
} from 'node:zlib';
import { RecordingFailure } from '../../failure.ts';
import type { Spot } from './spot.ts';

/** Bytes a body may have after decompression; a bomb fails instead of filling the memory. */
export const MAX_DECODED_BYTES = 64 * 1024 * 1024;

type Inflate = (bytes: Uint8Array, options: ZlibOptions) => Buffer;

/**
 * Undoes `content-encoding`. Recorders often decode a body and keep the header, so an encoding with a
 * signature is undone only where the signature is there, and one without only where decoding works.
 * Throws RecordingFailure for a damaged body and for one that grows beyond `limit` bytes.
 */
export function decompress(
  bytes: Uint8Array,
  encoding: string | undefined,
  spot: Spot,
  limit = MAX_DECODED_BYTES,
): Uint8Array {
  const codings = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0) return startsWith(bytes, GZIP) ? inflate('gzip', bytes, spot, limit) : bytes;
  return codings.reverse().reduce((body, coding) => inflate(coding, body, spot, limit), bytes);
}

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

function inflate(coding: string, bytes: Uint8Array, spot: Spot, limit: number): Uint8Array {
  const attempt = (run: Inflate) => run(bytes, { maxOutputLength: limit });
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return startsWith(bytes, GZIP) ? required(() => attempt(gunzipSync), coding, spot, limit) : bytes;
    case 'zstd':
      return startsWith(bytes, ZSTD)
        ? required(() => zstdDecompressSync(bytes, { maxOutputLength: limit }), coding, spot, limit)
        : bytes;
    case 'deflate':
      // Both the zlib wrapper (RFC 9110) and raw deflate are met in the field.
      return optional(
        [() => attempt(inflateSync), () => attempt(inflateRawSync)],
        bytes,
        coding,
        spot,
        limit,
      );
    case 'br':
      return optional(
        [() => brotliDecompressSync(bytes, { maxOutputLength: limit })],
        bytes,
        coding,
        spot,
        limit,
      );
    default:
      return bytes;
  }
}

function required(run: () => Buffer, coding: string, spot: Spot, limit: number): Uint8Array {
  try {
    return run();
  } catch (cause) {
    if (isTooLarge(cause)) throw tooLarge(coding, spot, limit, cause);
    throw new RecordingFailure(`the ${coding} body is damaged: it cannot be decompressed`, {
      place: spot.place,
      remedy: 'Record the exchange again, or remove it from the file.',
      cause,
    });
  }
}

function optional(
  runs: readonly (() => Buffer)[],
  fallback: Uint8Array,
  coding: string,
  spot: Spot,
  limit: number,
): Uint8Array {
  for (const run of runs) {
    try {
      return run();
    } catch (cause) {
      if (isTooLarge(cause)) throw tooLarge(coding, spot, limit, cause);
    }
  }
  return fallback;
}

function isTooLarge(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
}

function tooLarge(coding: string, spot: Spot, limit: number, cause: unknown): RecordingFailure {
  return new RecordingFailure(
    `the ${coding} body grows beyond ${Math.round(limit / 1024 / 1024)} MB when decompressed`,
    { place: spot.place, remedy: 'No answer of the API is that large; remove the exchange.', cause },
  );
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}
