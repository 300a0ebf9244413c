/**
 * Headers of an answer that name nobody: no session, customer, resource or cookie. They are kept of the
 * harness's own traffic and of foreign recordings alike. Source: facts section 2 "Headers".
 */
export const NAMELESS_HEADERS: readonly string[] = [
  'api-supported-versions',
  'azureai-fe-is-streaming',
  'cmp-upstream-response-duration',
  'content-type',
  'date',
  'ms-azureml-model-time',
  'openai-processing-ms',
  'openai-version',
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
  'x-ratelimit-abusepenalty-active',
  'x-should-retry',
];
