import type OpenAI from 'openai';
import type { Target } from '../matrix/types.ts';
import { aliasOrigin } from '../wire/alias.ts';
import type { Credential } from './credential.ts';

export type SdkModule = typeof import('openai');

/**
 * The SDK client for a target. Retries are off: the harness retries, and every attempt is evidence.
 *
 * - `v1`, `v1-preview`: the plain client on `<endpoint>/openai/v1/`; a key and a token alike travel as
 *   `Authorization: Bearer` (openai 7, docs/azure.md).
 * - a dated api-version: `AzureOpenAI`, which inserts `/deployments/{model}` and sends `api-key`.
 * - `openai-compatible`: the plain client on the endpoint as written.
 */
export function createClient(
  sdk: SdkModule,
  target: Target,
  options: { fetch: typeof fetch; credential: Credential; timeoutMs: number },
): OpenAI {
  const common = {
    fetch: options.fetch,
    maxRetries: 0,
    timeout: options.timeoutMs,
    logLevel: 'off' as const,
  };
  const endpoint = baseUrl(target);
  if (target.kind === 'openai-compatible') {
    return new sdk.OpenAI({ ...common, baseURL: endpoint, apiKey: options.credential });
  }
  if (target.surface === 'v1') {
    return new sdk.OpenAI({ ...common, baseURL: `${endpoint}/openai/v1/`, apiKey: options.credential });
  }
  if (target.surface === 'v1-preview') {
    const defaultQuery = { 'api-version': 'preview' };
    return new sdk.OpenAI({
      ...common,
      baseURL: `${endpoint}/openai/v1/`,
      apiKey: options.credential,
      defaultQuery,
    });
  }
  const auth =
    typeof options.credential === 'string'
      ? { apiKey: options.credential }
      : { azureADTokenProvider: options.credential };
  return new sdk.AzureOpenAI({ ...common, endpoint, apiVersion: target.surface, ...auth });
}

/** The endpoint without a trailing slash; the alias where there is none (replay, in-process reference). */
export function baseUrl(target: Target): string {
  return (target.endpoint ?? aliasOrigin(target.name)).replace(/\/+$/, '');
}
