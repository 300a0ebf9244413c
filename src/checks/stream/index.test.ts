import { describe, expect, it } from 'vitest';
import type { CheckResult, Violation } from '../check.ts';
import { checkStream, foldChat, foldResponses, type StreamInput } from './index.ts';
import { isObject, itemsOf, type JsonObject } from './json.ts';
import { CALLING, call, emitChat, requestOf, TALKING } from './testing/chat-stream.ts';
import { bodiesOf, chatInput, numbered, ofEvents, responsesInput } from './testing/inputs.ts';
import { EVERYTHING, emitResponse, PLAIN } from './testing/responses-stream.ts';

function failed(input: StreamInput): CheckResult[] {
  return checkStream(input).checks.filter(({ outcome }) => outcome === 'failed');
}

function violations(input: StreamInput): Violation[] {
  return failed(input).flatMap((result) => result.violations);
}

function ids(input: StreamInput): string[] {
  return failed(input).map(({ id }) => id);
}

const created = (status = 'in_progress'): JsonObject => ({ id: 'resp_1', status, output: [], usage: null });
const opening: JsonObject[] = [
  { type: 'response.created', response: created() },
  { type: 'response.in_progress', response: created() },
];
const failure = { code: 'rate_limit_exceeded', message: 'slow down' };
const failedEvent = { type: 'response.failed', response: { ...created('failed'), error: failure } };
const errorFrame = { type: 'error', error: { type: 'tokens', ...failure, param: null } };

describe('a Responses stream', () => {
  it.each([
    ['interleaved items', EVERYTHING],
    ['one item after the other, queued first, with [DONE]', PLAIN],
  ])('passes with %s', (_name, plan) => {
    const { checks } = checkStream(responsesInput(plan));
    expect(checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(checks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['stream.sequence', 'fold.text', 'fold.mcp', 'fold.code', 'fold.output']),
    );
  });

  it.each([
    ['response.failed alone', [...opening, failedEvent]],
    ['an error frame after response.failed, as Azure sends it', [...opening, failedEvent, errorFrame]],
    ['an error frame before response.failed, as OpenAI sends it', [...opening, errorFrame, failedEvent]],
    ['an error frame alone', [...opening, errorFrame]],
    ['an error before anything else', [errorFrame]],
  ])('may end with %s', (_name, bodies) => {
    const input = ofEvents('responses.create', numbered(bodies));
    expect(ids(input)).toEqual([]);
    expect(checkStream(input).streamError).toMatchObject(failure);
  });

  it('reads an error frame in the flat form of the specification, and one without a number', () => {
    const flat = { type: 'error', code: 'server_error', message: 'oops', param: null };
    const events = [...numbered(opening), { event: 'error', data: JSON.stringify(flat) }];
    expect(checkStream(ofEvents('responses.create', events)).streamError).toEqual({
      code: 'server_error',
      message: 'oops',
      param: null,
    });
    expect(ids(ofEvents('responses.create', events))).toEqual([]);
  });

  it('leaves items open when it fails, and demands them closed when it completes', () => {
    const item = { type: 'response.output_item.added', output_index: 0, item: { id: 'm', type: 'message' } };
    const completed = { type: 'response.completed', response: { ...created('completed'), usage: {} } };
    expect(ids(ofEvents('responses.create', numbered([...opening, item, failedEvent])))).toEqual([]);
    expect(ids(ofEvents('responses.create', numbered([...opening, item, completed])))).toEqual([
      'stream.item-order',
      'fold.output',
    ]);
  });

  it('may be resumed in the middle of an item', () => {
    const events = emitResponse(EVERYTHING);
    for (let after = 0; after < events.length - 1; after++) {
      const input = { ...ofEvents('responses.retrieve', events.slice(after + 1)), startingAfter: after };
      expect(ids(input), `after ${after}`).toEqual([]);
    }
  });

  it('must go on with the number after the one it is resumed from', () => {
    const input = { ...ofEvents('responses.retrieve', emitResponse(EVERYTHING).slice(9)), startingAfter: 5 };
    expect(violations(input)).toMatchObject([{ check: 'stream.sequence', expected: '6', found: '9' }]);
  });

  it('may hold events of types nobody knows, which are numbered like the others', () => {
    const bodies = bodiesOf(emitResponse(EVERYTHING));
    const strange = { type: 'response.some_new_thing.delta', output_index: 2, delta: 'x' };
    expect(ids(ofEvents('responses.create', numbered(bodies.toSpliced(9, 0, strange))))).toEqual([]);
  });

  it('may encrypt reasoning anew in the final output', () => {
    const bodies = bodiesOf(emitResponse({ ...PLAIN, items: [{ kind: 'reasoning', summary: [] }] }));
    const recrypted = bodies.map((body) => {
      if (body.type !== 'response.completed' || !isObject(body.response)) return body;
      const output = itemsOf(body.response, 'output').map((item) => ({
        ...(isObject(item) ? item : {}),
        encrypted_content: 'b',
      }));
      return { ...body, response: { ...body.response, output } };
    });
    expect(ids(ofEvents('responses.create', numbered(recrypted)))).toEqual([]);
  });

  it('is told apart from two streams glued together by one violation', () => {
    const events = emitResponse(EVERYTHING);
    const other = emitResponse(PLAIN);
    expect(violations(ofEvents('responses.create', [...events, ...other]))).toMatchObject([
      { check: 'stream.terminal', event: events.length },
    ]);
    expect(violations(ofEvents('responses.create', [...events, ...events]))).toMatchObject([
      { check: 'stream.sequence', event: events.length, found: '0' },
    ]);
  });

  it('names the rule, the event, its neighbours, the pointer and the source of a fault', () => {
    const bodies = bodiesOf(emitResponse(PLAIN)).map((body) =>
      body.type === 'response.output_text.done' ? { ...body, text: 'Hello mars' } : body,
    );
    const input = ofEvents('responses.create', numbered(bodies));
    const index = bodies.findIndex(({ type }) => type === 'response.output_text.done');
    expect(violations(input)).toEqual([
      {
        check: 'fold.text',
        severity: 'must',
        event: index,
        neighbours: [
          'response.output_text.annotation.added',
          'response.output_text.done',
          'response.content_part.done',
        ],
        pointer: '/text',
        message: expect.stringContaining('from character 6 on'),
        expected: '"wörld"',
        found: '"mars"',
        reference: 'docs/validation.md#rule-5',
      },
    ]);
  });
});

