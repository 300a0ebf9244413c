import { describe, expect, it } from 'vitest';
import { CHAT, CHAT_TOOL, itRefuses, RESPONSE, type Refused } from './refusals.fixture.ts';
import { open, posted } from './test-client.ts';

/** Wrong whatever the model and the content: names, types, bounds, what has to be there. */
const MISSHAPEN: readonly Refused[] = [
  [
    'an unknown parameter',
    'chat',
    { colour: 'red' },
    { code: 'unknown_parameter', param: 'colour', message: "Unknown parameter: 'colour'." },
  ],
  ['an unknown parameter', 'responses', { colour: 'red' }, { code: 'unknown_parameter', param: 'colour' }],
  [
    'an unknown parameter deep inside',
    'chat',
    { messages: [{ role: 'user', content: 'a', colour: 1 }] },
    { code: 'unknown_parameter', param: 'messages[0].colour' },
  ],
  [
    'a wrong type',
    'chat',
    { temperature: 'hot' },
    {
      code: 'invalid_type',
      param: 'temperature',
      message: "Invalid type for 'temperature': expected a decimal, but got a string instead.",
    },
  ],
  ['a wrong type', 'responses', { store: 'yes' }, { code: 'invalid_type', param: 'store' }],
  [
    'a type no branch takes',
    'responses',
    { input: 5 },
    {
      code: 'invalid_type',
      param: 'input',
      message: "Invalid type for 'input': expected one of a string or an array, but got an integer instead.",
    },
  ],
  ['a decimal for an integer', 'chat', { n: 1.5 }, { code: 'invalid_type', param: 'n' }],
  [
    'a value above the maximum',
    'chat',
    { temperature: 2.5 },
    { code: 'decimal_above_max_value', param: 'temperature' },
  ],
  [
    'a value below the minimum',
    'responses',
    { max_output_tokens: 1 },
    {
      code: 'integer_below_min_value',
      param: 'max_output_tokens',
      message:
        "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got 1 instead.",
    },
  ],
  ['an empty array', 'chat', { messages: [] }, { code: 'empty_array', param: 'messages' }],
  [
    'a missing parameter',
    'chat',
    { messages: undefined },
    {
      code: 'missing_required_parameter',
      param: 'messages',
      message: "Missing required parameter: 'messages'.",
    },
  ],
  [
    'a missing parameter',
    'responses',
    { input: undefined },
    { code: 'missing_required_parameter', param: 'input' },
  ],
  [
    'a missing model',
    'responses',
    { model: undefined },
    { code: 'missing_required_parameter', param: 'model' },
  ],
  [
    'an unknown role',
    'chat',
    { messages: [{ role: 'king', content: 'a' }] },
    {
      code: 'invalid_value',
      param: 'messages[0].role',
      message:
        "Invalid value: 'king'. Supported values are: 'system', 'developer', 'user', 'assistant', and 'tool'.",
    },
  ],
  [
    'a chat tool sent to Responses',
    'responses',
    { tools: [CHAT_TOOL] },
    { code: 'missing_required_parameter', param: 'tools[0].name' },
  ],
  [
    'messages sent to Responses',
    'responses',
    { messages: [] },
    { code: 'unsupported_parameter', param: null, message: expect.stringContaining("has moved to 'input'") },
  ],
  [
    'more metadata than there may be',
    'responses',
    { metadata: Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`key-${at}`, 'value'])) },
    {
      code: 'object_above_max_properties',
      param: 'metadata',
      message:
        "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an object with 17 properties instead.",
    },
  ],
  [
    'metadata with a key that is too long',
    'responses',
    { metadata: { ['k'.repeat(65)]: 'value' } },
    { code: 'invalid_value', param: 'metadata' },
  ],
  [
    'metadata that is no text',
    'responses',
    { metadata: { a: 1 } },
    { code: 'invalid_type', param: 'metadata.a' },
  ],
];

describe('the reference target refuses', () => {
  itRefuses(MISSHAPEN);

  it.each([
    ['malformed JSON', { body: '{"model":' }, 400, 'could not parse the JSON body'],
    ['JSON that is no object', { body: '[]' }, 400, 'could not parse the JSON body'],
    [
      'another content type',
      { body: 'a=b', headers: { 'content-type': 'text/plain' } },
      400,
      'Unsupported content type',
    ],
    [
      'a declared size beyond the limit',
      { body: '{}', headers: { 'content-length': '99999999999' } },
      413,
      'larger than',
    ],
  ])('%s', async (_, init, status, message) => {
    const response = await (await open()).send('v1/responses', { method: 'POST', ...init });
    expect(response.status).toBe(status);
    expect((await response.json()).error.message).toContain(message);
  });

  it('answers good requests, so that it does not refuse everything', async () => {
    const { send } = await open();
    expect((await send('v1/chat/completions', posted(CHAT))).status).toBe(200);
    expect((await send('v1/responses', posted(RESPONSE))).status).toBe(200);
  });
});
