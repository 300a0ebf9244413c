import { NAMELESS_HEADERS } from '../nameless-headers.ts';

/**
 * The headers and query parameters of a foreign recording that are kept. An allow-list: whatever is not
 * named here (keys, cookies, organisations, request ids of somebody's account) is dropped while reading.
 * Sources of the names: facts section 2 "Headers", and what the checks read.
 */
export const KEPT_HEADERS: ReadonlySet<string> = new Set([
  ...NAMELESS_HEADERS,
  'accept',
  'apim-request-id',
  'azureai-processed-tier',
  'azureai-requested-tier',
  'azureml-model-session',
  'azureml-served-by-cluster',
  'ms-azureml-model-error-reason',
  'ms-azureml-model-error-statuscode',
  'openai-model',
  'x-ms-oai-image-generation-deployment',
  'x-ms-response-type',
  'x-ms-served-model',
]);

/** `x-ratelimit-remaining-tokens` and its kin: names differ between services, values are numbers and durations. */
const KEPT_FAMILY = /^x-ratelimit-(?:limit|remaining|renewalperiod|reset)(?:-[a-z0-9-]{1,40})?$/;

export function isKeptHeader(lowerCaseName: string): boolean {
  return KEPT_HEADERS.has(lowerCaseName) || KEPT_FAMILY.test(lowerCaseName);
}

/** Query parameters of the APIs under test; signatures, codes and keys in a URL are dropped. */
const KEPT_QUERY: ReadonlySet<string> = new Set([
  'after',
  'api-version',
  'before',
  'include',
  'include[]',
  'include_obfuscation',
  'limit',
  'order',
  'purpose',
  'starting_after',
  'stream',
]);

export function isKeptQuery(name: string): boolean {
  return KEPT_QUERY.has(name);
}
