/**
 * A response body on its way to the client, kept as it passes: each chunk goes on the moment it arrives,
 * and its end and time are noted. Nothing is decoded twice; `fetch` has already undone the compression.
 */
import { isWholeStream } from './body.ts';
import type { Chunk, WireFailure, WireRequest, WireResponse } from './exchange.ts';
import type { Redactor } from './redact.ts';
import { SseReader } from './sse.ts';

export const DEFAULT_MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface CaptureOptions {
  readonly response: Response;
  readonly firstByteMs: number;
  /** Whole milliseconds since the request was sent. */
  readonly elapsed: () => number;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  /** Break off beyond `maxBytes`. */
  readonly cut: boolean;
  /** Start the timer between two events; the returned function calls it off. */
  readonly watch: () => () => void;
  /** The error to give to the client for one that the network gave. */
  readonly errorFor: (error: unknown) => unknown;
  /** Called once when the body has ended in one way or another. */
  readonly done: (ending: { readonly error?: unknown; readonly gaveUp: boolean }) => void;
}

export class Capture {
  readonly #options: CaptureOptions;
  readonly #ends: number[] = [];
  readonly #times: number[] = [];
  #bytes = new Uint8Array(0);
  #length = 0;
  #tooLarge = false;
  #closed = false;
  #over = false;

  constructor(options: CaptureOptions) {
    this.#options = options;
  }

  /** The response for the client. Its body is read ahead, so times are those of the network, not of the reader. */
  response(): Response {
    const { response } = this.#options;
    const { status, statusText, headers, body } = response;
    if (body === null) {
      this.#closed = true;
      this.#end({ gaveUp: false });
      return response;
    }
    const copy = new Response(this.#stream(body), { status, statusText, headers });
    Object.defineProperty(copy, 'url', { value: response.url });
    return copy;
  }

  #stream(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const { signal, errorFor } = this.#options;
    const reader = body.getReader();
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        const onAbort = () => {
          if (this.#over) return;
          controller.error(signal.reason);
          this.#end({ gaveUp: false });
          reader.cancel(signal.reason).catch(() => {});
        };
        if (signal.aborted) return onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
        this.#pump(reader, controller)
          .catch((error: unknown) => {
            if (this.#over) return;
            controller.error(errorFor(error));
            this.#end({ error, gaveUp: false });
          })
          .finally(() => signal.removeEventListener('abort', onAbort));
      },
      cancel: (reason) => {
        this.#end({ gaveUp: true });
        return reader.cancel(reason);
      },
    });
  }

  async #pump(
    reader: ReadableStreamDefaultReader<Uint8Array>,
    controller: ReadableStreamDefaultController<Uint8Array>,
  ): Promise<void> {
    const isStream =
      this.#options.response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    const events = isStream ? new SseReader() : null;
    let callOff = events === null ? () => {} : this.#options.watch();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (this.#over) return;
        if (done) break;
        this.#keep(value);
        if (this.#tooLarge && this.#options.cut) {
          void reader.cancel().catch(() => {});
          throw new RangeError(this.#tooLargeMessage());
        }
        if (events !== null && events.push(value).length > 0) {
          callOff();
          callOff = this.#options.watch();
        }
        controller.enqueue(value);
      }
    } finally {
      callOff();
    }
    this.#closed = true;
    controller.close();
    this.#end({ gaveUp: false });
  }

  #keep(chunk: Uint8Array): void {
    if (this.#tooLarge || this.#length + chunk.length > this.#options.maxBytes) {
      this.#tooLarge = true;
      return;
    }
    if (this.#length + chunk.length > this.#bytes.length) {
      const room = new Uint8Array(Math.max(this.#length + chunk.length, this.#bytes.length * 2, 4096));
      room.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = room;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length += chunk.length;
    this.#ends.push(this.#length);
    this.#times.push(this.#options.elapsed());
  }

  #tooLargeMessage(): string {
    const what = this.#options.cut ? 'broken off' : 'not kept';
    return `the body is larger than ${this.#options.maxBytes} bytes and was ${what}`;
  }

  #end(ending: { readonly error?: unknown; readonly gaveUp: boolean }): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.done(ending);
  }

  /** The response as it will be kept. `failure` only where the capture itself is the reason. */
  tell(
    request: WireRequest,
    redactor: Redactor,
    headers: Readonly<Record<string, string>>,
  ): { readonly response: WireResponse; readonly failure?: WireFailure } {
    const { response, firstByteMs, elapsed } = this.#options;
    const timing = { firstByteMs, totalMs: elapsed() };
    if (this.#tooLarge) {
      const message = this.#tooLargeMessage();
      return {
        response: { status: response.status, headers, body: { kind: 'none' }, complete: false, ...timing },
        failure: { kind: 'too-large', message },
      };
    }
    const bytes = this.#bytes.subarray(0, this.#length);
    const { body, ends } = redactor.responseBody(bytes, response.headers.get('content-type'), this.#ends);
    if (body.kind !== 'sse') {
      return { response: { status: response.status, headers, body, complete: this.#closed, ...timing } };
    }
    // A refusal has no last event, whatever type it claims.
    const complete = response.ok ? isWholeStream(request, body.text, this.#closed) : this.#closed;
    const chunks = chunksOf(ends, this.#times, Buffer.byteLength(body.text));
    return {
      response: {
        status: response.status,
        headers,
        body: chunks === null ? body : { ...body, chunks },
        complete,
        ...timing,
      },
    };
  }
}

/** Null where the text is not the bytes that came (invalid UTF-8): then the boundaries mean nothing. */
function chunksOf(ends: readonly number[], times: readonly number[], total: number): Chunk[] | null {
  if (ends.length === 0 || ends.at(-1) !== total) return null;
  return ends.map((end, index) => ({ bytes: end - (ends[index - 1] ?? 0), atMs: times[index] ?? 0 }));
}
