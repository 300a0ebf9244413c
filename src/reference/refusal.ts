/**
 * Every refusal of the reference target: status, envelope and text as Azure has them. Texts are those
 * of facts/error-catalogue.json; where it has none, the text is the one of the OpenAI API that Azure
 * passes through, and the comment says so.
 */
import { quotaHeaders } from './headers.ts';
import type { JsonObject } from './json.ts';
import type { QuotaLeft } from './quota.ts';

/** The envelopes of facts section 2: `apim` is (a), `model` is (b), `deployment` is (f), `bare` has only a message. */
type Envelope = 'apim' | 'model' | 'deployment' | 'bare';

export class Refusal extends Error {
  readonly status: number;
  readonly body: JsonObject;
  readonly envelope: Envelope;
  /** Beside those of every answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    envelope: Envelope,
    error: JsonObject,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(String(error.message));
    this.name = 'Refusal';
    this.status = status;
    this.envelope = envelope;
    this.headers = headers;
    this.body = { error };
  }
}

/** Envelope (b): what the model front end says about a request. */
export function invalidRequest(
  message: string,
  options: { param?: string | null; code?: string | null; status?: number; type?: string } = {},
): Refusal {
  const { param = null, code = null, status = 400, type = 'invalid_request_error' } = options;
  return new Refusal(status, 'model', { message, type, param, code });
}

/** Envelope (a): what the gateway in front of it says. */
export function gatewayRefusal(status: number, code: string, message: string): Refusal {
  return new Refusal(status, 'apim', { code, message });
}

export const invalidKey = () =>
  gatewayRefusal(
    401,
    '401',
    'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
  );

export const resourceNotFound = () => gatewayRefusal(404, '404', 'Resource not found');

export const apiVersionNotSupported = () => gatewayRefusal(400, 'BadRequest', 'API version not supported');

export const responsesApiVersion = () =>
  gatewayRefusal(
    400,
    'BadRequest',
    'Azure OpenAI Responses API is enabled only for api-version 2025-03-01-preview and later',
  );

/** catalogue `deployment_not_found_2026`. */
export const deploymentNotFound = () =>
  new Refusal(404, 'deployment', {
    type: 'invalid_request_error',
    code: 'DeploymentNotFound',
    message:
      'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
  });

/** catalogue `op_not_supported_chat`. */
export const operationNotSupported = (model: string) =>
  new Refusal(400, 'apim', {
    code: 'OperationNotSupported',
    message: `The chatCompletion operation does not work with the specified model, ${model}. Please choose different model and try again. You can learn more about which models can be used with each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.`,
  });

/** catalogue `requested_operation_unsupported`: the error may carry only its message. */
export const requestedOperationUnsupported = () =>
  new Refusal(400, 'bare', { message: 'The requested operation is unsupported.' });

export const unsupportedParameter = (param: string, advice = '') =>
  invalidRequest(
    `Unsupported parameter: '${param}' is not supported with this model.${advice === '' ? '' : ` ${advice}`}`,
    { param, code: 'unsupported_parameter' },
  );

export const unknownParameter = (param: string) =>
  invalidRequest(`Unknown parameter: '${param}'.`, { param, code: 'unknown_parameter' });

export const missingParameter = (param: string) =>
  invalidRequest(`Missing required parameter: '${param}'.`, { param, code: 'missing_required_parameter' });

export const invalidValue = (param: string, value: string, supported: readonly string[] = []) =>
  invalidRequest(
    `Invalid value: '${value}'.${supported.length === 0 ? '' : ` Supported values are: ${listed(supported)}.`}`,
    { param, code: 'invalid_value' },
  );

/** `'a', 'b', and 'c'`, as the service lists values. */
export function listed(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  if (quoted.length <= 2) return quoted.join(' and ');
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`;
}

/** Recorded on Azure: code null (facts section 5, "Also recorded on Azure"). */
export const responseNotFound = (id: string) =>
  invalidRequest(`Response with id '${id}' not found.`, { status: 404 });

/** catalogue `prev_not_found`. */
export const previousResponseNotFound = (id: string) =>
  invalidRequest(`Previous response with id '${id}' not found.`, {
    param: 'previous_response_id',
    code: 'previous_response_not_found',
  });

/** catalogue `ctx_responses`. */
export const contextExceeded = () =>
  invalidRequest(
    'Your input exceeds the context window of this model. Please adjust your input and try again.',
    {
      param: 'input',
      code: 'context_length_exceeded',
    },
  );

export const encryptedContentInvalid = (id: string) =>
  invalidRequest(`The encrypted content for item ${id} could not be verified.`, {
    code: 'invalid_encrypted_content',
  });

/** Text of the OpenAI API; no Azure recording holds one. */
export const fileNotFound = (id: string, param = 'id') =>
  invalidRequest(`No such File object: ${id}`, { status: 404, param });

/** https://github.com/Azure/AI-in-a-Box/issues/46 and others quote the service so, whatever the purpose. */
export const invalidPurpose = () => gatewayRefusal(400, 'invalidPayload', 'Invalid value for purpose.');
/** Texts of the OpenAI API; no Azure recording holds one. */
export const containerNotFound = (id: string) =>
  invalidRequest(`Container with id '${id}' not found.`, { status: 404 });

export const containerExpired = () => invalidRequest('Container is expired.', { param: 'tools' });

export const containerFileNotFound = (id: string) =>
  invalidRequest(`Container file with id '${id}' not found.`, { status: 404 });

export const vectorStoreNotFound = (id: string) =>
  invalidRequest(`Vector store with id '${id}' not found.`, { status: 404, param: 'vector_store_id' });

/** https://github.com/editor-code-assistant/eca/issues/612 and https://github.com/openai/codex/issues/31815 quote Azure. */
export const imageDeploymentMissing = () =>
  invalidRequest(
    'imagegen deployment must be provided through header: x-ms-oai-image-generation-deployment',
    { type: 'image_generation_user_error', param: 'tools', code: 'invalid_request_error' },
  );

/** Documented (`truncation` must be `auto` with computer use); no recording holds the refusal. */
export const unsupportedTruncation = () =>
  invalidRequest(
    "Unsupported value: 'truncation' does not support 'disabled' with the computer use tool. Only 'auto' is supported.",
    { param: 'truncation', code: 'unsupported_value' },
  );

export const modelNotFound = (id: string) =>
  invalidRequest(`The model '${id}' does not exist`, {
    status: 404,
    param: 'model',
    code: 'model_not_found',
  });

/** Text of the OpenAI API, shortened by its hint; no Azure recording holds one. */
export const unreadableJson = () =>
  invalidRequest(
    'We could not parse the JSON body of your request. The API expects a JSON payload, but what was sent was not valid JSON.',
  );

/** Text of the OpenAI API; no Azure recording holds one. */
export const unsupportedContentType = (found: string, accepted: string) =>
  invalidRequest(
    `Unsupported content type: '${found}'. This API method only accepts '${accepted}' requests.`,
    { code: 'unsupported_content_type' },
  );

/** facts section 4: no body of a 413 is recorded anywhere; the gateway's envelope is assumed. */
export const tooLarge = (bytes: number) =>
  gatewayRefusal(413, '413', `Request body is larger than ${bytes} bytes.`);

/** catalogue `mcp_424`. */
export const toolListUnavailable = (label: string, status: number, reason: string) =>
  invalidRequest(
    `Error retrieving tool list from MCP server: '${label}'. Http status code: ${status} (${reason})`,
    { status: 424, type: 'external_connector_error', param: 'tools', code: 'http_error' },
  );

/** catalogue `hosted_tool_unsupported`. */
export const hostedToolUnsupported = (tool: string, model: string) =>
  invalidRequest(`Hosted tool '${tool}' is not supported with ${model}`, { param: 'tools' });

/** catalogue `rate_call` and `rate_token`, with the headers of the quota page. `wait`: milliseconds. */
export function throttled(quota: {
  readonly spent: 'call' | 'token';
  readonly operation: string;
  readonly version: string;
  readonly wait: number;
  readonly left: QuotaLeft;
}): Refusal {
  const { spent, operation, version, wait, left } = quota;
  const seconds = Math.ceil(wait / 1000);
  const message = `Requests to the ${operation} Operation under Azure OpenAI API version ${version} have exceeded ${spent} rate limit of your current OpenAI S0 pricing tier. Please retry after ${seconds} second${seconds === 1 ? '' : 's'}. Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.`;
  const headers = { 'retry-after': String(seconds), 'retry-after-ms': String(wait), ...quotaHeaders(left) };
  return new Refusal(429, 'apim', { code: '429', message }, headers);
}
