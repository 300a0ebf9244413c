/**
 * The one choke point: every byte between a case and its target goes through the `fetch` of the case's tap.
 *
 *   const tap = createTap({ source: replay(cassette), redactor: createRedactor({ salt: case.id }) });
 *   const client = new OpenAI({ baseURL, apiKey, fetch: tap.fetch, maxRetries: 0 });
 *   …
 *   const exchanges = await tap.exchanges();
 *
 * Taps share nothing, so cases may run side by side.
 */
import type { Exchange } from './exchange.ts';
import { type FetchInit, type FetchInput, readOutgoing } from './outgoing.ts';
import { createRedactor, type Redactor } from './redact.ts';
import type { Ledger, Sent, Source } from './source.ts';

export interface TapOptions {
  readonly source: Source;
  /** Default: no known secrets, no aliases. */
  readonly redactor?: Redactor;
}

/** `fetch` with the `Response` it answers with: without that property the SDK probes it before an upload. */
export type TapFetch = typeof fetch & { readonly Response: typeof Response };

export interface Tap {
  readonly fetch: TapFetch;
  /** The exchanges so far, in the order of the calls; waits until their bodies have ended or were given up. */
  exchanges(): Promise<readonly Exchange[]>;
  ledger(): Ledger;
}

export function createTap({ source, redactor = createRedactor() }: TapOptions): Tap {
  const calls: Promise<Sent | null>[] = [];

  const send = async (input: FetchInput, init?: FetchInit): Promise<Sent> => {
    const outgoing = await readOutgoing(input, init);
    return source.send({ outgoing, request: redactor.request(outgoing), redactor });
  };
  const tapFetch = (input: FetchInput, init?: FetchInit): Promise<Response> => {
    // The SDK's question whether this fetch takes files; no traffic.
    if (urlOf(input).startsWith('data:')) return fetch(input, init);
    const sent = send(input, init);
    // A call that is no request (a bad URL, a body already read) is the client's error and no exchange.
    calls.push(sent.catch(() => null));
    return sent.then(({ response }) => response);
  };

  return {
    fetch: Object.assign(tapFetch, { Response }),
    async exchanges() {
      let seen = -1;
      let done: (Exchange | null)[] = [];
      while (seen !== calls.length) {
        seen = calls.length;
        done = await Promise.all(calls.map(async (call) => (await call)?.exchange() ?? null));
      }
      return done.filter((exchange) => exchange !== null);
    },
    ledger: () => source.ledger(),
  };
}

function urlOf(input: FetchInput): string {
  return input instanceof Request ? input.url : String(input);
}
