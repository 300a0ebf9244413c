/** Allow-lists: a header that is not named here is never kept, whatever it holds. */
import { NAMELESS_HEADERS } from './nameless-headers.ts';

const REQUEST: ReadonlySet<string> = new Set([
  'accept',
  'content-type',
  'openai-beta',
  'x-ms-oai-image-generation-deployment',
]);

const RESPONSE: ReadonlySet<string> = new Set([
  ...NAMELESS_HEADERS,
  'content-disposition',
  'policy-id',
  'x-ms-spillover-error',
  'x-ms-spillover-from-deployment',
  'x-ratelimit-limit-requests',
  'x-ratelimit-limit-tokens',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-remaining-tokens',
  'x-ratelimit-renewalperiod-requests',
  'x-ratelimit-renewalperiod-tokens',
  'x-ratelimit-reset-requests',
  'x-ratelimit-reset-tokens',
]);

/** Kept as pseudonyms, in the body too: error messages quote them. */
const REQUEST_IDS: ReadonlySet<string> = new Set([
  'apim-request-id',
  'ms-client-request-id',
  'request-id',
  'x-ms-client-request-id',
  'x-ms-request-id',
  'x-request-id',
]);

export type HeaderPolicy = 'keep' | 'request-id' | 'drop';

export function requestHeaderPolicy(name: string): HeaderPolicy {
  return REQUEST.has(name) ? 'keep' : 'drop';
}

export function responseHeaderPolicy(name: string): HeaderPolicy {
  if (REQUEST_IDS.has(name)) return 'request-id';
  return RESPONSE.has(name) ? 'keep' : 'drop';
}
