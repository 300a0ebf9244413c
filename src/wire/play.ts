/** Cassettes for a client that plays no case: a test of an SDK, a server that answers with what was recorded. */
import type { Cassette } from './cassette.ts';
import { type FetchInit, type FetchInput, readOutgoing } from './outgoing.ts';
import { createRedactor } from './redact.ts';
import { type ReplayOptions, replayTogether } from './replay.ts';
import type { Ledger, Miss } from './source.ts';
import type { TapFetch } from './tap.ts';

export interface Player {
  /**
   * Answers from the cassettes and never from a network. Whatever credential, host and headers a request has, its
   * method, path, query and body find the answer; one that has none gets a 404 which names the closest recorded one.
   */
  readonly fetch: TapFetch;
  /** What was asked so far, what had no answer, what nobody has asked for. */
  ledger(): Ledger;
}

export interface PlayOptions extends ReplayOptions {
  /** Told of each request that no cassette answers. */
  readonly missed?: (miss: Miss) => void;
}

export function play(cassettes: readonly Cassette[], options: PlayOptions = {}): Player {
  const source = replayTogether(cassettes, options);
  const answer = async (input: FetchInput, init?: FetchInit): Promise<Response> => {
    const outgoing = await readOutgoing(input, init);
    // A new one for each request: what it learns from one client is no business of the next.
    const redactor = createRedactor();
    const before = source.ledger().missed.length;
    const { response } = source.send({ outgoing, request: redactor.request(outgoing), redactor });
    const miss = source.ledger().missed[before];
    if (miss === undefined) return response;
    response.catch(() => {});
    options.missed?.(miss);
    return missAnswer(miss);
  };
  return { fetch: Object.assign(answer, { Response }), ledger: () => source.ledger() };
}

/** In the shape of an error of the service, so that every SDK shows it; more than that for people. */
function missAnswer({ message, closest, differences }: Miss): Response {
  const error = { code: 'replay_miss', type: 'replay_miss', param: null, message };
  return Response.json(
    { error, closest, differences },
    { status: 404, headers: { 'x-should-retry': 'false' } },
  );
}
