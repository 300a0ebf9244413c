/**
 * Cassettes over HTTP, for clients in any language:
 *
 *   const server = await serveReplay(cassettes, { port: 4010 });
 *   // curl http://127.0.0.1:4010/openai/v1/chat/completions -d '…'
 *
 * Whatever credential, host and headers a client sends, its method, path, query and body find the answer. A
 * request that no cassette answers gets a 404 which names the closest one; nothing is ever forwarded.
 */
import type { Cassette } from './cassette.ts';
import { type Listening, type ListenOptions, listen } from './listen.ts';
import { readOutgoing } from './outgoing.ts';
import { createRedactor } from './redact.ts';
import { type ReplayOptions, replayTogether } from './replay.ts';
import type { Ledger, Miss } from './source.ts';

export interface ReplayServer extends Listening {
  ledger(): Ledger;
}

export interface ReplayServerOptions extends ListenOptions, ReplayOptions {
  /** Told of each request that no cassette answers. */
  readonly missed?: (miss: Miss) => void;
}

export async function serveReplay(
  cassettes: readonly Cassette[],
  options: ReplayServerOptions = {},
): Promise<ReplayServer> {
  const source = replayTogether(cassettes, options);
  const served = await listen(async (arrived, { outgoing: connection }) => {
    const bytes = new Uint8Array(await arrived.arrayBuffer());
    const outgoing = await readOutgoing(arrived.url, {
      method: arrived.method,
      headers: arrived.headers,
      body: bytes.length === 0 ? null : bytes,
      signal: arrived.signal,
    });
    // A new one for each request: what it learns from one client is no business of the next.
    const redactor = createRedactor();
    const before = source.ledger().missed.length;
    const { response } = source.send({ outgoing, request: redactor.request(outgoing), redactor });
    const miss = source.ledger().missed[before];
    if (miss === undefined) return unlessBroken(response, () => void connection.destroy());
    options.missed?.(miss);
    return missAnswer(miss);
  }, options);
  return { ...served, ledger: () => source.ledger() };
}

/**
 * An answer that breaks off, because its recording does or its client has left, ends as it did on the wire:
 * with the connection, not with a text about an error.
 */
async function unlessBroken(answer: Promise<Response>, cut: () => void): Promise<Response> {
  let answered: Response;
  try {
    answered = await answer;
  } catch {
    cut();
    return new Response(null, { status: 499 });
  }
  const reader = answered.body?.getReader();
  if (reader === undefined) return answered;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch {
          cut();
          controller.close();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  const { status, headers } = answered;
  return new Response(body, { status, headers });
}

/** In the shape of an error of the service, so that every SDK shows it; more than that for people. */
function missAnswer({ message, closest, differences }: Miss): Response {
  const error = { code: 'replay_miss', type: 'replay_miss', param: null, message };
  return Response.json(
    { error, closest, differences },
    { status: 404, headers: { 'x-should-retry': 'false' } },
  );
}
