import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorClass } from '../check.ts';
import { classifyError } from './classify.ts';
import { shippedCatalogue } from './default.ts';

const catalogue = shippedCatalogue();
const classify = (status: number, error: object) =>
  classifyError({ status, body: { error }, inStream: false }, catalogue);

/** What the model or the deployment cannot do. The wordings are facts about the service (facts/error-catalogue.json). */
const UNSUPPORTED: readonly (readonly [
  status: number,
  code: string | null,
  message: string,
  kind: ErrorClass,
])[] = [
  [
    400,
    'OperationNotSupported',
    'The chatCompletion operation does not work with the specified model, o3-pro. Please choose different model and try again.',
    'unsupported-operation',
  ],
  [
    400,
    'OperationNotSupported',
    'The embeddings operation does not work with the specified model, gpt-4o.',
    'unsupported-operation',
  ],
  [400, null, 'The requested operation is unsupported.', 'unsupported-operation'],
  [
    404,
    'NotFound',
    'Azure OpenAI Responses API is not enabled in this region. Please check https://aka.ms/x',
    'unsupported-operation',
  ],
  [
    400,
    'BadRequest',
    'Azure OpenAI Responses API is enabled only for api-version 2025-03-01-preview and later',
    'unsupported-operation',
  ],
  [
    400,
    'BadRequest',
    'Model o3-mini is enabled only for api versions 2024-12-01-preview and later',
    'unsupported-operation',
  ],
  [
    400,
    'unsupported_parameter',
    "Unsupported parameter: 'temperature' is not supported with this model.",
    'unsupported-parameter',
  ],
  [
    400,
    'invalid_value',
    "Invalid value: 'developer'. Supported values are: 'system', 'assistant', 'user', 'function', and 'tool'.",
    'unsupported-parameter',
  ],
  [
    400,
    'invalid_value',
    "Invalid Value: 'file'. Supported values are: 'text', 'image_url', 'input_audio', 'refusal', and 'audio'",
    'unsupported-parameter',
  ],
  [
    400,
    null,
    "Unsupported parameter: 'temperature' is not supported with this model.",
    'unsupported-parameter',
  ],
  [
    400,
    'unsupported_model',
    "Unsupported parameter: 'temperature' is not supported with this model.",
    'unsupported-parameter',
  ],
  [
    400,
    'unsupported_parameter',
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    'unsupported-parameter',
  ],
  [
    400,
    'unsupported_value',
    "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
    'unsupported-parameter',
  ],
  [
    400,
    'invalid_value',
    "Invalid value: 'none'. Supported values are: 'low', 'medium', and 'high'.",
    'unsupported-parameter',
  ],
  [
    400,
    null,
    'Function tools with reasoning_effort are not supported for gpt-5.6 in /v1/chat/completions. Please use /v1/responses instead.',
    'unsupported-parameter',
  ],
  [400, null, 'Unrecognized request argument supplied: max_completion_tokens', 'unsupported-parameter'],
  [400, null, 'Encrypted content is not supported with this model', 'unsupported-parameter'],
  [
    400,
    null,
    "Hosted tool 'web_search' is not supported with gpt-5-mini-2025-08-07",
    'unsupported-parameter',
  ],
  [
    400,
    null,
    "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
    'unsupported-parameter',
  ],
  [
    400,
    null,
    "Invalid parameter: 'response_format' must be one of 'json_object', 'text'.",
    'unsupported-parameter',
  ],
  [
    400,
    'invalid_value',
    "Invalid Value: 'file'. This model does not support file content types.",
    'unsupported-parameter',
  ],
  [
    400,
    null,
    'Invalid content type. image_url is only supported by certain models.',
    'unsupported-parameter',
  ],
  [400, null, "This model does not support the 'logprobs' parameter.", 'unsupported-parameter'],
  [422, '422', "The deployment doesn't support logprobs request parameter.", 'unsupported-parameter'],
];

