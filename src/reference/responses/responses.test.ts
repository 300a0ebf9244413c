import { readFileSync } from 'node:fs';
import type OpenAI from 'openai';
import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PDF_CODE_WORD } from '../../../fixtures/documents/contents.ts';
import { collect, NOON, open, posted, refusalOf, type Session, TRANSPORTS } from '../test-client.ts';

type Question = Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, 'stream'>;

const PDF = readFileSync(new URL('../../../fixtures/documents/code-word.pdf', import.meta.url));
const WEATHER: OpenAI.Responses.FunctionTool = {
  type: 'function',
  name: 'get_weather',
  description: 'Get the current weather in a city',
  parameters: {
    type: 'object',
    properties: { location: { type: 'string' } },
    required: ['location'],
    additionalProperties: false,
  },
  strict: true,
};

describe.each(Object.entries(TRANSPORTS))('responses %s', (_, connect) => {
  let session: Session;
  beforeAll(async () => {
    session = await connect();
  });
  afterAll(() => session.close());

  it('creates, retrieves, lists the input of, and deletes a response', async () => {
    const { responses } = session.client;
    const created = await responses.create({
      model: 'ref-general',
      input: 'Say hello',
      metadata: { a: 'b' },
    });
    expect(created).toMatchObject({
      object: 'response',
      status: 'completed',
      model: 'ref-general',
      output_text: 'hello',
      created_at: NOON / 1000,
      metadata: { a: 'b' },
      content_filters: [{ source_type: 'prompt', blocked: false }, { source_type: 'completion' }],
    });
    const { usage } = created;
    expect(usage?.total_tokens).toBe((usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0));
    expect((await responses.retrieve(created.id)).output).toEqual(created.output);
    const [item] = await collect(await responses.inputItems.list(created.id));
    expect(item).toMatchObject({
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: 'Say hello' }],
    });
    const deleted = await session.send(`v1/responses/${created.id}`, { method: 'DELETE' });
    expect(await deleted.json()).toEqual({ id: created.id, object: 'response.deleted', deleted: true });
    expect(await refusalOf(responses.retrieve(created.id))).toMatchObject({
      status: 404,
      code: null,
      message: `Response with id '${created.id}' not found.`,
    });
  });

  it('streams with event lines, sequence numbers from 0 and no [DONE]', async () => {
    const body = { model: 'ref-reasoning', input: 'Hello', stream: true, reasoning: { summary: 'auto' } };
    const response = await session.send('v1/responses', posted(body));
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const frames = (await response.text()).split('\n\n').slice(0, -1);
    const events = frames.map((frame) => {
      const [name, data] = frame.split('\n');
      const event: ResponseStreamEvent = JSON.parse(data?.slice('data: '.length) ?? '');
      expect(name).toBe(`event: ${event.type}`);
      return event;
    });
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((__, at) => at));
    expect(events.slice(0, 2).map((event) => event.type)).toEqual([
      'response.created',
      'response.in_progress',
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'response.completed', response: { status: 'completed' } });
    for (const event of events.slice(0, 2)) {
      expect(event).toMatchObject({ response: { usage: null, content_filters: null, output: [] } });
    }
  });

  it('reads a PDF sent as a data URL', async () => {
    const response = await session.client.responses.create({
      model: 'ref-general',
      input: [
        {
          role: 'user',
          content: [
            {
              type: 'input_file',
              filename: 'code-word.pdf',
              file_data: `data:application/pdf;base64,${PDF.toString('base64')}`,
            },
            { type: 'input_text', text: 'What is the code word?' },
          ],
        },
      ],
    });
    expect(response.output_text).toContain(PDF_CODE_WORD);
  });
});

