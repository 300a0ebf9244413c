/**
 * A server that breaks below HTTP, where the named faults of the reference cannot reach: sockets, bodies without
 * end, addresses that lead in a circle. One address a chaos, so that one run meets them all:
 *
 *   const server = await serveChaos();
 *   fetch(`${server.url}/chaos.reset/openai/v1/chat/completions`)   // breaks
 *   fetch(`${server.url}/calm/openai/v1/chat/completions`)          // the reference itself
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip } from 'node:zlib';
import { getRequestListener } from '@hono/node-server';
import { ConfigurationFailure } from '../failure.ts';
import { didYouMean } from '../suggest.ts';
import { createReference, type ReferenceOptions } from './index.ts';

export interface Chaos {
  readonly name: `chaos.${string}`;
  /** One sentence: what the server does. */
  readonly breaks: string;
  readonly play: (request: IncomingMessage, response: ServerResponse) => void;
}

const MEGABYTE = 1024 * 1024;
/** Milliseconds between two drops of something slow. */
const DRIP_MS = 100;

export const CHAOS: readonly Chaos[] = [
  {
    name: 'chaos.reset',
    breaks: 'The connection is reset before a status line.',
    play: ({ socket }) => void socket.resetAndDestroy(),
  },
  {
    name: 'chaos.garbage',
    breaks: 'Bytes that are no HTTP, then the end of the connection.',
    play: ({ socket }) => void socket.end(Buffer.from([0, 255, 1, 254, 72, 84, 84, 80, 13, 10, 13, 10])),
  },
  {
    name: 'chaos.silence',
    breaks: 'The request is taken and never answered.',
    play: () => {},
  },
  {
    name: 'chaos.half-body',
    breaks: 'The connection closes after half of the body that was announced.',
    play(_, response) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '400' });
      response.write('{"id":"chatcmpl-half","object":"chat.completion","choices":[{"index":0,"message":');
      setTimeout(() => response.destroy(), DRIP_MS);
    },
  },
  {
    name: 'chaos.reset-in-stream',
    breaks: 'A stream is reset after its first event.',
    play(_, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"id":"chatcmpl-cut","object":"chat.completion.chunk","choices":[]}\n\n');
      setTimeout(() => response.socket?.resetAndDestroy(), DRIP_MS);
    },
  },
  {
    name: 'chaos.slow-loris',
    breaks: 'The headers come a few bytes at a time and have no end.',
    play({ socket }) {
      socket.write('HTTP/1.1 200 OK\r\n');
      drip(socket, () => socket.write('x-slow: 1\r\n'));
    },
  },
  {
    name: 'chaos.silent-stream',
    breaks: 'A stream sends comments that keep the connection alive, and no event.',
    play(_, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      drip(response, () => response.write(': still here\n\n'));
    },
  },
  {
    name: 'chaos.slow-body',
    breaks: 'A body comes a byte at a time and has no end.',
    play(_, response) {
      response.writeHead(200, { 'content-type': 'application/json' });
      drip(response, () => response.write(' '));
    },
  },
  {
    name: 'chaos.endless-stream',
    breaks: 'A stream of events without end, as fast as they are read.',
    play(_, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const text = 'x'.repeat(MEGABYTE);
      pour(response, Buffer.from(`data: {"object":"chat.completion.chunk","choices":[],"x":"${text}"}\n\n`));
    },
  },
  {
    name: 'chaos.large-body',
    breaks: 'A JSON body of 100 MB.',
    play(_, response) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"x":"');
      pour(response, Buffer.alloc(MEGABYTE, 120), 100, '"}');
    },
  },
  {
    name: 'chaos.gzip-bomb',
    breaks: 'A small compressed body that unpacks to a gigabyte.',
    play(_, response) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      const packer = createGzip();
      packer.pipe(response);
      response.once('close', () => packer.destroy());
      pour(packer, Buffer.alloc(MEGABYTE, 32), 1024);
    },
  },
  {
    name: 'chaos.redirect-loop',
    breaks: 'Every address leads to itself.',
    play(request, response) {
      response.writeHead(307, { location: request.url ?? '/' });
      response.end();
    },
  },
  {
    name: 'chaos.error-page',
    breaks: 'A gateway answers 503 with an HTML page.',
    play(_, response) {
      response.writeHead(503, { 'content-type': 'text/html' });
      response.end('<html><body><h1>Service Unavailable</h1></body></html>');
    },
  },
  {
    name: 'chaos.throttled',
    breaks: 'Every request is refused with 429.',
    play(_, response) {
      const message =
        'Requests to the ChatCompletions_Create Operation have exceeded call rate limit of your current pricing tier. Please retry after 1 second.';
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after-ms': '50' });
      response.end(JSON.stringify({ error: { code: '429', message } }));
    },
  },
];

/** Undefined: no chaos. Throws ConfigurationFailure for one that does not exist. */
export function chaosNamed(name: string): Chaos | undefined {
  if (!name.startsWith('chaos.')) return undefined;
  const chaos = CHAOS.find((one) => one.name === name);
  if (chaos !== undefined) return chaos;
  const known = CHAOS.map((one) => one.name);
  throw new ConfigurationFailure(`unknown fault "${name}"${didYouMean(name, known)}`, {
    remedy: `Known faults of the connection: ${known.join(', ')}.`,
  });
}

/** The way of an address that is not disturbed. */
export const CALM = 'calm';

export interface ChaosServer {
  readonly url: string;
  /** Requests by the first part of their address. */
  readonly requests: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export interface ChaosOptions extends ReferenceOptions {
  readonly port?: number;
  /** Plays for every address instead of the one that is named there. */
  readonly always?: Chaos;
  /** The requests of an address that are disturbed, by ordinal from 0; default all. */
  readonly when?: (ordinal: number) => boolean;
}

export async function serveChaos(options: ChaosOptions = {}): Promise<ChaosServer> {
  const calm = getRequestListener(createReference(options).app.fetch);
  const requests = new Map<string, number>();
  const server = createServer((request, response) => {
    const [, way = '', ...path] = (request.url ?? '').split('/');
    const ordinal = requests.get(way) ?? 0;
    requests.set(way, ordinal + 1);
    const named = options.always ?? CHAOS.find(({ name }) => name === way);
    // A broken connection is what some of these are for.
    request.on('error', () => {});
    response.on('error', () => {});
    if (named !== undefined && (options.when?.(ordinal) ?? true)) return named.play(request, response);
    if (way === CALM || (named !== undefined && options.always === undefined))
      request.url = `/${path.join('/')}`;
    void calm(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Closing = Pick<NodeJS.WritableStream, 'once'>;

function drip(closing: Closing, drop: () => void): void {
  const timer = setInterval(drop, DRIP_MS);
  closing.once('close', () => clearInterval(timer));
}

/** Writes as fast as the other side reads: so many times, then `end`; without a number for ever. */
function pour(stream: NodeJS.WritableStream, piece: Buffer, times = Infinity, end = ''): void {
  let left = times;
  let closed = false;
  stream.once('close', () => {
    closed = true;
  });
  const go = () => {
    while (left > 0 && !closed) {
      left -= 1;
      if (!stream.write(piece)) return void stream.once('drain', go);
    }
    if (!closed) stream.end(end);
  };
  go();
}
