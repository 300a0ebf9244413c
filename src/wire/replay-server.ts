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
import { type PlayOptions, play } from './play.ts';
import type { Ledger } from './source.ts';

export interface ReplayServer extends Listening {
  ledger(): Ledger;
}

export interface ReplayServerOptions extends ListenOptions, PlayOptions {}

export async function serveReplay(
  cassettes: readonly Cassette[],
  options: ReplayServerOptions = {},
): Promise<ReplayServer> {
  const player = play(cassettes, options);
  const served = await listen(async (arrived, { outgoing: connection }) => {
    const bytes = new Uint8Array(await arrived.arrayBuffer());
    const answer = player.fetch(arrived.url, {
      method: arrived.method,
      headers: arrived.headers,
      body: bytes.length === 0 ? null : bytes,
      signal: arrived.signal,
    });
    return unlessBroken(answer, () => void connection.destroy());
  }, options);
  return { ...served, ledger: player.ledger };
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