describe('a chat stream', () => {
  it.each([
    ['two choices, Azure prelude, asynchronous filter, usage and logprobs', TALKING],
    ['tool calls', CALLING],
    ['none of the extras', { ...TALKING, azure: false, asyncFilter: false, usage: false, logprobs: false }],
    ['a single choice', { ...TALKING, choices: [['only']] }],
  ])('passes with %s', (_name, plan) => {
    expect(failed(chatInput(plan))).toEqual([]);
  });

  it('may be blocked by the asynchronous filter: a finish without a delta', () => {
    const events = emitChat({
      ...TALKING,
      choices: [['bad']],
      usage: false,
      logprobs: false,
      finish: 'stop',
    });
    const block = {
      id: '',
      object: '',
      choices: [
        {
          index: 0,
          finish_reason: 'content_filter',
          content_filter_results: {},
          content_filter_offsets: { check_offset: 3 },
        },
      ],
    };
    // Prelude, role and text; then the filter ends it.
    const blocked = [
      ...events.slice(0, 3),
      { event: null, data: JSON.stringify(block) },
      ...events.slice(-1),
    ];
    const input = { ...ofEvents('chat.create', blocked), request: { n: 1 } };
    expect(ids(input)).toEqual([]);
    expect(checkStream(input).final).toMatchObject({
      id: 'chatcmpl-1',
      choices: [{ finish_reason: 'content_filter' }],
    });
  });

  it.each<[string, readonly [check: number, start: number, end: number][], string[]]>([
    [
      'several results on one text',
      [
        [44, 44, 198],
        [44, 44, 120],
        [506, 44, 571],
      ],
      [],
    ],
    [
      'a check_offset that goes back',
      [
        [44, 44, 198],
        [30, 44, 198],
      ],
      ['stream.filter-offsets'],
    ],
    [
      'a result that ends in text that was checked',
      [
        [0, 0, 44],
        [44, 44, 198],
        [44, 10, 30],
      ],
      ['stream.filter-offsets'],
    ],
  ])('may be read by the asynchronous filter; with %s', (_name, verdicts, expected) => {
    const events = chatInput({ ...TALKING, choices: [['Hello']], asyncFilter: false }).events;
    const results = verdicts.map(([check_offset, start_offset, end_offset]) => {
      const content_filter_offsets = { check_offset, start_offset, end_offset };
      const choice = { index: 0, finish_reason: null, content_filter_results: {}, content_filter_offsets };
      return {
        event: null,
        data: JSON.stringify({ id: '', object: '', created: 0, model: '', choices: [choice] }),
      };
    });
    const input = ofEvents('chat.create', events.toSpliced(3, 0, ...results));
    const request = { n: 1, stream_options: { include_usage: true } };
    expect(ids({ ...input, request })).toEqual(expected);
  });

  it('may break off with an error frame, which explains what is missing', () => {
    const events = emitChat(TALKING).slice(0, 5);
    const frame = {
      error: { message: 'The server is overloaded', type: 'server_error', code: null, param: null },
    };
    const input = {
      ...chatInput(TALKING),
      events: [...events, { event: null, data: JSON.stringify(frame) }],
    };
    expect(ids(input)).toEqual([]);
    expect(checkStream(input).streamError).toEqual(frame.error);
  });

  it.each([
    ['a missing choice', { n: 3, stream_options: { include_usage: true } }, ['stream.choices']],
    ['a choice too many', { n: 1, stream_options: { include_usage: true } }, 'stream.choices'],
    ['usage that was not asked for', { n: 2 }, ['stream.usage']],
  ])('is held against its request: %s', (_name, request, expected) => {
    const found = ids({ ...chatInput(TALKING), request });
    if (typeof expected === 'string') expect(found).toContain(expected);
    else expect(found).toEqual(expected);
  });

  it('misses usage that was asked for', () => {
    const input = { ...chatInput({ ...TALKING, usage: false }), request: requestOf(TALKING) };
    expect(violations(input)).toMatchObject([{ check: 'stream.usage', severity: 'must' }]);
  });
});

