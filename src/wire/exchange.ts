/**
 * One HTTP request with its response as seen on the wire. Every source (tap, cassette, foreign
 * recording) produces this shape and every check reads it, so it is plain data: JSON-serialisable,
 * already redacted, no client, no stream, no clock.
 */
export interface Exchange {
  readonly request: WireRequest;
  /** Null when the wire broke before a status line arrived; `failure` then says how. */
  readonly response: WireResponse | null;
  readonly failure?: WireFailure;
}

export interface WireRequest {
  /** Upper case. */
  readonly method: string;
  /** Origin with the target's alias instead of its host, e.g. `https://sweden.target.invalid`. */
  readonly origin: string;
  /** Path without query, e.g. `/openai/v1/responses`. Empty where a foreign recording has none. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names, allow-listed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

export interface WireResponse {
  readonly status: number;
  /** Lower-case names, allow-listed. `content-encoding` and `content-length` never appear: bodies are decoded. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  /** False when the body ended before the server said it would, or by an error. */
  readonly complete: boolean;
  /** Milliseconds from sending the request to the status line. */
  readonly firstByteMs?: number;
  /** Milliseconds from sending the request to the end of the body. */
  readonly totalMs?: number;
}

export type Body =
  | { readonly kind: 'none' }
  /** `text` is kept only where re-serialising `value` would not give the same bytes. */
  | { readonly kind: 'json'; readonly value: unknown; readonly text?: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'sse'; readonly text: string; readonly chunks?: readonly Chunk[] }
  | { readonly kind: 'multipart'; readonly parts: readonly Part[] }
  | { readonly kind: 'binary'; readonly base64: string };

/** A network chunk of an SSE body: where it ends and when it came. */
export interface Chunk {
  /** UTF-8 bytes in this chunk; the chunks' bytes add up to the body's. A chunk may end inside a character. */
  readonly bytes: number;
  /** Milliseconds since the request was sent. */
  readonly atMs: number;
}

export type Part =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly filename: string;
      readonly contentType: string;
      /** Bytes of the file. */
      readonly bytes: number;
      /** Hex SHA-256 of the file; the file itself is not kept. */
      readonly sha256: string;
    };

export interface WireFailure {
  readonly kind:
    | 'network'
    | 'timeout-first-byte'
    | 'timeout-between-events'
    | 'timeout-total'
    | 'aborted'
    /** The body went beyond the size limit and was not kept. */
    | 'too-large'
    /** The harness itself held it back: the run may not spend more. */
    | 'not-sent'
    | 'replay-miss';
  /** Redacted. */
  readonly message: string;
}
