import { serve } from '@hono/node-server';
import { ConfigurationFailure } from '../failure.ts';

export interface ListenOptions {
  /** 0, the default, chooses a free one. */
  readonly port?: number;
  /** Loopback unless told otherwise. */
  readonly hostname?: string;
}

export interface Listening {
  /** `http://127.0.0.1:4010`, without a path. */
  readonly url: string;
  close(): Promise<void>;
}

/** The exchange as node has it, for what `Response` has no word for. */
export interface Connection {
  readonly outgoing: { destroy(): unknown };
}

/** Answers HTTP with `fetch`. Throws ConfigurationFailure where the port cannot be had. */
export async function listen(
  fetch: (request: Request, connection: Connection) => Response | Promise<Response>,
  { port: wanted = 0, hostname = '127.0.0.1' }: ListenOptions = {},
): Promise<Listening> {
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>(
    (resolve, reject) => {
      const server = serve(
        { fetch: (request, { outgoing }) => fetch(request, { outgoing }), port: wanted, hostname },
        (info) => resolve({ server, port: info.port }),
      );
      server.once('error', (error) => {
        const remedy = 'Choose another port, or 0 for a free one.';
        reject(
          new ConfigurationFailure(`cannot listen on ${hostname}:${wanted}: ${error.message}`, { remedy }),
        );
      });
    },
  );
  return {
    url: `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
