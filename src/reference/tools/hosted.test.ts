import { readFileSync } from 'node:fs';
import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { descriptionOfPicture } from '../model/picture.ts';
import { collect, open, posted, refusalOf } from '../test-client.ts';

const RED = readFileSync(new URL('../../../fixtures/documents/red.png', import.meta.url)).toString('base64');
const painting = (deployment = 'ref-image') => ({
  headers: { 'x-ms-oai-image-generation-deployment': deployment },
});

describe('image generation', () => {
  const paint = async (
    tool: Partial<OpenAI.Responses.Tool.ImageGeneration> = {},
    options: { headers?: Record<string, string> } = painting(),
  ) => {
    const { client } = await open();
    return client.responses.create(
      {
        model: 'ref-general',
        input: 'Generate a picture of plain blue.',
        tools: [{ type: 'image_generation', ...tool }],
      },
      options,
    );
  };

  it.each(['png', 'jpeg', 'webp'] as const)('paints the colour it was asked for, as %s', async (format) => {
    const response = await paint({ output_format: format, size: '1024x1536', quality: 'low' });
    const call = response.output.find((item) => item.type === 'image_generation_call');
    expect(call).toMatchObject({
      status: 'completed',
      output_format: format,
      size: '1024x1536',
      quality: 'low',
    });
    const bytes = Buffer.from(call?.result ?? '', 'base64');
    expect(descriptionOfPicture(bytes)).toBe('a solid blue image');
    expect(bytes.length).toBeLessThan(1024);
  });

  it('refuses without the header, in the words of the service', async () => {
    expect(await refusalOf(paint({}, {}))).toEqual({
      status: 400,
      type: 'image_generation_user_error',
      code: 'invalid_request_error',
      param: 'tools',
      message: 'imagegen deployment must be provided through header: x-ms-oai-image-generation-deployment',
    });
  });

  it('refuses a deployment that is not there, or that paints nothing', async () => {
    expect(await refusalOf(paint({}, painting('nowhere')))).toMatchObject({ code: 'DeploymentNotFound' });
    expect(await refusalOf(paint({}, painting('ref-reasoning')))).toMatchObject({
      code: 'OperationNotSupported',
    });
  });

  it('streams the picture so far where the model can, and is refused where it cannot', async () => {
    const { client } = await open();
    const stream = (model: string) =>
      client.responses.create(
        {
          model,
          input: 'Generate a picture of plain red.',
          tools: [{ type: 'image_generation', partial_images: 2 }],
          stream: true,
        },
        painting(),
      );
    const events = await collect(await stream('ref-reasoning'));
    const about = events.map(({ type }) => type).filter((type) => type.includes('image_generation'));
    expect(about.map((type) => type.split('.').at(-1))).toEqual([
      'in_progress',
      'generating',
      'partial_image',
      'partial_image',
      'completed',
    ]);
    expect(await refusalOf(stream('ref-general'))).toMatchObject({ status: 400, param: 'stream' });
  });
});

describe('the web search', () => {
  it('cites the page where the answer links it', async () => {
    const { client } = await open();
    const response = await client.responses.create({
      model: 'ref-general',
      input: 'Search the web for example domains.',
      tools: [{ type: 'web_search' }],
      include: ['web_search_call.action.sources'],
    });
    const [call, message] = response.output;
    expect(call).toMatchObject({
      type: 'web_search_call',
      action: { type: 'search', sources: [{ type: 'url' }] },
    });
    const part = message?.type === 'message' ? message.content[0] : undefined;
    if (part?.type !== 'output_text') throw new Error('no text');
    const [citation] = part.annotations;
    if (citation?.type !== 'url_citation') throw new Error('no citation');
    expect(part.text.slice(citation.start_index, citation.end_index)).toContain(citation.url);
  });

  it('streams the annotation before the text is done', async () => {
    const { client } = await open();
    const events = await collect(
      await client.responses.create({
        model: 'ref-general',
        input: 'Search the web for example domains.',
        tools: [{ type: 'web_search_preview' }],
        stream: true,
      }),
    );
    const types = events.map(({ type }) => type);
    const added = types.indexOf('response.output_text.annotation.added');
    expect(added).toBeGreaterThan(types.indexOf('response.output_text.delta'));
    expect(added).toBeLessThan(types.indexOf('response.output_text.done'));
  });

  it('keeps to the domains that are allowed', async () => {
    const { client } = await open();
    const response = await client.responses.create({
      model: 'ref-general',
      input: 'Search the web for example domains.',
      tools: [{ type: 'web_search', filters: { allowed_domains: ['elsewhere.invalid'] } }],
    });
    expect(response.output_text).toContain('nothing was found');
  });
});

