/**
 * A cassette as a source. Requests are found by key in constant time, first in first out within a key, so
 * polling sees its answers in order and different requests may come in any order. What a request gets as
 * evidence is the recorded answer, whole, however much of it the client reads this time.
 */
import { bodyPayload } from './body.ts';
import type { Cassette } from './cassette.ts';
import { exchangesOf } from './cassette-exchange.ts';
import { type Clock, systemClock } from './clock.ts';
import { differences } from './difference.ts';
import type { Exchange, WireRequest, WireResponse } from './exchange.ts';
import { looseKey, requestKey, requestMaterial } from './fingerprint.ts';
import { type ReplayOptions, replayStream } from './replay-stream.ts';
import type { Call, Ledger, Miss, RecordedRequest, Source } from './source.ts';

export type { ReplayOptions } from './replay-stream.ts';

/** Play a cassette from its beginning; each source has its own cursor, so a retried case needs a new one. */
export function replay(cassette: Cassette, options: ReplayOptions = {}): Source {
  return new CassetteSource(exchangesOf(cassette), options);
}

interface Entry {
  readonly ordinal: number;
  readonly request: WireRequest;
  readonly response: WireResponse;
  readonly exchange: Exchange;
  played: boolean;
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

/** Differences told in a miss. */
const MAX_TOLD = 8;

class CassetteSource implements Source {
  readonly #entries: readonly Entry[];
  readonly #byKey: ReadonlyMap<string, Queue>;
  #byLooseKey: ReadonlyMap<string, Queue> | null = null;
  readonly #missed: Miss[] = [];
  readonly #options: ReplayOptions;
  readonly #clock: Clock;
  #served = 0;

  constructor(exchanges: readonly Exchange[], options: ReplayOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#entries = exchanges.flatMap((exchange, ordinal) =>
      exchange.response === null
        ? []
        : [{ ordinal, request: exchange.request, response: exchange.response, exchange, played: false }],
    );
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
      response: Promise.resolve(this.#answer(entry, signal)),
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
    this.#byLooseKey ??= queuesBy(this.#entries, looseKey);
    return this.#byLooseKey.get(looseKey(request))?.first();
  }

  #answer({ response }: Entry, signal: AbortSignal | null): Response {
    const init = { status: response.status, headers: playedHeaders(response) };
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

const NOT_PLAYED = new Set(['content-encoding', 'content-length', 'retry-after', 'retry-after-ms']);

/**
 * Headers for the client. A recorded pause is real evidence, but nobody waits for it again: `Retry-After`
 * becomes one millisecond. An empty body says so, because the SDK would parse it otherwise.
 */
function playedHeaders({ headers, body }: WireResponse): Record<string, string> {
  const played: Record<string, string> = {};
  for (const name in headers) if (!NOT_PLAYED.has(name)) played[name] = headers[name] ?? '';
  if ('retry-after' in headers || 'retry-after-ms' in headers) played['retry-after-ms'] = '1';
  if (body.kind === 'none') played['content-length'] = '0';
  return played;
}

function recordedRequest({ ordinal, request }: Entry): RecordedRequest {
  return { ordinal, method: request.method, path: request.path };
}

/** Requests compared in full with a missed one; in longer cassettes those of the same operation come first. */
const MAX_COMPARED = 200;

function explainMiss(request: WireRequest, entries: readonly Entry[]): Miss {
  const { method, path } = request;
  const sent = requestMaterial(request);
  const ranked = entries
    .toSorted((a, b) => Number(samePlace(b.request, request)) - Number(samePlace(a.request, request)))
    .slice(0, MAX_COMPARED)
    .map((entry) => ({ entry, found: differences(requestMaterial(entry.request), sent) }))
    .sort(
      (a, b) =>
        Number(samePlace(b.entry.request, request)) - Number(samePlace(a.entry.request, request)) ||
        a.found.length - b.found.length ||
        Number(a.entry.played) - Number(b.entry.played),
    );
  const [best] = ranked;
  const head = `no recorded request matches ${method} ${path}`;
  if (best === undefined) {
    return { method, path, closest: null, differences: [], message: `${head}: the cassette is empty` };
  }
  const { entry, found } = best;
  const closest = recordedRequest(entry);
  const told = found.slice(0, MAX_TOLD).map(({ pointer, message }) => `${pointer}: ${message}`);
  if (found.length > MAX_TOLD) told.push(`… and ${found.length - MAX_TOLD} more`);
  const why =
    found.length === 0
      ? `it equals request ${entry.ordinal}, which was played already; it was recorded fewer times than it is sent`
      : `the closest is request ${entry.ordinal}, ${closest.method} ${closest.path}:\n  ${told.join('\n  ')}`;
  return { method, path, closest, differences: told, message: `${head}; ${why}` };
}

function samePlace(a: WireRequest, b: WireRequest): boolean {
  return a.method === b.method && a.path === b.path;
}
