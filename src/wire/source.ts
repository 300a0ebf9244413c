import type { Exchange, WireRequest } from './exchange.ts';
import type { Outgoing } from './outgoing.ts';
import type { Redactor } from './redact.ts';

/** Where the answers of a tap come from: the network (`live`), or a cassette (`replay`). */
export interface Source {
  /** Called once a request, in the order of the client's calls. */
  send(call: Call): Sent;
  ledger(): Ledger;
}

export interface Call {
  readonly outgoing: Outgoing;
  /** The same request, redacted. */
  readonly request: WireRequest;
  readonly redactor: Redactor;
}

export interface Sent {
  /** What the client gets; rejects as `fetch` would. */
  readonly response: Promise<Response>;
  /** Resolves when the body has ended, was cut or was given up; never rejects. */
  exchange(): Promise<Exchange>;
}

/** What a case asked for and got: a replay with misses, or with nothing served, proves nothing. */
export interface Ledger {
  readonly served: number;
  readonly missed: readonly Miss[];
  /** Recorded requests that were never sent; always empty when live. */
  readonly unplayed: readonly RecordedRequest[];
  /** Attempts that were followed by another one; absent where there were none. */
  readonly attempts?: readonly Attempt[];
}

/** An attempt that says nothing about the contract (a 429, a lost connection) and was made again. */
export interface Attempt {
  /** 0-based place among the requests of the client. */
  readonly request: number;
  readonly exchange: Exchange;
  /** Milliseconds before the next attempt. */
  readonly pauseMs: number;
}

export interface RecordedRequest {
  /** 0-based place in the cassette. */
  readonly ordinal: number;
  /** Whose cassette it is, where several are played together. */
  readonly case?: string;
  readonly method: string;
  readonly path: string;
}

export interface Miss {
  readonly method: string;
  readonly path: string;
  /** The most similar recorded request, played or not; null in an empty cassette. */
  readonly closest: RecordedRequest | null;
  /** `/body/temperature: recorded 0.7, sent 1`. */
  readonly differences: readonly string[];
  /** All of it in one text for a person. */
  readonly message: string;
}
