import { APIError } from 'openai';
import type { JsonObject } from '../checks/stream/json.ts';
import { isObject } from '../checks/stream/json.ts';
import type { Refusal } from './scenario.ts';

/** The service could not be asked: no identity, no right, no time, no quota. That is no answer to the request. */
const NOT_ASKED: ReadonlySet<number> = new Set([401, 403, 408, 429]);

/** How a request that has to be refused was refused; null where it was accepted. Whatever else went wrong is thrown on. */
export async function refusalOf(asked: Promise<unknown>): Promise<Refusal | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    const { status } = error;
    if (typeof status !== 'number' || status < 400 || status >= 500 || NOT_ASKED.has(status)) throw error;
    const body: JsonObject = isObject(error.error) ? error.error : {};
    return {
      status,
      code: textOrNull(body.code),
      param: textOrNull(body.param),
      message: textOrNull(body.message) ?? '',
      body,
    };
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
