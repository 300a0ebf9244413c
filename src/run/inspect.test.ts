import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../checks/check.ts';
import type { Body, Exchange, WireResponse } from '../wire/exchange.ts';
import { readRecordingFile, type SourcedExchange } from '../wire/formats/index.ts';
import { type InspectContext, inspect } from './inspect.ts';

const TRAFFIC = '../shared/traffic/dev.jsonl';

const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_790_000_000,
  model: 'gpt-4.1-2025-04-14',
  system_fingerprint: null,
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      logprobs: null,
      message: { role: 'assistant', content: 'Hello.', refusal: null, annotations: [] },
    },
  ],
  usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
};

function chat(response: Partial<WireResponse>, request: unknown = null): Exchange {
  const body: Body = request === null ? { kind: 'none' } : { kind: 'json', value: request };
  return {
    request: {
      method: 'POST',
      origin: 'https://a.target.invalid',
      path: '/openai/v1/chat/completions',
      query: {},
      headers: {},
      body,
    },
    response: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { kind: 'json', value: completion },
      complete: true,
      ...response,
    },
  };
}

function failed(exchange: Exchange, context: Partial<InspectContext> = {}): string[] {
  const { report } = inspect(exchange, { hostKind: 'azure', ...context });
  return report.checks.filter(isFailed).map(({ id, severity }) => `${severity} ${id}`);
}

function isFailed({ outcome, severity }: CheckResult): boolean {
  return outcome === 'failed' && severity !== 'info';
}

describe('an inspection', () => {
  it('does not miss the request id where the recorder kept none of the service headers', () => {
    expect(failed(chat({}))).toEqual([]);
    const headers = { 'content-type': 'application/json', 'x-ms-region': 'Sweden Central' };
    expect(failed(chat({ headers }))).toEqual(['should headers.request-id']);
  });

  it('lets a model write arguments that are no JSON, unless they are strict', () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":' } };
    const message = { role: 'assistant', content: null, refusal: null, tool_calls: [call] };
    const value = { ...completion, choices: [{ index: 0, finish_reason: 'tool_calls', message }] };
    const asking = (strict: boolean) => ({
      messages: [],
      tools: [{ type: 'function', function: { name: 'f', strict, parameters: { type: 'object' } } }],
    });
    const answer = { body: { kind: 'json', value } } as const;
    expect(failed(chat(answer, asking(false)))).toEqual(['should tool.arguments']);
    expect(failed(chat(answer, asking(true)))).toEqual(['must tool.arguments']);
  });

  it('takes a cut at the limit of the model for a remark, not a violation', () => {
    const [choice] = completion.choices;
    const value = { ...completion, choices: [{ ...choice, finish_reason: 'length' }] };
    expect(failed(chat({ body: { kind: 'json', value } }, { messages: [] }))).toEqual([]);
  });

  it.each([
    ['2025-03-21T00:00:00Z', []],
    ['2026-03-21T00:00:00Z', ['must schema.event', 'must stream.sequence']],
  ])('misses the numbers of a Responses stream of %s: %j', (time, expected) => {
    const created_at = Date.parse(time) / 1000;
    const response = {
      id: 'resp_1',
      object: 'response',
      created_at,
      status: 'in_progress',
      error: null,
      incomplete_details: null,
      instructions: null,
      metadata: {},
      model: 'gpt-4.1-2025-04-14',
      output: [],
      parallel_tool_calls: true,
      temperature: 1,
      tool_choice: 'auto',
      tools: [],
      top_p: 1,
      usage: null,
    };
    const usage = {
      input_tokens: 1,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 0,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 1,
    };
    const text = [
      { type: 'response.created', response },
      { type: 'response.in_progress', response },
      { type: 'response.completed', response: { ...response, status: 'completed', usage } },
    ]
      .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      .join('');
    const streamed = chat({ headers: { 'content-type': 'text/event-stream' }, body: { kind: 'sse', text } });
    expect(failed(streamed, { operation: 'responses.create' })).toEqual(expected);
  });
});

describe('a recording without a status', () => {
  it('whose body is an error is a refusal, not an error under status 200', async () => {
    const row = {
      id: '1',
      repo: 'a/b',
      host_kind: 'openai',
      method: 'POST',
      url_path: '/v1/chat/completions',
      status: null,
      response_body_kind: 'json',
      response_body: { error: { message: 'No.', type: 'invalid_request_error', param: null, code: null } },
    };
    const chunks = (async function* () {
      yield Buffer.from(`${JSON.stringify(row)}\n`);
    })();
    for await (const { exchange } of readRecordingFile({ file: 'a.jsonl', chunks })) {
      expect(failed(exchange, { hostKind: 'openai' })).toEqual([]);
    }
  });
});

