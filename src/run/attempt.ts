import { APIError } from 'openai';
import { isObject } from '../checks/stream/json.ts';
import type { Attempt } from './scenario.ts';

/** The service could not be asked: no identity, no right, no time, no quota. That is no answer to the request. */
const NOT_ASKED: ReadonlySet<number> = new Set([401, 403, 408, 429]);

/** What became of a request that may be refused. Whatever else went wrong is thrown on. */
export async function attempt<T>(asked: Promise<T>): Promise<Attempt<T>> {
  try {
    return { answer: await asked, refusal: null };
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    const { status } = error;
    if (typeof status !== 'number' || status < 400 || status >= 500 || NOT_ASKED.has(status)) throw error;
    const body = isObject(error.error) ? error.error : {};
    const refusal = {
      status,
      code: textOrNull(body.code),
      param: textOrNull(body.param),
      message: textOrNull(body.message) ?? '',
      body,
    };
    return { answer: null, refusal };
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