/** What the harness asked wrongly; likewise facts. Those that block: classify.blocked.test.ts. */
const ERRORED: readonly (readonly [
  status: number,
  code: string | null,
  message: string,
  kind: ErrorClass,
])[] = [
  [
    400,
    'unsupported_parameter',
    "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'. Try again.",
    'invalid-request',
  ],
  [
    400,
    'context_length_exceeded',
    "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens.",
    'context-length',
  ],
  [
    400,
    null,
    'Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 300000 tokens.',
    'context-length',
  ],
  [
    400,
    'context_length_exceeded',
    'Your input exceeds the context window of this model. Please adjust your input and try again.',
    'context-length',
  ],
  [
    400,
    null,
    "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
    'invalid-request',
  ],
  [
    400,
    null,
    "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
    'invalid-request',
  ],
  [400, 'unknown_parameter', "Unknown parameter: 'tools[0].n'.", 'invalid-request'],
  [400, 'missing_required_parameter', "Missing required parameter: 'tools[0].name'.", 'invalid-request'],
  [
    400,
    'string_above_max_length',
    "Invalid 'tools[0].function.description': string too long. Expected a string with maximum length 1048576.",
    'invalid-request',
  ],
  [400, 'BadRequest', 'Invalid image data', 'invalid-request'],
  [400, 'BadRequest', 'API version not supported', 'invalid-request'],
  [400, 'BadRequest', 'api-version query parameter is not allowed when using /v1 path', 'invalid-request'],
  [400, 'previous_response_not_found', "Previous response with id 'resp_1' not found.", 'not-found'],
  [404, null, "Response with id 'resp_1' not found.", 'not-found'],
  [404, '404', 'Resource not found', 'not-found'],
];

describe('classifyError', () => {
  it.each(UNSUPPORTED)('%i %s "%s" is %s, hence unsupported', (status, code, message, kind) => {
    expect(classify(status, { code, message })).toMatchObject({
      class: kind,
      status: 'unsupported',
      httpStatus: status,
    });
  });

  it.each(ERRORED)('%i %s "%s" is %s, hence errored', (status, code, message, kind) => {
    expect(classify(status, { code, message })).toMatchObject({
      class: kind,
      status: 'errored',
      httpStatus: status,
    });
  });

  it('needs more than a status, a code or a known beginning', () => {
    for (const [status, error] of [
      [429, { code: null, message: 'Slow down.' }],
      [400, { code: 'invalid_request_error', message: 'temperature is not supported for reasoning models' }],
      [404, { code: 'NotFound', message: 'Nothing here.' }],
      [400, { code: 'content_filter', message: 'Something else.' }],
      [401, { code: '401', message: 'Computer says no.' }],
    ] as const) {
      expect(classify(status, error)).toMatchObject({ class: 'unknown', entry: null, status: 'errored' });
    }
  });

  it('keeps the class when only the HTTP status is wrong, for the contract check to report', () => {
    const error = {
      code: '401',
      message: 'Access denied due to invalid subscription key or wrong API endpoint.',
    };
    expect(classify(500, error)).toMatchObject({ class: 'auth', httpStatus: 500 });
  });

  it('does not need an HTTP status inside a stream', () => {
    const frames = [
      [{ type: 'error', error: { code: 'rate_limit_exceeded', message: 'Wait.' } }, 'throttled'],
      [{ type: 'response.failed', response: { error: { code: 'server_error', message: 'x' } } }, 'outage'],
      [
        { type: 'error', code: 'content_policy_violation', message: 'Filtered.', param: null },
        'content-filter',
      ],
      [
        {
          error: {
            type: 'insufficient_quota',
            code: 'insufficient_quota',
            message: 'You exceeded your current quota, please check',
          },
        },
        'quota',
      ],
      [{ type: 'error', code: 'odd', message: 'Odd.' }, 'unknown'],
    ] as const;
    for (const [body, kind] of frames) {
      expect(classifyError({ status: 200, body, inStream: true }, catalogue).class).toBe(kind);
    }
  });

  it('reads a gateway`s page as an outage only with a gateway`s status', () => {
    const page = '<html><title>504 Gateway Time-out</title></html>';
    expect(classifyError({ status: 504, body: page, inStream: false }, catalogue)).toMatchObject({
      class: 'outage',
      envelope: 'html',
    });
    expect(classifyError({ status: 403, body: page, inStream: false }, catalogue)).toMatchObject({
      class: 'unknown',
    });
  });

  it('never throws and never calls an answer without signs known', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 400, max: 501 }),
        fc.jsonValue(),
        fc.boolean(),
        (status, body, inStream) => {
          expect(classifyError({ status, body, inStream }, catalogue)).toMatchObject({
            class: 'unknown',
            status: 'errored',
          });
        },
      ),
    );
  });
});