/** Why a recorded answer fails; the first that fits. `docs/validation.md` explains each. */
const CAUSES: readonly (readonly [cause: string, fits: (row: SourcedExchange) => boolean])[] = [
  ['cut by its collector', ({ exchange }) => exchange.response?.complete === false],
  [
    'written or edited by hand',
    ({ synthetic, citation }) =>
      synthetic ||
      /content_filtering|mock-responses\/|with_error_response|azure-reasoning-encrypted-content/.test(
        citation?.path ?? '',
      ),
  ],
  [
    "another maker's model or gateway",
    ({ exchange, citation }) =>
      /deepseek|mai-ds|kimi|muse-spark/i.test(`${modelOf(exchange)} ${exchange.request.path}`) ||
      /github-copilot|deepseek/.test(citation?.path ?? ''),
  ],
  ['deviation of the service', ({ exchange }) => /gpt-audio/.test(modelOf(exchange))],
];

function modelOf({ response }: Exchange): string {
  const body = response?.body;
  const text = body?.kind === 'json' ? JSON.stringify(body.value) : body?.kind === 'sse' ? body.text : '';
  return /"model":\s*"([^"]+)"/.exec(text)?.[1] ?? '';
}

type Counts = Record<string, Record<string, number>>;

function count(counts: Counts, host: string, name: string): void {
  const ofHost = counts[host] ?? {};
  ofHost[name] = (ofHost[name] ?? 0) + 1;
  counts[host] = ofHost;
}

/** Failed checks and how many exchanges fail them. */
const EXPECTED: Readonly<Record<string, string>> = {
  azure: `
must error.in-success 1
must schema.event 8
must schema.response 48
must stream.finish 1
must stream.terminal 1
must usage.limit 2
should error.status 1
should id.shape 55
should stream.created 7
`,
  openai: `
must error.envelope 1
must fold.output 1
must schema.event 7
must schema.json 6
must schema.response 5
must stream.chunk 3
must stream.envelope 3
must stream.finish 2
must stream.identity 1
must stream.part-order 3
must stream.sequence 3
must stream.usage 9
should echo.max_output_tokens 1
should echo.truncation 1
should id.shape 8
should stream.role 9
should tool.arguments 1
`,
  other: `
must error.envelope 21
must fold.arguments 2
must schema.event 96
must schema.json 1
must schema.response 265
must stream.done 8
must stream.finish 48
must stream.identity 7
must stream.tool-calls 3
must stream.usage 288
must time.created 2
must tool.declared 1
must usage.details 119
must usage.limit 19
must usage.total 93
should id.shape 7
should stream.created 35
should stream.role 212
should tool.arguments 6
`,
};

describe.skipIf(!existsSync(TRAFFIC))('real recorded traffic', () => {
  const valid: Record<string, string> = {};
  const checks: Counts = {};
  const causes: Counts = {};

  it('is read to its end', async () => {
    const totals = new Map<string, { all: number; valid: number }>();
    for await (const row of readRecordingFile(TRAFFIC)) {
      const { exchange, hostKind, operation } = row;
      const { report } = inspect(exchange, { hostKind, operation });
      const broken = report.checks.filter(isFailed);
      const total = totals.get(hostKind) ?? { all: 0, valid: 0 };
      totals.set(hostKind, total);
      total.all += 1;
      if (broken.every(({ severity }) => severity !== 'must')) total.valid += 1;
      for (const { id, severity } of broken) count(checks, hostKind, `${severity} ${id}`);
      if (broken.length === 0 || hostKind === 'other') continue;
      const cause = CAUSES.find(([, fits]) => fits(row))?.[0] ?? `unexplained: ${row.id}`;
      count(causes, hostKind, cause);
    }
    for (const [host, total] of totals) valid[host] = `${total.valid} of ${total.all}`;
  });

  it('is valid but for these', () => {
    expect(valid).toMatchInlineSnapshot(`
      {
        "azure": "367 of 425",
        "openai": "816 of 842",
        "other": "365 of 1062",
      }
    `);
  });

  it('of Azure and OpenAI fails for these reasons only', () => {
    expect(causes).toMatchInlineSnapshot(`
      {
        "azure": {
          "another maker's model or gateway": 55,
          "written or edited by hand": 3,
        },
        "openai": {
          "another maker's model or gateway": 8,
          "cut by its collector": 6,
          "deviation of the service": 2,
          "written or edited by hand": 11,
        },
      }
    `);
  });

  it.each(['azure', 'openai', 'other'])('of %s hosts fails these checks', (host) => {
    const sorted = Object.entries(checks[host] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    expect(`\n${sorted.map(([name, count]) => `${name} ${count}`).join('\n')}\n`).toBe(EXPECTED[host]);
  });
});
