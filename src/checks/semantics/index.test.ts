import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../stream/json.ts';
import { checkSemantics } from './index.ts';

const CONTEXT = { hostKind: 'azure', created: true } as const;

const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
const chatTool = (strict?: boolean): JsonObject => ({
  type: 'function',
  function: { name: 'weather', parameters: schema, ...(strict === undefined ? {} : { strict }) },
});

function chat(message: JsonObject, finish_reason = 'stop', more: JsonObject = {}): JsonObject {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_760_000_000,
    model: 'gpt-4.1-2025-04-14',
    choices: [
      { index: 0, message: { role: 'assistant', content: null, refusal: null, ...message }, finish_reason },
    ],
    usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
    ...more,
  };
}

const calls = (...given: readonly (readonly [name: string, input: string])[]): JsonObject => ({
  tool_calls: given.map(([name, input], i) => ({
    id: `call_${i}`,
    type: 'function',
    function: { name, arguments: input },
  })),
});

function response(output: readonly JsonObject[], more: JsonObject = {}): JsonObject {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_760_000_000,
    status: 'completed',
    error: null,
    incomplete_details: null,
    output,
    usage: { input_tokens: 5, output_tokens: 7, total_tokens: 12 },
    ...more,
  };
}

const says = (text: string): JsonObject => ({
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [] }],
});

function outcome(request: unknown, answer: unknown, id: string): string {
  const result = checkSemantics(request, answer, CONTEXT).find((check) => check.id === id);
  return result === undefined ? 'not applied' : `${result.outcome} ${result.severity}`;
}

const usage = (counts: JsonObject): JsonObject => chat({ content: 'x' }, 'stop', { usage: counts });
const details = { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 };

