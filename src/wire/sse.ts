/**
 * Server-sent events on raw bytes. The blocks between blank lines are found here, on bytes, so that a
 * chunk may end anywhere (inside a character, between CR and LF, inside the BOM) and every event knows
 * where it ends; `eventsource-parser` reads the fields of each complete block.
 *
 * Nothing is repaired: what follows the last blank line is reported as the truncated tail and is never
 * dispatched, as the WHATWG algorithm demands.
 */
import { createParser } from 'eventsource-parser';
import { plainEvents } from './sse-text.ts';

export interface SseEvent {
  /** The `event:` field; null when absent or empty. */
  readonly event: string | null;
  /** The `data:` lines joined with LF. */
  readonly data: string;
  /** The `id:` field of this very event (ids are not inherited); null when absent. */
  readonly id: string | null;
  /** Milliseconds; null when absent or not a number. */
  readonly retry: number | null;
  /**
   * Offset in the body, in bytes, just behind the byte that completed the event: the blank line's LF, or
   * its CR, whose LF may still follow. So it does not depend on where the chunks end.
   */
  readonly end: number;
}

export interface SseText {
  readonly events: readonly SseEvent[];
  readonly comments: readonly string[];
  /** What stands behind the last complete event; null when nothing was cut off. */
  readonly truncatedTail: string | null;
}

const LF = 10;
const CR = 13;

/** Reads a body as its chunks arrive. Time is linear in the bytes, whatever the chunk size. */
export class SseReader {
  readonly #comments: string[] = [];
  readonly #found: SseEvent[] = [];
  readonly #parser;
  /** Bytes of the block that has not ended yet; `#held` of them are used. */
  #block = Buffer.alloc(0);
  #held = 0;
  /** Bytes taken so far. */
  #offset = 0;
  #lineHasBytes = false;
  #lastWasCr = false;
  #retry: number | null = null;
  #end = 0;

  constructor() {
    this.#parser = createParser({
      onEvent: ({ event, data, id }) => {
        this.#found.push({
          event: event ?? null,
          data,
          id: id ?? null,
          retry: this.#retry,
          end: this.#end,
        });
      },
      onRetry: (retry) => {
        this.#retry = retry;
      },
      onComment: (comment) => this.#comments.push(comment),
    });
  }

  /** Comments of the blocks completed so far. */
  get comments(): readonly string[] {
    return this.#comments;
  }

  /** Take the next chunk; returns the events it completed. The chunk may be reused by the caller. */
  push(bytes: Uint8Array): SseEvent[] {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let blockStart = 0;
    let lineStart = 0;
    let lf = position(chunk, LF, 0);
    let cr = position(chunk, CR, 0);
    while (lf < chunk.length || cr < chunk.length) {
      const at = Math.min(lf, cr);
      const lineIsEmpty = at === lineStart && !this.#lineHasBytes;
      const belongsToCr = at === lf && (at === 0 ? this.#lastWasCr : chunk[at - 1] === CR);
      if (lineIsEmpty && !belongsToCr) {
        this.#endBlock(chunk, blockStart, at + 1);
        blockStart = at + 1;
      }
      this.#lineHasBytes = false;
      lineStart = at + 1;
      if (at === lf) lf = position(chunk, LF, lineStart);
      else cr = position(chunk, CR, lineStart);
    }
    if (lineStart < chunk.length) this.#lineHasBytes = true;
    if (chunk.length > 0) this.#lastWasCr = chunk[chunk.length - 1] === CR;
    this.#hold(chunk, blockStart);
    this.#offset += chunk.length;
    return this.#found.splice(0);
  }

  /** Call once after the last chunk. A tail of whole comment lines and blank lines is not a truncation. */
  end(): { readonly truncatedTail: string | null } {
    const tail = this.#withoutBom(this.#block.toString('utf8', 0, this.#held), this.#offset === this.#held);
    const whole = /^(?:(?::[^\r\n]*)?(?:\r\n|\r|\n))*$/.test(tail);
    return { truncatedTail: whole ? null : tail };
  }

  #endBlock(chunk: Buffer, from: number, to: number): void {
    const first = this.#offset + from === this.#held;
    let text: string;
    if (this.#held === 0) {
      text = chunk.toString('utf8', from, to);
    } else {
      this.#hold(chunk, from, to);
      text = this.#block.toString('utf8', 0, this.#held);
      this.#held = 0;
    }
    this.#retry = null;
    this.#end = this.#offset + to;
    // The parser strips a BOM of its own accord, but also its bytes read as Latin-1, which are text here.
    if (first) this.#parser.feed('\uFEFF');
    this.#parser.feed(this.#withoutBom(text, first));
  }

  #withoutBom(text: string, first: boolean): string {
    return first && text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  /** Keep `chunk[from, to)`; the room doubles, so one-byte chunks stay linear. */
  #hold(chunk: Buffer, from: number, to = chunk.length): void {
    const needed = this.#held + to - from;
    if (needed > this.#block.length) {
      const room = Buffer.allocUnsafe(Math.max(needed, this.#block.length * 2, 256));
      this.#block.copy(room, 0, 0, this.#held);
      this.#block = room;
    }
    chunk.copy(this.#block, this.#held, from, to);
    this.#held = needed;
  }
}

/** Index of `byte` from `from` on, or the length when there is none. */
function position(chunk: Buffer, byte: number, from: number): number {
  const index = chunk.indexOf(byte, from);
  return index === -1 ? chunk.length : index;
}

/** Read a whole body. */
export function readSse(body: string | Uint8Array): SseText {
  const plain = typeof body === 'string' ? plainEvents(body) : null;
  if (plain !== null) return { events: plain, comments: [], truncatedTail: null };
  const reader = new SseReader();
  const events = reader.push(typeof body === 'string' ? Buffer.from(body) : body);
  return { events, comments: reader.comments, truncatedTail: reader.end().truncatedTail };
}

const TERMINAL_TYPES: ReadonlySet<unknown> = new Set([
  'response.completed',
  'response.failed',
  'response.incomplete',
  'error',
]);
const MAY_BE_TERMINAL = /"(?:response\.(?:completed|failed|incomplete)|error)"/;

/** True when nothing of the answer can follow: `[DONE]`, a terminal Responses event, or an error frame. */
export function isTerminalEvent(event: Pick<SseEvent, 'event' | 'data'>): boolean {
  if (event.data === '[DONE]' || TERMINAL_TYPES.has(event.event)) return true;
  if (!MAY_BE_TERMINAL.test(event.data)) return false;
  try {
    const value: unknown = JSON.parse(event.data);
    if (typeof value !== 'object' || value === null) return false;
    return ('type' in value && TERMINAL_TYPES.has(value.type)) || ('error' in value && Boolean(value.error));
  } catch {
    return false;
  }
}
