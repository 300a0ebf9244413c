import { readFileSync } from 'node:fs';
import type OpenAI from 'openai';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PDF_CODE_WORD, PICTURES } from '../../../fixtures/documents/contents.ts';
import { collect, open, posted, type Session, TRANSPORTS } from '../test-client.ts';

type Messages = OpenAI.ChatCompletionMessageParam[];
type Question = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, 'model' | 'stream'>;
const asked = (content: string): Messages => [{ role: 'user', content }];
const base64 = (name: string) =>
  readFileSync(new URL(`../../../fixtures/documents/${name}`, import.meta.url)).toString('base64');

const WEATHER: OpenAI.ChatCompletionFunctionTool = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Get the current weather in a city',
    parameters: {
      type: 'object',
      properties: {
        location: { type: 'string', description: 'City' },
        unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
      },
      required: ['location', 'unit'],
      additionalProperties: false,
    },
    strict: true,
  },
};

function textOf(chunks: readonly ChatCompletionChunk[]): string {
  return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
}

describe.each(Object.entries(TRANSPORTS))('chat %s', (_, connect) => {
  let session: Session;
  beforeAll(async () => {
    session = await connect();
  });
  afterAll(() => session.close());
  const create = (messages: Messages, rest: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> = {}) =>
    session.client.chat.completions.create({ model: 'ref-general', messages, ...rest });

  it('answers with the shape of Azure: filters, versioned model, usage that adds up', async () => {
    const completion = await create(asked('Reply with exactly the word "apple".'));
    expect(completion).toMatchObject({
      object: 'chat.completion',
      model: 'ref-general-2026-11-01',
      choices: [
        {
          index: 0,
          finish_reason: 'stop',
          message: { role: 'assistant', content: 'apple', refusal: null },
          content_filter_results: { hate: { filtered: false, severity: 'safe' } },
        },
      ],
      prompt_filter_results: [
        { prompt_index: 0, content_filter_results: { jailbreak: { detected: false } } },
      ],
    });
    const { usage } = completion;
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
  });

  it('streams prelude, role, deltas, finish and usage, ended by [DONE]', async () => {
    const body = {
      model: 'ref-general',
      messages: asked('Count to 3.'),
      stream: true,
      stream_options: { include_usage: true },
    };
    const response = await session.send('v1/chat/completions', posted(body));
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const text = await response.text();
    expect(text).not.toContain('event:');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    const chunks = text
      .split('\n\n')
      .filter((frame) => frame.startsWith('data: {'))
      .map((frame): ChatCompletionChunk => JSON.parse(frame.slice(6)));
    expect(chunks[0]).toMatchObject({ choices: [], created: 0, id: '', model: '', object: '' });
    expect(chunks[0]).toHaveProperty('prompt_filter_results');
    expect(chunks[1]?.choices[0]?.delta).toEqual({ content: '', refusal: null, role: 'assistant' });
    expect(chunks.filter((chunk) => chunk.choices[0]?.delta.role !== undefined)).toHaveLength(1);
    expect(chunks.filter((chunk) => chunk.choices[0]?.finish_reason === 'stop')).toHaveLength(1);
    expect(textOf(chunks)).toBe('1, 2, 3');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 5 } });
    expect(new Set(chunks.slice(1).map((chunk) => chunk.id)).size).toBe(1);
  });

  it('calls the function the question is about and speaks once it has the result', async () => {
    const messages = asked('What is the weather in Paris in fahrenheit?');
    const first = await create(messages, { tools: [WEATHER] });
    const call = first.choices[0]?.message.tool_calls?.[0];
    expect(first.choices[0]?.finish_reason).toBe('tool_calls');
    if (call?.type !== 'function') throw new Error('no call');
    expect(call.function.name).toBe('get_weather');
    expect(JSON.parse(call.function.arguments)).toEqual({ location: 'Paris', unit: 'fahrenheit' });
    const message = first.choices[0]?.message;
    const second = await create(
      [
        ...messages,
        ...(message ? [message] : []),
        { role: 'tool', tool_call_id: call.id, content: '17 degrees' },
      ],
      { tools: [WEATHER] },
    );
    expect(second.choices[0]?.message.content).toContain('17 degrees');
  });

  it('streams the arguments of a call in pieces that add up', async () => {
    const stream = session.client.chat.completions.stream({
      model: 'ref-general',
      messages: asked('Weather in Oslo, please'),
      tools: [WEATHER],
    });
    const completion = await stream.finalChatCompletion();
    const call = completion.choices[0]?.message.tool_calls?.[0];
    expect(call?.type === 'function' && JSON.parse(call.function.arguments)).toMatchObject({
      location: 'Oslo',
    });
  });
});

