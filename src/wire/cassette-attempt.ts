import type { WireFailure } from './exchange.ts';
import type { Attempt } from './source.ts';

/** An attempt in a cassette: evidence of what happened on the way, and nothing that is replayed. */
export interface RecordedAttempt {
  /** 0-based place of the exchange that answered in the end. */
  readonly request: number;
  /** Null: no status line came. */
  readonly status: number | null;
  readonly rawHeaders: Readonly<Record<string, string>>;
  /** JSON as JSON; text up to a limit; null for anything else. */
  readonly response: unknown;
  readonly failure?: WireFailure;
  readonly pauseMs: number;
}

/** Characters; an error page may be long, and its beginning says enough. */
const MAX_TEXT = 4_000;

export function recordedAttempt({ request, exchange, pauseMs }: Attempt): RecordedAttempt {
  const { response, failure } = exchange;
  const body = response?.body;
  const text = body?.kind === 'text' || body?.kind === 'sse' ? body.text.slice(0, MAX_TEXT) : null;
  return {
    request,
    status: response?.status ?? null,
    rawHeaders: response?.headers ?? {},
    response: body?.kind === 'json' ? body.value : text,
    ...(failure === undefined ? {} : { failure }),
    pauseMs,
  };
}
