import { describe, expect, it } from 'vitest';
import { type SeenExchange, seen } from '../checks/view.ts';
import { createReference } from '../reference/index.ts';
import type { Exchange } from '../wire/exchange.ts';
import { inspect } from './inspect.ts';
import { executeWhole, referenceCases, scenarios } from './reference-cases.ts';
import type { ObservedCheck } from './scenario.ts';

const FEATURES = [...scenarios.keys()].filter((feature) => feature.startsWith('chat/'));

/** Exchanges of a feature with the first model that supports it. */
async function exchangesOf(feature: string): Promise<readonly SeenExchange[]> {
  for (const item of referenceCases.filter((one) => one.feature === feature)) {
    const { result, exchanges } = await executeWhole(item, createReference().fetch);
    if (result.status === 'supported') return exchanges.map(seenAs);
  }
  throw new Error(`no model supports ${feature}`);
}

function seenAs(exchange: Exchange): SeenExchange {
  return seen(exchange, inspect(exchange, { hostKind: 'azure' }).events);
}

function recognise(feature: string, exchange: SeenExchange): readonly ObservedCheck[] | null {
  const scenario = scenarios.get(feature);
  if (scenario === undefined) throw new Error(feature);
  return scenario.recognise(exchange);
}

describe.each(FEATURES)('the recogniser of %s', (feature) => {
  it('knows what its own scenario exchanges, and finds nothing wrong with it', async () => {
    const found = (await exchangesOf(feature)).map((exchange) => recognise(feature, exchange));
    const checks = found.flatMap((one) => one ?? []);
    expect(found.some((one) => one !== null)).toBe(true);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});

it('the smallest completion of Azure is a completion with filter results, and nothing else', async () => {
  const [smallest] = await exchangesOf('chat/completion');
  const known = FEATURES.filter((feature) => smallest && recognise(feature, smallest) !== null);
  expect(known).toEqual(['chat/completion', 'chat/content-filter']);
});

const exchange = (request: object, answer: object, more: Partial<SeenExchange> = {}): SeenExchange => ({
  operation: 'chat.create',
  path: '/openai/v1/chat/completions',
  query: {},
  headers: {},
  status: 200,
  request: { ...request },
  answer: { ...answer },
  events: [],
  streaming: false,
  error: false,
  ...more,
});

const says = (content: string, more: object = {}) => ({ index: 0, message: { content }, ...more });
const calls = (count: number) => ({
  message: { content: null, tool_calls: Array.from({ length: count }, (_, at) => ({ id: `call_${at}` })) },
});
const chunk = (usage: object | null) => ({ event: null, json: { choices: [], usage } });
const TOOLS = [{ type: 'function', function: { name: 'f' } }];

describe('a recogniser sees what is wrong', () => {
  it.each<[string, SeenExchange]>([
    ['chat/stop#stopped', exchange({ stop: ['6'] }, { choices: [says('5, 6')] })],
    ['chat/n#count', exchange({ n: 2 }, { choices: [says('one')] })],
    ['chat/logprobs#tokens', exchange({ logprobs: true }, { choices: [says('one', { logprobs: null })] })],
    [
      'chat/parallel-tool-calls#one-at-a-time',
      exchange({ tools: TOOLS, parallel_tool_calls: false }, { choices: [calls(2)] }),
    ],
    [
      'chat/stream-usage#once',
      exchange(
        { stream_options: { include_usage: true } },
        {},
        { streaming: true, events: [chunk({}), chunk({})] },
      ),
    ],
    [
      'chat/prompt-caching#part',
      exchange({}, { usage: { prompt_tokens: 5, prompt_tokens_details: { cached_tokens: 6 } } }),
    ],
    ['chat/content-filter#prompt', exchange({}, { prompt_filter_results: [{ prompt_index: 0 }] })],
    [
      'chat/content-filter#refusal',
      exchange({}, { error: { code: 'content_filter' } }, { error: true, status: 500 }),
    ],
  ])('%s', (name, given) => {
    const [feature = '', check] = name.split('#');
    expect(recognise(feature, given)).toEqual([{ id: check, ok: false }]);
  });
});

describe('a recogniser passes over', () => {
  it.each<[string, string, SeenExchange]>([
    ['chat/top-p', 'the default', exchange({ top_p: 1 }, {})],
    ['chat/penalties', 'penalties of 0', exchange({ presence_penalty: 0 }, {})],
    ['chat/n', 'one choice', exchange({ n: 1 }, {})],
    ['chat/stop', 'no sequence', exchange({ stop: [] }, {})],
    [
      'chat/stream-usage',
      'an answer in one piece',
      exchange({ stream_options: { include_usage: true } }, {}),
    ],
    ['chat/parallel-tool-calls', 'one call', exchange({ tools: TOOLS }, { choices: [calls(1)] })],
    [
      'chat/multi-turn',
      'a result of a tool',
      exchange({ messages: [{ role: 'user' }, { role: 'assistant', content: null }, { role: 'tool' }] }, {}),
    ],
    ['chat/image-url', 'a data URL', imaged('data:image/png;base64,AA==')],
    ['chat/image-base64', 'an address', imaged('https://images.example/red.png')],
    [
      'chat/structured-outputs',
      'a call of a function instead of a text',
      exchange({ response_format: { type: 'json_schema' } }, { choices: [calls(1)] }),
    ],
    ['chat/json-mode', 'a schema', exchange({ response_format: { type: 'json_schema' } }, {})],
    ['chat/content-filter', 'another error', exchange({}, { error: { code: 'x' } }, { error: true })],
    ['chat/prompt-caching', 'nothing cached', exchange({}, { usage: { prompt_tokens: 5 } })],
  ])('%s: %s', (feature, _, given) => {
    expect(recognise(feature, given)).toBeNull();
  });
});

function imaged(url: string): SeenExchange {
  return exchange({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }] }, {});
}