describe('what is no whole stream', () => {
  it.each(['chat.create', 'responses.create'] as const)('an empty body passes no check (%s)', (operation) => {
    const { checks, final } = checkStream(ofEvents(operation, []));
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.every(({ outcome }) => outcome === 'failed')).toBe(true);
    expect(final).toBeNull();
  });

  it('reports a truncated body once, without quoting what may be half a secret', () => {
    const input = { ...responsesInput(EVERYTHING), truncatedTail: 'data: {"key":"sk-secr' };
    const cut = { ...input, events: input.events.slice(0, 20) };
    expect(violations(cut)).toMatchObject([
      { check: 'stream.truncated', found: '21 characters of an event' },
    ]);
    expect(JSON.stringify(violations(cut))).not.toContain('sk-secr');
  });

  it('survives hostile events', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const hostile = [
      '',
      'null',
      '[]',
      '"text"',
      '{"type":{},"output_index":-1}',
      '{"type":"response.output_item.added","output_index":1e300,"item":null}',
      '{"type":"response.completed","response":[]}',
      `{"type":"response.output_item.done","output_index":0,"item":{"__proto__":{"a":1},"content":${deep}}}`,
      `{"type":"response.completed","response":{"output":[{"__proto__":{"a":1},"content":${deep}}]}}`,
      `{"choices":[null,7,{"index":"x","delta":{"__proto__":{"polluted":true},"tool_calls":[null,{"index":0,"function":${deep}}]}}]}`,
    ].map((data) => ({ event: null, data }));
    for (const operation of ['chat.create', 'responses.create'] as const) {
      expect(failed(ofEvents(operation, hostile)).length).toBeGreaterThan(0);
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('limits what it reports of a stream that is wrong all over, and the length of what it quotes', () => {
    const events = Array.from({ length: 500 }, () => ({ event: 'x', data: `nonsense${'!'.repeat(10_000)}` }));
    const result = failed(ofEvents('responses.create', events)).find(({ id }) => id === 'stream.json');
    expect(result?.violations).toHaveLength(25);
    expect(result?.message).toContain('and 499 more');
    expect(JSON.stringify(result).length).toBeLessThan(20_000);
  });
});

describe('folding', () => {
  it('makes the completion that is not streamed out of chunks', () => {
    const { completion } = foldChat(emitChat(CALLING));
    expect(completion).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_760_000_000,
      model: 'ref-general',
      system_fingerprint: null,
      choices: [
        {
          index: 0,
          finish_reason: 'tool_calls',
          message: {
            role: 'assistant',
            content: '',
            refusal: null,
            tool_calls: [
              {
                id: 'call_0',
                type: 'function',
                function: { name: 'weather', arguments: '{"city":"Paris"}' },
              },
              { id: 'call_1', type: 'function', function: { name: 'time', arguments: '{}' } },
            ],
          },
        },
      ],
      usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
      prompt_filter_results: [{ prompt_index: 0 }],
    });
  });

  it('keeps choices apart, and a call that comes in many pieces together', () => {
    const many = Array.from({ length: 50 }, (_, i) => call(0, null, String(i % 10)));
    const { completion } = foldChat(
      emitChat({ ...CALLING, choices: [[call(0, 'f', ''), ...many], ['text']] }),
    );
    expect(completion).toMatchObject({
      choices: [
        { message: { tool_calls: [{ function: { arguments: '0123456789'.repeat(5) } }] } },
        { message: { content: 'text' } },
      ],
    });
  });

  it('makes the terminal response out of events, without reading its output', () => {
    const bodies = bodiesOf(emitResponse(EVERYTHING));
    const terminal = bodies.at(-1)?.response;
    const emptied = bodies.map((body) =>
      body.type === 'response.completed' && isObject(body.response)
        ? { ...body, response: { ...body.response, output: [] } }
        : body,
    );
    expect(foldResponses(numbered(emptied)).response).toEqual(terminal);
  });

  it('goes as far as a broken stream goes', () => {
    const items = [
      {
        kind: 'message',
        parts: [{ refusal: false, pieces: ['one ', 'two'], annotations: 0, logprobs: false }],
      },
    ] as const;
    const events = emitResponse({ ...PLAIN, items, queued: false });
    const upToFirstDelta = events.slice(
      0,
      events.findIndex(({ data }) => data.includes('"two"')),
    );
    expect(foldResponses(upToFirstDelta).response).toMatchObject({
      status: 'in_progress',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'one ' }] }],
    });
  });
});