describe('chat', () => {
  const plain = async (body: Question, model = 'ref-general') => {
    const { client } = await open();
    return client.chat.completions.create({ model, ...body });
  };

  it.each<[string, Question]>([
    ['text', { messages: asked('Tell me a story.') }],
    ['emoji', { messages: asked('Say "a 😄 b — ünïcode"') }],
    ['calls', { messages: asked('Weather in Rome?'), tools: [WEATHER] }],
    ['structure', { messages: asked('Answer in JSON: hi'), response_format: { type: 'json_object' } }],
    ['a limit', { messages: asked('Tell me a story.'), max_completion_tokens: 9 }],
    ['choices', { messages: asked('Hello'), n: 3, temperature: 1 }],
  ])('streams the same answer as it gives plainly: %s', async (__, body) => {
    const whole = await plain(body);
    const { client } = await open();
    const streamed = await client.chat.completions
      .stream({ model: 'ref-general', ...body, stream_options: { include_usage: true } })
      .finalChatCompletion();
    const essence = ({ choices, usage }: OpenAI.ChatCompletion) => ({
      usage,
      choices: choices.map(({ index, finish_reason, message }) => ({
        index,
        finish_reason,
        content: message.content,
        calls: message.tool_calls?.map(
          (call) => call.type === 'function' && [call.id, call.function.name, call.function.arguments],
        ),
      })),
    });
    expect(essence(streamed)).toEqual(essence(whole));
  });

  it('gives the same wording at temperature 0 and another at temperature 1', async () => {
    const { client } = await open();
    const ask = async (temperature: number) => {
      const body = { model: 'ref-general', messages: asked('Good morning'), temperature };
      return (await client.chat.completions.create(body)).choices[0]?.message.content;
    };
    expect(new Set([await ask(0), await ask(0), await ask(0)]).size).toBe(1);
    expect(new Set([await ask(1), await ask(1), await ask(1)]).size).toBeGreaterThan(1);
  });

  it('repeats itself with a seed', async () => {
    const { client } = await open();
    const body = { model: 'ref-general', messages: asked('Good morning'), temperature: 1.5, seed: 7 };
    const [first, second] = [
      await client.chat.completions.create(body),
      await client.chat.completions.create(body),
    ];
    expect(first.choices).toEqual(second.choices);
  });

  it.each([
    ['auto', 'Hello there', undefined],
    ['required', 'Hello there', 'get_weather'],
    ['none', 'Weather in Rome?', undefined],
    [{ type: 'function', function: { name: 'get_weather' } }, 'Hello there', 'get_weather'],
  ] satisfies [OpenAI.ChatCompletionToolChoiceOption, string, string | undefined][])(
    'obeys tool_choice %j',
    async (choice, question, called) => {
      const completion = await plain({ messages: asked(question), tools: [WEATHER], tool_choice: choice });
      const call = completion.choices[0]?.message.tool_calls?.[0];
      expect(call?.type === 'function' ? call.function.name : undefined).toBe(called);
    },
  );

  it('calls once for each city, or once where parallel calls are off', async () => {
    const messages = asked("What's the weather like in Paris, Tokyo and Lima?");
    const cities = (completion: OpenAI.ChatCompletion) =>
      completion.choices[0]?.message.tool_calls?.map(
        (call) => call.type === 'function' && JSON.parse(call.function.arguments).location,
      );
    const cityOnly = {
      type: 'function',
      function: {
        name: 'get_weather',
        parameters: { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] },
      },
    } satisfies OpenAI.ChatCompletionFunctionTool;
    expect(cities(await plain({ messages, tools: [cityOnly] }))).toEqual(['Paris', 'Tokyo', 'Lima']);
    expect(cities(await plain({ messages, tools: [cityOnly], parallel_tool_calls: false }))).toHaveLength(1);
  });

  it('writes structured output that follows the schema and names what the prompt names', async () => {
    const schema = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        day: { type: 'string' },
        people: { type: 'array', items: { type: 'string' } },
      },
      required: ['name', 'day', 'people'],
      additionalProperties: false,
    };
    const completion = await plain({
      messages: asked('Extract the event: "Science Fair", on Friday, with Alice and Bob.'),
      response_format: { type: 'json_schema', json_schema: { name: 'event', schema, strict: true } },
    });
    expect(JSON.parse(completion.choices[0]?.message.content ?? '')).toEqual({
      name: 'Science Fair',
      day: 'Friday',
      people: ['Friday', 'Alice', 'Bob'],
    });
  });

  it('thinks before it speaks where it is a reasoning model, and counts the thought', async () => {
    const think = (reasoning_effort: 'low' | 'high' | null) =>
      plain({ messages: asked('Hello'), reasoning_effort }, 'ref-reasoning');
    const tokens = async (effort: 'low' | 'high' | null) =>
      (await think(effort)).usage?.completion_tokens_details?.reasoning_tokens;
    expect([await tokens('low'), await tokens(null), await tokens('high')]).toEqual([64, 192, 448]);
  });

  it('ends with length at the limit, with stop at a stop word', async () => {
    const limited = await plain({ messages: asked('Tell me a story.'), max_completion_tokens: 5 });
    expect(limited.choices[0]?.finish_reason).toBe('length');
    expect(limited.usage?.completion_tokens).toBe(5);
    const stopped = await plain({ messages: asked('Count to 9.'), stop: ['5'] });
    expect(stopped.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: '1, 2, 3, 4, ' } });
  });

  it('gives log probabilities for each token, with as many alternatives as asked for', async () => {
    const completion = await plain({ messages: asked('Say hello'), logprobs: true, top_logprobs: 2 });
    const [token] = completion.choices[0]?.logprobs?.content ?? [];
    expect(token).toMatchObject({ token: 'hello', logprob: 0 });
    expect(token?.top_logprobs).toHaveLength(2);
  });

  it.each(Object.entries(PICTURES))('sees that %s is %s', async (name, colour) => {
    const type = { png: 'png', jpg: 'jpeg', webp: 'webp' }[name.split('.')[1] ?? ''];
    const url = `data:image/${type};base64,${base64(name)}`;
    const content: OpenAI.ChatCompletionContentPart[] = [
      { type: 'text', text: 'Which colour is this? Answer with one word.' },
      { type: 'image_url', image_url: { url } },
    ];
    const completion = await plain({ messages: [{ role: 'user', content }] });
    expect(completion.choices[0]?.message.content).toContain(colour);
  });

  it('reads the code word in a PDF', async () => {
    const file = {
      filename: 'code-word.pdf',
      file_data: `data:application/pdf;base64,${base64('code-word.pdf')}`,
    };
    const content: OpenAI.ChatCompletionContentPart[] = [
      { type: 'text', text: 'What is the code word in this document?' },
      { type: 'file', file },
    ];
    const completion = await plain({ messages: [{ role: 'user', content }] });
    expect(completion.choices[0]?.message.content).toContain(PDF_CODE_WORD);
  });

  it('remembers what was said in earlier turns', async () => {
    const completion = await plain({
      messages: [
        { role: 'developer', content: 'Be brief.' },
        ...asked('My name is Ada.'),
        { role: 'assistant', content: 'Hello Ada.' },
        ...asked('What is my name?'),
      ],
    });
    expect(completion.choices[0]?.message.content).toContain('Ada');
  });

  it('is consumed chunk by chunk, and an aborted stream stops', async () => {
    const { client } = await open();
    const stream = await client.chat.completions.create({
      model: 'ref-general',
      messages: asked('Tell me a long story.'),
      stream: true,
    });
    let seen = 0;
    for await (const chunk of stream) {
      expect(chunk).toBeDefined();
      if (++seen === 5) stream.controller.abort();
    }
    expect(seen).toBe(5);
    expect((await collect(await client.models.list())).length).toBeGreaterThan(0);
  });
});
