import { describe, expect, it } from 'vitest';
import type { ErrorClass } from '../check.ts';
import { classifyError } from './classify.ts';
import { shippedCatalogue } from './default.ts';

const catalogue = shippedCatalogue();
const classify = (status: number, error: object) =>
  classifyError({ status, body: { error }, inStream: false }, catalogue);

/** What says nothing about support. The wordings are facts about the service (facts/error-catalogue.json). */
const BLOCKED: readonly (readonly [
  status: number,
  code: string | null,
  message: string,
  kind: ErrorClass,
])[] = [
  [
    404,
    'DeploymentNotFound',
    'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
    'deployment-not-found',
  ],
  [
    401,
    '401',
    'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key.',
    'auth',
  ],
  [401, 'Unauthorized', 'Access denied due to invalid subscription key or wrong API endpoint.', 'auth'],
  [
    401,
    'PermissionDenied',
    'The principal `x` lacks the required data action `y` to perform `z` operation.',
    'auth',
  ],
  [
    400,
    'Tenant provided in token does not match resource token',
    'Token tenant a does not match resource tenant.',
    'auth',
  ],
  [403, 'AuthenticationTypeDisabled', 'Key based authentication is disabled for this resource.', 'forbidden'],
  [403, '403', 'Access denied due to Virtual Network/Firewall rules.', 'forbidden'],
  [403, '403', 'Public access is disabled. Please configure private endpoint.', 'forbidden'],
  [
    403,
    '403',
    'A Virtual Network is configured for this resource. Please use the correct endpoint for making requests.',
    'forbidden',
  ],
  [
    403,
    null,
    'Your resource has been temporarily blocked because we detected behavior that may violate our content policy.',
    'forbidden',
  ],
  [
    429,
    '429',
    'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-02-01 have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 9 seconds.',
    'throttled',
  ],
  [
    429,
    '429',
    'Requests to the Embeddings_Create Operation under Azure OpenAI API version 2024-02-01 have exceeded call rate limit of your current OpenAI S0 pricing tier.',
    'throttled',
  ],
  [429, '429', 'Rate limit is exceeded. Try again in 12 seconds.', 'throttled'],
  [
    429,
    'NoCapacity',
    'The system is currently experiencing high demand and cannot process your request.',
    'throttled',
  ],
  [429, 'RateLimitReached', 'Rate limit of 1 per 60s exceeded for UserByModelByMinute.', 'throttled'],
  [
    429,
    'insufficient_quota',
    'You exceeded your current quota, please check your plan and billing details.',
    'quota',
  ],
  [400, null, 'Your credit balance is too low to access the API.', 'quota'],
  [400, null, 'Credit balance is too low', 'quota'],
  [
    400,
    'content_filter',
    "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
    'content-filter',
  ],
  [
    400,
    'content_filter',
    "The response was filtered due to the prompt triggering Microsoft's content management policy.",
    'content-filter',
  ],
  [
    400,
    'invalid_prompt',
    'Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again.',
    'content-filter',
  ],
  [408, 'Timeout', 'The operation was timeout.', 'outage'],
  [
    424,
    'http_error',
    "Error retrieving tool list from MCP server: 'x'. Http status code: 401 (Unauthorized)",
    'outage',
  ],
  [500, null, 'The server had an error processing your request. Sorry about that!', 'outage'],
  [500, null, 'Failed to create completion as the model generated invalid Unicode output', 'outage'],
  [500, 'InternalServerError', 'Unable to get resource information.', 'outage'],
  [503, 'ServiceUnavailable', 'Try later.', 'outage'],
];

describe('classifyError', () => {
  it.each(BLOCKED)('%i %s "%s" is %s, hence blocked', (status, code, message, kind) => {
    expect(classify(status, { code, message })).toMatchObject({
      class: kind,
      status: 'blocked',
      httpStatus: status,
    });
  });
});
