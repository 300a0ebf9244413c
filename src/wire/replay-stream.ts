/** A recorded stream as a body again: with its chunks, on request with its times, or cut up by malice. */
import type { Clock } from './clock.ts';
import type { Chunk, WireResponse } from './exchange.ts';

export interface ReplayOptions {
  /** `recorded` waits as long as the service did; default `instant`. */
  readonly pace?: 'instant' | 'recorded';
  /** Cut streams into chunks of 1 to `maxBytes` bytes instead of the recorded ones; the same seed, the same cuts. */
  readonly rechunk?: { readonly seed: number; readonly maxBytes: number };
  readonly clock?: Clock;
}

/** Pulled by the reader, so nothing is copied for a client that stops. Errors when the signal does. */
export function replayStream(
  { body, complete }: WireResponse,
  signal: AbortSignal | null,
  clock: Clock,
  { pace = 'instant', rechunk }: ReplayOptions,
): ReadableStream<Uint8Array> {
  const bytes = Buffer.from(body.kind === 'sse' ? body.text : '');
  const chunks = chunksOf(bytes.length, body.kind === 'sse' ? body.chunks : undefined, rechunk);
  const started = clock.now();
  let offset = 0;
  let callOff = () => {};
  let onAbort = () => {};
  const next = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const { value: chunk } = chunks.next();
    if (chunk === undefined) {
      signal?.removeEventListener('abort', onAbort);
      if (complete) controller.close();
      else
        controller.error(
          new TypeError('terminated', {
            cause: new Error('the recording ends here: its client stopped reading'),
          }),
        );
      return;
    }
    const from = offset;
    offset += chunk.bytes;
    const give = () => controller.enqueue(new Uint8Array(bytes.subarray(from, from + chunk.bytes)));
    const wait = pace === 'recorded' ? chunk.atMs - (clock.now() - started) : 0;
    if (wait <= 0) return give();
    return new Promise<void>((resolve) => {
      callOff = clock.after(wait, () => {
        give();
        resolve();
      });
    });
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          callOff();
          controller.error(signal?.reason);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
      },
      pull: next,
      cancel() {
        callOff();
        signal?.removeEventListener('abort', onAbort);
      },
    },
    { highWaterMark: 0 },
  );
}

function* chunksOf(
  total: number,
  recorded: readonly Chunk[] | undefined,
  rechunk: ReplayOptions['rechunk'],
): Generator<Chunk, undefined> {
  if (rechunk === undefined) {
    if (recorded !== undefined) yield* recorded;
    else if (total > 0) yield { bytes: total, atMs: 0 };
    return;
  }
  const random = mulberry32(rechunk.seed);
  for (let left = total; left > 0; ) {
    const bytes = Math.min(left, 1 + Math.floor(random() * rechunk.maxBytes));
    yield { bytes, atMs: 0 };
    left -= bytes;
  }
}

/** A small generator with a seed; the quality of its numbers does not matter, their repetition does. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
