/** Allow-lists: a header that is not named here is never kept, whatever it holds. */

const REQUEST: ReadonlySet<string> = new Set([
  'accept',
  'content-type',
  'openai-beta',
  'x-ms-oai-image-generation-deployment',
]);

/** facts section 2 "Headers", without what names a session, a customer or a cookie. */
const RESPONSE: ReadonlySet<string> = new Set([
  'api-supported-versions',
  'azureai-fe-is-streaming',
  'cmp-upstream-response-duration',
  'content-disposition',
  'content-type',
  'date',
  'ms-azureml-model-time',
  'openai-processing-ms',
  'openai-version',
  'policy-id',
  'retry-after',
  'retry-after-ms',
  'skip-error-remapping',
  'strict-transport-security',
  'x-accel-buffering',
  'x-content-type-options',
  'x-envoy-upstream-service-time',
  'x-ms-deployment-name',
  'x-ms-is-spilled-over',
  'x-ms-rai-invoked',
  'x-ms-region',
  'x-ms-spillover-error',
  'x-ms-spillover-from-deployment',
  'x-ratelimit-abusepenalty-active',
  'x-ratelimit-limit-requests',
  'x-ratelimit-limit-tokens',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-remaining-tokens',
  'x-ratelimit-renewalperiod-requests',
  'x-ratelimit-renewalperiod-tokens',
  'x-ratelimit-reset-requests',
  'x-ratelimit-reset-tokens',
  'x-should-retry',
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
