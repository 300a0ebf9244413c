/** Clients for the tests of this folder: the real SDK against an instance with a fixed clock. */
import OpenAI, { APIError } from 'openai';
import { createReference, DEFAULT_KEY, type ReferenceOptions, serveReference } from './index.ts';

/** Milliseconds; 2026-11-21T00:00:00Z. */
export const NOON = Date.UTC(2026, 10, 21);

export interface Session {
  readonly client: OpenAI;
  /** Any request below `/openai/`, with the right key and JSON headers unless overridden. */
  readonly send: (path: string, init?: RequestInit) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** The two ways to reach an instance; tests of what a user sees run on both. */
export const TRANSPORTS = {
  'in process': async (options: ReferenceOptions = {}) => {
    const reference = createReference({ now: () => NOON, ...options });
    return session('http://reference.invalid', reference.fetch, async () => reference.close());
  },
  'over HTTP': async (options: ReferenceOptions = {}) => {
    const served = await serveReference({ now: () => NOON, ...options });
    return session(served.url, fetch, served.close);
  },
} satisfies Record<string, (options?: ReferenceOptions) => Promise<Session>>;

/** An in-process session, for tests that do not care about the transport. */
export const open = TRANSPORTS['in process'];

function session(origin: string, using: typeof fetch, close: () => Promise<void>): Session {
  return {
    client: new OpenAI({ baseURL: `${origin}/openai/v1/`, apiKey: DEFAULT_KEY, fetch: using, maxRetries: 0 }),
    send: (path, init = {}) =>
      using(`${origin}/openai/${path}`, {
        ...init,
        headers: { 'api-key': DEFAULT_KEY, 'content-type': 'application/json', ...init.headers },
      }),
    close,
  };
}

/** A POST of `body` as JSON. */
export function posted(body: unknown): RequestInit {
  return { method: 'POST', body: JSON.stringify(body) };
}

/** The refusal a promise ends in. Throws where it does not end in one. */
export async function refusalOf(request: PromiseLike<unknown>) {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    const { status, code, param, type } = error;
    return { status, code, param, type, message: error.message.replace(/^\d+ /, '') };
  }
  throw new Error('the request was not refused');
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