describe('computer use', () => {
  const tools = [
    {
      type: 'computer_use_preview' as const,
      display_width: 1024,
      display_height: 768,
      environment: 'browser' as const,
    },
  ];
  const ask = { model: 'ref-computer-use', tools, truncation: 'auto' as const };
  const screenshot = (callId: string) => ({
    type: 'computer_call_output' as const,
    call_id: callId,
    output: { type: 'computer_screenshot' as const, image_url: `data:image/png;base64,${RED}` },
  });

  it('asks for a screenshot, and says what it shows once it has it', async () => {
    const { client } = await open();
    const asked = await client.responses.create({ ...ask, input: 'Which colour fills the screen?' });
    expect(asked.output).toMatchObject([
      { type: 'computer_call', action: { type: 'screenshot' }, pending_safety_checks: [] },
    ]);
    expect(asked.usage?.output_tokens).toBe(0);
    const [call] = asked.output;
    const callId = call?.type === 'computer_call' ? call.call_id : '';
    const seen = await client.responses.create({
      ...ask,
      previous_response_id: asked.id,
      input: [screenshot(callId)],
    });
    expect(seen.output_text).toContain('a solid red image');
  });

  it('refuses an output without its call, and a call without its output', async () => {
    const { client } = await open();
    const orphan = client.responses.create({ ...ask, input: [screenshot('call_none')] });
    expect(await refusalOf(orphan)).toMatchObject({
      status: 400,
      message: 'No tool call found for computer call output with call_id call_none.',
    });
    const asked = await client.responses.create({ ...ask, input: 'Look.' });
    const unanswered = client.responses.create({ ...ask, previous_response_id: asked.id, input: 'Go on.' });
    expect(await refusalOf(unanswered)).toMatchObject({
      status: 400,
      message: expect.stringMatching(/^No tool output found for computer call call_/),
    });
  });

  it('needs truncation, and a model that was made for it', async () => {
    const { client } = await open();
    const whole = client.responses.create({ model: ask.model, tools, input: 'Look.' });
    expect(await refusalOf(whole)).toMatchObject({ status: 400, param: 'truncation' });
    const other = client.responses.create({ ...ask, model: 'ref-general', input: 'Look.' });
    expect(await refusalOf(other)).toMatchObject({
      status: 400,
      message: "Hosted tool 'computer_use_preview' is not supported with ref-general",
    });
  });
});

describe('a picture by file id', () => {
  const ask = async (model: string, bytes: Buffer) => {
    const { client } = await open();
    const file = await client.files.create({
      file: new File([new Uint8Array(bytes)], 'red.png', { type: 'image/png' }),
      purpose: 'assistants',
    });
    return client.responses.create({
      model,
      input: [{ role: 'user', content: [{ type: 'input_image', file_id: file.id, detail: 'auto' }] }],
    });
  };

  it('is refused, as documented, but for the one model that is ahead', async () => {
    const bytes = Buffer.from(RED, 'base64');
    expect(await refusalOf(ask('ref-general', bytes))).toMatchObject({
      status: 400,
      code: 'unsupported_parameter',
      param: 'input[0].content[0].file_id',
    });
    expect((await ask('ref-reasoning', bytes)).output_text).toContain('red');
    expect(await refusalOf(ask('ref-reasoning', Buffer.from('text')))).toMatchObject({ status: 400 });
  });
});

describe('tools of the service', () => {
  it.each<[OpenAI.Responses.Tool, string]>([
    [{ type: 'image_generation' }, 'ref-responses-only'],
    [{ type: 'code_interpreter', container: { type: 'auto' } }, 'ref-computer-use'],
    [{ type: 'local_shell' }, 'ref-general'],
  ])('are refused by a model that does not offer them: %o of %s', async (tool, model) => {
    const { client } = await open();
    const refused = client.responses.create({ model, input: 'Hello', tools: [tool], truncation: 'auto' });
    expect(await refusalOf(refused)).toMatchObject({
      status: 400,
      param: 'tools',
      message: `Hosted tool '${tool.type}' is not supported with ${model}`,
    });
  });

  it('are used as often as max_tool_calls allows', async () => {
    const { client } = await open();
    const response = await client.responses.create({
      model: 'ref-general',
      input: 'Search the web for example domains, and use Python to calculate 6 * 7.',
      tools: [{ type: 'web_search' }, { type: 'code_interpreter', container: { type: 'auto' } }],
      max_tool_calls: 1,
    });
    expect(response.output.map(({ type }) => type)).toEqual(['web_search_call', 'message']);
  });

  it('leave calls that a later request may send back', async () => {
    const { client, send } = await open();
    const first = await client.responses.create({
      model: 'ref-general',
      input: 'Use Python to calculate 6 * 7.',
      tools: [{ type: 'code_interpreter', container: { type: 'auto' } }],
    });
    const input = [
      { role: 'user', content: 'Calculate.' },
      ...first.output,
      { role: 'user', content: 'Say hello.' },
    ];
    const second = await send('v1/responses', posted({ model: 'ref-general', input }));
    expect(second.status).toBe(200);
  });

  it('are refused with a key that is not documented', async () => {
    const { send } = await open();
    const response = await send(
      'v1/responses',
      posted({
        model: 'ref-general',
        input: 'Hello',
        tools: [{ type: 'web_search', speed: 'high' }],
      }),
    );
    expect((await response.json()).error).toMatchObject({
      code: 'unknown_parameter',
      param: 'tools[0].speed',
    });
  });
});
