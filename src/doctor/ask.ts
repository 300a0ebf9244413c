/** One request of `doctor`, with its answer as the error catalogue reads it. */
import type OpenAI from 'openai';
import type { ClassifiedError } from '../checks/check.ts';
import { classifyError, shippedCatalogue } from '../checks/errors/index.ts';
import type { Target } from '../matrix/types.ts';
import { createClient, type SdkModule } from '../targets/client.ts';
import type { Credential } from '../targets/credential.ts';

export interface Answer {
  /** 0 where none came. */
  readonly status: number;
  readonly headers: Headers;
  /** JSON, or null. */
  readonly body: unknown;
  /** Null for a success. */
  readonly error: ClassifiedError | null;
  /** Why there is no answer, as the code of the network; null where there is one. */
  readonly broken: string | null;
}

export type Ask = (send: (client: OpenAI) => Promise<unknown>) => Promise<Answer>;

/** Milliseconds. */
const PATIENCE = 30_000;

/** Throws MissingCredential only. */
export function asker(sdk: SdkModule, target: Target, credential: Credential): Ask {
  return async (send) => {
    const seen: { response: Response | null; failure: unknown } = { response: null, failure: null };
    const fetch: typeof globalThis.fetch = async (input, init) => {
      try {
        const response = await globalThis.fetch(input, init);
        seen.response = response.clone();
        return response;
      } catch (error) {
        seen.failure = error;
        throw error;
      }
    };
    const client = createClient(sdk, target, { fetch, credential, timeoutMs: PATIENCE });
    // The answer is read here; what the client makes of it does not matter.
    await send(client).catch(() => {});
    const { response, failure } = seen;
    if (response === null) {
      return { status: 0, headers: new Headers(), body: null, error: null, broken: reasonOf(failure) };
    }
    const body = await readJson(response);
    const { status, headers } = response;
    const error = response.ok ? null : classifyError({ status, body, inStream: false }, shippedCatalogue());
    return { status, headers, body, error, broken: null };
  };
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The first code among the causes; messages of the network name hosts. */
function reasonOf(failure: unknown): string {
  for (let at: unknown = failure; typeof at === 'object' && at !== null; at = Reflect.get(at, 'cause')) {
    const code: unknown = Reflect.get(at, 'code');
    if (typeof code === 'string' && /^\w+$/.test(code)) return code;
    // What fetch itself refuses has no code.
    if (at instanceof Error && at.message === 'bad port') return 'BAD_PORT';
    if (at instanceof Error && (at.name === 'AbortError' || at.name === 'TimeoutError')) return 'TIMEOUT';
  }
  return 'UNKNOWN';
}

/** Member of foreign JSON. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    value,
  );
}
