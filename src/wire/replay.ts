/**
 * A cassette as a source. Requests are found by key in constant time, first in first out within a key, so
 * polling sees its answers in order and different requests may come in any order. What a request gets as
 * evidence is the recorded answer, whole, however much of it the client reads this time.
 */
import { bodyPayload } from './body.ts';
import type { Cassette } from './cassette.ts';
import { exchangesOf } from './cassette-exchange.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Exchange, WireRequest, WireResponse } from './exchange.ts';
import { looseKey, pseudonymKey, requestKey } from './fingerprint.ts';
import { explainMiss, type Recorded, recordedRequest } from './replay-miss.ts';
import { type ReplayOptions, replayStream } from './replay-stream.ts';
import type { Call, Ledger, Miss, Source } from './source.ts';

export type { ReplayOptions } from './replay-stream.ts';

/** Play a cassette from its beginning; each source has its own cursor, so a retried case needs a new one. */
export function replay(cassette: Cassette, options: ReplayOptions = {}): Source {
  return new CassetteSource(entriesOf(exchangesOf(cassette)), options, looseKey);
}

/**
 * Several cassettes as one source, as if one client had sent all their requests. A request that is in more
 * than one of them gets their answers in turn; pseudonyms, which differ between cassettes, match each other.
 */
export function replayTogether(cassettes: readonly Cassette[], options: ReplayOptions = {}): Source {
  const entries = cassettes.flatMap((cassette) => entriesOf(exchangesOf(cassette), cassette.case));
  return new CassetteSource(entries, options, pseudonymKey);
}

interface Entry extends Recorded {
  readonly response: WireResponse;
  readonly exchange: Exchange;
  played: boolean;
}

function entriesOf(exchanges: readonly Exchange[], caseId?: string): Entry[] {
  return exchanges.flatMap((exchange, ordinal) => {
    const { request, response } = exchange;
    if (response === null) return [];
    const of = caseId === undefined ? {} : { case: caseId };
    return [{ ordinal, ...of, request, response, exchange, played: false }];
  });
}

/** Entries of one key, played in order. An entry can be played by its other key, hence the loop. */
class Queue {
  readonly #entries: readonly Entry[];
  #next = 0;

  constructor(entries: readonly Entry[]) {
    this.#entries = entries;
  }

  first(): Entry | undefined {
    while (this.#entries[this.#next]?.played === true) this.#next += 1;
    return this.#entries[this.#next];
  }
}

function queuesBy(
  entries: readonly Entry[],
  keyOf: (request: WireRequest) => string,
): ReadonlyMap<string, Queue> {
  const groups = Map.groupBy(entries, ({ request }) => keyOf(request));
  return new Map([...groups].map(([key, group]) => [key, new Queue(group)]));
}

class CassetteSource implements Source {
  readonly #entries: readonly Entry[];
  readonly #byKey: ReadonlyMap<string, Queue>;
  #byLooseKey: ReadonlyMap<string, Queue> | null = null;
  readonly #missed: Miss[] = [];
  readonly #options: ReplayOptions;
  readonly #clock: Clock;
  /** Asked only when the exact key missed. */
  readonly #loose: (request: WireRequest) => string;
  #served = 0;

  constructor(entries: readonly Entry[], options: ReplayOptions, loose: (request: WireRequest) => string) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#loose = loose;
    this.#entries = entries;
    this.#byKey = queuesBy(this.#entries, requestKey);
  }

  send({ outgoing, request }: Call) {
    const { signal } = outgoing;
    if (signal?.aborted === true) {
      const failure = { kind: 'aborted', message: 'the client aborted the request' } as const;
      const response = Promise.reject<Response>(signal.reason);
      return { response, exchange: async () => ({ request, response: null, failure }) };
    }
    const entry = this.#take(request);
    if (entry === undefined) return this.#miss(request);
    this.#served += 1;
    const { exchange } = entry;
    return {
      response: this.#inTime(entry, signal, this.#answer(entry, signal)),
      exchange: async () => ({ ...exchange, request }),
    };
  }

  ledger(): Ledger {
    const unplayed = this.#entries.filter(({ played }) => !played).map(recordedRequest);
    return { served: this.#served, missed: [...this.#missed], unplayed };
  }

  #take(request: WireRequest): Entry | undefined {
    const exact = this.#byKey.get(requestKey(request))?.first();
    const entry = exact ?? this.#takeLoosely(request);
    if (entry !== undefined) entry.played = true;
    return entry;
  }

  #takeLoosely(request: WireRequest): Entry | undefined {
    this.#byLooseKey ??= queuesBy(this.#entries, this.#loose);
    return this.#byLooseKey.get(this.#loose(request))?.first();
  }

  /** The answer when it is due: a stream with its first byte, anything else when all of it was there. */
  #inTime({ response }: Entry, signal: AbortSignal | null, answer: Response): Promise<Response> {
    const { firstByteMs, totalMs = firstByteMs } = response;
    const due = (response.body.kind === 'sse' ? firstByteMs : totalMs) ?? 0;
    if (this.#options.pace !== 'recorded' || due <= 0) return Promise.resolve(answer);
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        callOff();
        reject(signal?.reason);
      };
      const callOff = this.#clock.after(due, () => {
        signal?.removeEventListener('abort', giveUp);
        resolve(answer);
      });
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  #answer({ response }: Entry, signal: AbortSignal | null): Response {
    const init = { status: response.status, headers: playedHeaders(response, this.#options) };
    if (response.body.kind === 'sse') {
      return new Response(replayStream(response, signal, this.#clock, this.#options), init);
    }
    return new Response(bodyPayload(response.body), init);
  }

  /** Never only an exception, which a client would wrap, retry or swallow: the ledger keeps it. */
  #miss(request: WireRequest) {
    const miss = explainMiss(request, this.#entries);
    this.#missed.push(miss);
    const error = { code: 'replay_miss', type: 'replay_miss', param: null, message: miss.message };
    const response = Response.json({ error }, { status: 400, headers: { 'x-should-retry': 'false' } });
    const failure = { kind: 'replay-miss', message: miss.message } as const;
    return {
      response: Promise.resolve(response),
      exchange: async () => ({ request, response: null, failure }),
    };
  }
}

const ENCODED = new Set(['content-encoding', 'content-length']);
const PAUSES = new Set(['retry-after', 'retry-after-ms']);

/**
 * Headers for the client. A recorded pause is real evidence, but nobody waits for it again, unless times are
 * replayed: `Retry-After` becomes one millisecond. An empty body says so, because the SDK would parse it otherwise.
 */
function playedHeaders({ headers, body }: WireResponse, { pace }: ReplayOptions): Record<string, string> {
  const played: Record<string, string> = {};
  const hurried = pace !== 'recorded';
  for (const name in headers) {
    if (ENCODED.has(name)) continue;
    if (hurried && PAUSES.has(name)) played['retry-after-ms'] = '1';
    else played[name] = headers[name] ?? '';
  }
  if (body.kind === 'none') played['content-length'] = '0';
  return played;
}