describe('an answer', () => {
  it.each<[string, string, unknown, unknown, string]>([
    ['usage.total', 'adds up', {}, chat({ content: 'x' }), 'passed must'],
    ['usage.total', 'does not add up', {}, usage({ ...details, total_tokens: 13 }), 'failed must'],
    ['usage.total', 'adds up in responses', {}, response([]), 'passed must'],
    ['usage.total', 'has no usage', {}, chat({ content: 'x' }, 'stop', { usage: null }), 'not applied'],
    [
      'usage.details',
      'caches less than it reads',
      {},
      usage({ ...details, prompt_tokens_details: { cached_tokens: 5 } }),
      'passed must',
    ],
    [
      'usage.details',
      'caches more than it reads',
      {},
      usage({ ...details, prompt_tokens_details: { cached_tokens: 6 } }),
      'failed must',
    ],
    [
      'usage.details',
      'reasons more than it writes',
      {},
      usage({ ...details, completion_tokens_details: { reasoning_tokens: 8 } }),
      'failed must',
    ],
    ['usage.details', 'counts half tokens', {}, usage({ ...details, prompt_tokens: 4.5 }), 'failed must'],
    [
      'usage.details',
      'does not count what the model lacks',
      {},
      usage({ ...details, completion_tokens_details: { audio_tokens: null } }),
      'passed must',
    ],
    ['usage.limit', 'keeps the limit', { max_completion_tokens: 7 }, chat({ content: 'x' }), 'passed must'],
    ['usage.limit', 'breaks the limit', { max_completion_tokens: 6 }, chat({ content: 'x' }), 'failed must'],
    ['usage.limit', 'breaks the limit of a response', { max_output_tokens: 6 }, response([]), 'failed must'],
    [
      'id.shape',
      'has the id of another kind',
      {},
      chat({ content: 'x' }, 'stop', { id: 'x' }),
      'failed should',
    ],
    [
      'id.shape',
      'repeats the id of a call',
      {},
      chat({ tool_calls: [{ id: 'a' }, { id: 'a' }] }, 'tool_calls'),
      'failed should',
    ],
    [
      'time.created',
      'is created in milliseconds',
      {},
      chat({ content: 'x' }, 'stop', { created: 1_760_000_000_000 }),
      'failed must',
    ],
    [
      'time.created',
      'is created at a fraction',
      {},
      response([], { created_at: 1_760_000_000.5 }),
      'failed must',
    ],
    [
      'time.created',
      'is completed before it is created',
      {},
      response([], { completed_at: 1_759_999_999 }),
      'failed must',
    ],
    [
      'time.created',
      'is not completed yet',
      {},
      response([], { status: 'in_progress', completed_at: null }),
      'passed must',
    ],
    [
      'tool.arguments',
      'keeps the parameters',
      { tools: [chatTool()] },
      chat(calls(['weather', '{"city":"Oslo"}']), 'tool_calls'),
      'passed must',
    ],
    [
      'tool.arguments',
      'is no JSON',
      { tools: [chatTool()] },
      chat(calls(['weather', '{"city":']), 'tool_calls'),
      'failed should',
    ],
    [
      'tool.arguments',
      'is cut, which is no fault of its own',
      { tools: [chatTool()] },
      chat(calls(['weather', '{"city":']), 'length'),
      'not applied',
    ],
    [
      'tool.arguments',
      'breaks parameters it should keep',
      { tools: [chatTool()] },
      chat(calls(['weather', '{}']), 'tool_calls'),
      'failed should',
    ],
    [
      'tool.arguments',
      'breaks parameters it must keep',
      { tools: [chatTool(true)] },
      chat(calls(['weather', '{}']), 'tool_calls'),
      'failed must',
    ],
    [
      'tool.declared',
      'calls what was declared',
      { tools: [chatTool()] },
      chat(calls(['weather', '{}']), 'tool_calls'),
      'passed must',
    ],
    [
      'tool.declared',
      'calls what was not declared',
      { tools: [chatTool()] },
      chat(calls(['launch', '{}']), 'tool_calls'),
      'failed must',
    ],
    [
      'tool.declared',
      'calls with an unknown request',
      null,
      chat(calls(['launch', '{}']), 'tool_calls'),
      'not applied',
    ],
    [
      'tool.declared',
      'goes on a conversation',
      { previous_response_id: 'resp_0' },
      response([{ type: 'function_call', name: 'f', arguments: '{}' }]),
      'not applied',
    ],
    [
      'json.mode',
      'is an object',
      { response_format: { type: 'json_object' } },
      chat({ content: '{"a":1}' }),
      'passed must',
    ],
    [
      'json.mode',
      'is a list',
      { response_format: { type: 'json_object' } },
      chat({ content: '[1]' }),
      'failed must',
    ],
    [
      'json.mode',
      'is prose',
      { text: { format: { type: 'json_object' } } },
      response([says('Sure!')]),
      'failed must',
    ],
    [
      'json.mode',
      'is cut',
      { response_format: { type: 'json_object' } },
      chat({ content: '{"a"' }, 'length'),
      'not applied',
    ],
    [
      'json.schema',
      'keeps its schema',
      { text: { format: { type: 'json_schema', schema, strict: true } } },
      response([says('{"city":"Oslo"}')]),
      'passed must',
    ],
    [
      'json.schema',
      'breaks its schema',
      { text: { format: { type: 'json_schema', schema, strict: true } } },
      response([says('{"town":"Oslo"}')]),
      'failed must',
    ],
    [
      'json.schema',
      'breaks a schema that is not strict',
      { response_format: { type: 'json_schema', json_schema: { schema } } },
      chat({ content: '{}' }),
      'failed should',
    ],
    [
      'json.schema',
      'refuses',
      { response_format: { type: 'json_schema', json_schema: { schema, strict: true } } },
      chat({ content: '', refusal: 'No.' }),
      'not applied',
    ],
    [
      'finish.reason',
      'ends with tool_calls and has none',
      {},
      chat({ content: 'x' }, 'tool_calls'),
      'failed must',
    ],
    ['finish.reason', 'ends with a forced call', {}, chat(calls(['weather', '{}']), 'stop'), 'passed must'],
    [
      'finish.reason',
      'is cut at a limit that was set',
      { max_tokens: 7 },
      chat({ content: 'x' }, 'length'),
      'passed must',
    ],
    ['finish.reason', 'is cut at no limit', {}, chat({ content: 'x' }, 'length'), 'failed info'],
    [
      'finish.reason',
      'is incomplete without a reason',
      {},
      response([], { status: 'incomplete' }),
      'failed must',
    ],
    [
      'finish.reason',
      'is completed with an error',
      {},
      response([], { error: { code: 'x' } }),
      'failed must',
    ],
    [
      'echo.temperature',
      'repeats it',
      { temperature: 0.2 },
      response([], { temperature: 0.2 }),
      'passed should',
    ],
    [
      'echo.temperature',
      'has its own default',
      { temperature: 0.2 },
      response([], { temperature: 1 }),
      'failed should',
    ],
    ['echo.temperature', 'was not asked', {}, response([], { temperature: 1 }), 'not applied'],
    [
      'echo.metadata',
      'repeats it in another order',
      { metadata: { a: '1', b: '2' } },
      response([], { metadata: { b: '2', a: '1' } }),
      'passed should',
    ],
    [
      'echo.tools',
      'forgets a tool',
      { tools: [{ type: 'web_search' }] },
      response([], { tools: [] }),
      'failed should',
    ],
    [
      'echo.reasoning.effort',
      'reasons as told',
      { reasoning: { effort: 'low' } },
      response([], { reasoning: { effort: 'low' } }),
      'passed should',
    ],
    [
      'echo.text.format',
      'ignores the format',
      { text: { format: { type: 'json_object' } } },
      response([], { text: { format: { type: 'text' } } }),
      'failed should',
    ],
  ])('%s: %s', (id, _sentence, request, answer, expected) => {
    expect(outcome(request, answer, id)).toBe(expected);
  });

  it('to a retrieve is not held against a request that created nothing', () => {
    const ids = checkSemantics({ temperature: 0 }, response([], { temperature: 1 }), {
      hostKind: 'azure',
      created: false,
    });
    expect(ids.map(({ id }) => id)).not.toContain('echo.temperature');
  });

  it.each([null, 7, 'text', [], {}, { error: { message: 'no' } }])(
    'that is none passes no check: %j',
    (answer) => {
      expect(checkSemantics({}, answer, CONTEXT)).toEqual([]);
    },
  );

  it('declares its tools the way its API does: responses ignores the `function` of chat', () => {
    const request = {
      tools: [{ type: 'function', name: 'weather', function: { parameters: schema, strict: true } }],
    };
    const answer = response([
      { type: 'function_call', id: 'fc_1', call_id: 'c', name: 'weather', arguments: '{}' },
    ]);
    expect(outcome(request, answer, 'tool.arguments')).toBe('passed must');
  });

  it('does not trust the schema of a request', () => {
    const hostile: unknown[] = [
      { $ref: 'https://evil.example/schema' },
      { $async: true, type: 'string' },
      { type: 'no such type' },
      { properties: { city: { type: 'string', pattern: '^(a+)+$' } } },
      { properties: { city: { pattern: '(' } } },
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $defs: { a: { type: 'object' } },
        $ref: '#/$defs/a',
      },
      'not a schema',
    ];
    for (const parameters of hostile) {
      const tools = [{ type: 'function', function: { name: 'weather', parameters, strict: true } }];
      const answer = chat(calls(['weather', JSON.stringify({ city: `${'a'.repeat(40)}!` })]), 'tool_calls');
      expect(outcome({ tools }, answer, 'tool.arguments'), JSON.stringify(parameters)).toBe('passed must');
    }
  });
});