describe('responses', () => {
  const plain = async (body: Question, session?: Session) =>
    (session ?? (await open())).client.responses.create(body);

  it.each<[string, Question]>([
    ['text', { model: 'ref-general', input: 'Tell me a story.' }],
    ['thought', { model: 'ref-reasoning', input: 'What is 2 + 3?', reasoning: { summary: 'auto' } }],
    ['a call', { model: 'ref-reasoning', input: 'Weather in Rome?', tools: [WEATHER] }],
    ['a limit', { model: 'ref-general', input: 'Tell me a story.', max_output_tokens: 16 }],
    ['structure', { model: 'ref-general', input: 'json please', text: { format: { type: 'json_object' } } }],
  ])('streams the same answer as it gives plainly: %s', async (_, body) => {
    const whole: unknown = await (await (await open()).send('v1/responses', posted(body))).json();
    const events = await collect(await (await open()).client.responses.create({ ...body, stream: true }));
    const last = events.at(-1);
    if (last === undefined || !('response' in last)) throw new Error('no terminal event');
    expect(last.response).toEqual(whole);
    const done = events.flatMap((event) => (event.type === 'response.output_item.done' ? [event.item] : []));
    expect(last.response.output).toEqual(done);
  });

  it('accumulates deltas to what each item ends with', async () => {
    const { client } = await open();
    const body: Question = {
      model: 'ref-reasoning',
      input: 'Weather in Rome and Oslo?',
      tools: [WEATHER],
    };
    const events = await collect(await client.responses.create({ ...body, stream: true }));
    const sums = new Map<string, string>();
    for (const event of events) {
      if (event.type === 'response.function_call_arguments.delta') {
        sums.set(event.item_id, (sums.get(event.item_id) ?? '') + event.delta);
      }
      if (event.type === 'response.function_call_arguments.done') {
        expect(sums.get(event.item_id)).toBe(event.arguments);
      }
    }
    expect(sums.size).toBe(2);
  });

  it('completes a round of function calling, by previous_response_id or by hand', async () => {
    const session = await open();
    const question = { role: 'user', content: 'What is the weather in Rome?' } as const;
    const first = await plain({ model: 'ref-general', input: [question], tools: [WEATHER] }, session);
    const call = first.output[0];
    if (call?.type !== 'function_call') throw new Error('no call');
    expect(JSON.parse(call.arguments)).toEqual({ location: 'Rome' });
    const output = { type: 'function_call_output', call_id: call.call_id, output: '31 degrees' } as const;
    const chained = await plain(
      { model: 'ref-general', input: [output], previous_response_id: first.id },
      session,
    );
    const manual = await plain(
      { model: 'ref-general', input: [question, call, output], tools: [WEATHER] },
      session,
    );
    expect([chained.output_text, manual.output_text]).toEqual(Array(2).fill('The tool answered: 31 degrees'));
    expect(chained.previous_response_id).toBe(first.id);
  });

  it('remembers the previous response, but not its instructions', async () => {
    const session = await open();
    const first = await plain(
      { model: 'ref-general', input: 'My name is Ada.', instructions: 'Begin every answer with AHOY.' },
      session,
    );
    expect(first.output_text).toMatch(/^AHOY/);
    const second = await plain(
      { model: 'ref-general', input: 'What is my name?', previous_response_id: first.id },
      session,
    );
    expect(second.output_text).toContain('Ada');
    expect(second.output_text).not.toContain('AHOY');
    expect(second.instructions).toBeNull();
  });

  it('forgets a response that was not to be stored', async () => {
    const session = await open();
    const response = await plain({ model: 'ref-general', input: 'Hello', store: false }, session);
    expect(response).toMatchObject({ store: false });
    const { id } = response;
    expect(await refusalOf(session.client.responses.retrieve(id))).toMatchObject({ status: 404 });
    const follow = plain({ model: 'ref-general', input: 'x', previous_response_id: id }, session);
    expect(await refusalOf(follow)).toMatchObject({ code: 'previous_response_not_found' });
  });

  it('ends incomplete at max_output_tokens, within a text or within a thought', async () => {
    const text = await plain({ model: 'ref-general', input: 'Tell me a story.', max_output_tokens: 16 });
    expect(text).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ type: 'message', status: 'incomplete' }],
      usage: { output_tokens: 16 },
    });
    const thought = await plain({ model: 'ref-reasoning', input: 'Hello', max_output_tokens: 20 });
    expect(thought.status).toBe('incomplete');
    expect(thought.output.map((item) => item.type)).toEqual(['reasoning']);
  });

  it('carries an encrypted thought into the next turn and notices a forged one', async () => {
    const session = await open();
    const ask = (input: OpenAI.Responses.ResponseInput) =>
      plain(
        { model: 'ref-reasoning', input, store: false, include: ['reasoning.encrypted_content'] },
        session,
      );
    const first = await ask([{ role: 'user', content: 'Hello' }]);
    const [thought, message] = first.output;
    if (thought?.type !== 'reasoning' || message?.type !== 'message') throw new Error('no thought');
    expect(thought.encrypted_content).toMatch(/^gAAAA/);
    const next = { role: 'user', content: 'And now?' } as const;
    expect((await ask([thought, message, next])).status).toBe('completed');
    const forged = { ...thought, encrypted_content: 'gAAAAforged' };
    expect(await refusalOf(ask([forged, message, next]))).toMatchObject({
      code: 'invalid_encrypted_content',
    });
    expect(await refusalOf(ask([thought, next]))).toMatchObject({
      message: `Item '${thought.id}' of type 'reasoning' was provided without its required following item.`,
    });
  });

  it('writes structured output that follows its schema', async () => {
    const response = await plain({
      model: 'ref-general',
      input: 'Alice and Bob meet on Friday.',
      text: {
        format: {
          type: 'json_schema',
          name: 'meeting',
          strict: true,
          schema: {
            type: 'object',
            properties: { people: { type: 'array', items: { type: 'string' } }, sure: { type: 'boolean' } },
            required: ['people', 'sure'],
            additionalProperties: false,
          },
        },
      },
    });
    expect(JSON.parse(response.output_text)).toEqual({ people: ['Alice', 'Bob', 'Friday'], sure: true });
  });

  it('pages its input items, newest first unless asked otherwise', async () => {
    const session = await open();
    const input = ['one', 'two', 'three'].map((content) => ({ role: 'user', content }) as const);
    const { id } = await plain({ model: 'ref-general', input }, session);
    const texts = async (query: OpenAI.Responses.InputItemListParams) =>
      (await collect(await session.client.responses.inputItems.list(id, query))).map(
        (item) => JSON.stringify(item).match(/one|two|three/)?.[0],
      );
    expect(await texts({})).toEqual(['three', 'two', 'one']);
    expect(await texts({ order: 'asc', limit: 2 })).toEqual(['one', 'two', 'three']);
  });
});
