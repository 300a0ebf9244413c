import type OpenAI from 'openai';
import type { Target } from '../matrix/types.ts';
import { aliasOrigin } from '../wire/alias.ts';
import type { Credential } from './credential.ts';

export type SdkModule = typeof import('openai');

export interface ClientOptions {
  readonly fetch: typeof fetch;
  readonly credential: Credential;
  readonly timeoutMs: number;
  /** Where a key travels, on the v1 surfaces; by default as a bearer. `nowhere`: the request carries none. */
  readonly keyIn?: 'api-key' | 'nowhere';
  /** Sent as `api-version` on the surface `v1`, which by default sends none. */
  readonly apiVersion?: string;
}

/**
 * The SDK client for a target. Retries are off, so that every attempt is evidence.
 *
 * - `v1`, `v1-preview`: the plain client on `<endpoint>/openai/v1/`; a key and a token alike travel as
 *   `Authorization: Bearer` (openai 7, docs/azure.md).
 * - a dated api-version: `AzureOpenAI`, which inserts `/deployments/{model}` and sends `api-key`.
 * - `openai-compatible`: the plain client on the endpoint as written.
 */
export function createClient(sdk: SdkModule, target: Target, options: ClientOptions): OpenAI {
  const common = {
    fetch: options.fetch,
    maxRetries: 0,
    timeout: options.timeoutMs,
    logLevel: 'off' as const,
    defaultHeaders: headersFor(options),
  };
  const endpoint = baseUrl(target);
  if (target.kind === 'openai-compatible') {
    return new sdk.OpenAI({ ...common, baseURL: endpoint, apiKey: options.credential });
  }
  if (target.surface === 'v1' || target.surface === 'v1-preview') {
    const version = target.surface === 'v1' ? options.apiVersion : 'preview';
    const defaultQuery = version === undefined ? undefined : { 'api-version': version };
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

/** Replaces the SDK's own header where the credential is to travel otherwise. */
function headersFor({ keyIn, credential }: ClientOptions): Record<string, string | null> {
  if (keyIn === 'api-key' && typeof credential === 'string') {
    return { authorization: null, 'api-key': credential };
  }
  return keyIn === 'nowhere' ? { authorization: null } : {};
}

/** The endpoint without a trailing slash; the alias where there is none (replay, in-process reference). */
export function baseUrl(target: Target): string {
  return (target.endpoint ?? aliasOrigin(target.name)).replace(/\/+$/, '');
}
