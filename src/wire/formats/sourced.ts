import type { Exchange } from '../exchange.ts';
import type { Operation } from '../operation.ts';

/** The recordings that can be read. `vcr` covers vcrpy, pytest-recording, Ruby's VCR and go-vcr. */
export type FormatName =
  | 'har'
  | 'vcr'
  | 'nock'
  | 'test-proxy'
  | 'req-llm'
  | 'sse'
  | 'events'
  | 'answer'
  | 'traffic'
  | 'exchanges'
  | 'cassette';

/** Whose service answered, judged by the host name, or by the answer's headers where the host was scrubbed. */
export type HostKind = 'azure' | 'openai' | 'other';

/**
 * How close the recording is to the bytes on the wire: `wire` (bodies as sent), `parsed-body` (the
 * recorder stored parsed JSON), `response-only` (no request, no status), `…,sse-rebuilt-from-events`
 * (the framing of the stream is ours, the events are real), `transcribed-length-verified` (copied, and
 * the length agrees), `unknown`.
 */
export type Fidelity =
  | 'wire'
  | 'parsed-body'
  | 'response-only'
  | 'response-only,sse-rebuilt-from-events'
  | 'transcribed-length-verified'
  | 'unknown';

/** Where `recordedAt` is from: the service's clock, the recorder's clock, or `created` in the body. */
export type RecordedAtSource = 'date-header' | 'recorder' | 'body-created';

/** Where somebody else's recording was published. */
export interface Citation {
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  /** Ordinal of the exchange in the file. */
  readonly index: string;
  /** SPDX id. */
  readonly license: string;
}

/** One exchange of a recording, with what is known about its origin. */
export interface SourcedExchange {
  /** Id the recording gives, else `<file>#<ordinal>`. Unique within a file. */
  readonly id: string;
  readonly exchange: Exchange;
  /** From method and path; where the recording has no path, from what it says or from the answer's shape. */
  readonly operation: Operation;
  readonly hostKind: HostKind;
  /** ISO time, or null where nothing says when. */
  readonly recordedAt: string | null;
  readonly recordedAtSource: RecordedAtSource | null;
  readonly fidelity: Fidelity;
  /** True when the recording was written or edited by hand: never truth about a service. */
  readonly synthetic: boolean;
  readonly citation?: Citation;
  readonly hints: {
    /** What the request called the model, when the recording says so outside the request's body. */
    readonly model: string | null;
    readonly streaming: boolean;
  };
}
