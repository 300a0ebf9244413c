import { createServer, type Server } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BUILTIN_MCP_URL } from '../index.ts';
import { collect, open, refusalOf, type Session } from '../test-client.ts';

type Mcp = OpenAI.Responses.Tool.Mcp;
const builtin = (rest: Partial<Mcp> = {}): Mcp => ({
  type: 'mcp',
  server_label: 'reference',
  server_url: BUILTIN_MCP_URL,
  require_approval: 'never',
  ...rest,
});

const ask = (session: Session, tool: Mcp, input: OpenAI.Responses.ResponseCreateParams['input'], rest = {}) =>
  session.client.responses.create({ model: 'ref-general', input: input ?? '', tools: [tool], ...rest });

describe('the built-in MCP server', () => {
  it('is listed, called, and its output is in the answer', async () => {
    const response = await ask(await open(), builtin(), 'Search the documentation for the code word.');
    expect(response.output.map((item) => item.type)).toEqual(['mcp_list_tools', 'mcp_call', 'message']);
    const [list, call] = response.output;
    expect(list).toMatchObject({
      server_label: 'reference',
      tools: [{ name: 'search_docs' }, { name: 'roll_dice' }],
    });
    expect(call).toMatchObject({ name: 'search_docs', error: null, approval_request_id: null });
    expect(response.output_text).toContain('kingfisher');
  });

  it('rolls the same dice the same way', async () => {
    const roll = async () => {
      const response = await ask(await open(), builtin(), 'Roll 2d6+1');
      return response.output.find((item) => item.type === 'mcp_call')?.output;
    };
    const first = await roll();
    expect(Number(first)).toBeGreaterThanOrEqual(3);
    expect(await roll()).toBe(first);
  });

  it('streams listing and call with their events', async () => {
    const { client } = await open();
    const events = await collect(
      await client.responses.create({
        model: 'ref-general',
        input: 'Roll 1d6',
        tools: [builtin()],
        stream: true,
      }),
    );
    const types = events.map((event) => event.type).filter((type) => !type.includes('delta'));
    expect(types.slice(2, 12)).toEqual([
      'response.output_item.added',
      'response.mcp_list_tools.in_progress',
      'response.mcp_list_tools.completed',
      'response.output_item.done',
      'response.output_item.added',
      'response.mcp_call.in_progress',
      'response.mcp_call_arguments.done',
      'response.mcp_call.completed',
      'response.output_item.done',
      'response.output_item.added',
    ]);
  });

  it('offers only the allowed tools', async () => {
    const response = await ask(
      await open(),
      builtin({ allowed_tools: ['roll_dice'] }),
      'Search the documentation.',
    );
    expect(response.output[0]).toMatchObject({ tools: [{ name: 'roll_dice' }] });
    expect(response.output.map((item) => item.type)).toEqual(['mcp_list_tools', 'message']);
  });

  it('asks for approval by default, calls once approved, and does not list twice', async () => {
    const session = await open();
    const { require_approval: _, ...tool } = builtin();
    const first = await ask(session, tool, 'Roll 1d6');
    const request = first.output.find((item) => item.type === 'mcp_approval_request');
    expect(request).toMatchObject({ name: 'roll_dice', arguments: '{"dice":"1d6"}' });
    const approval = {
      type: 'mcp_approval_response',
      approval_request_id: request?.id ?? '',
      approve: true,
    } as const;
    const second = await ask(session, tool, [approval], { previous_response_id: first.id });
    expect(second.output.map((item) => item.type)).toEqual(['mcp_call', 'message']);
    expect(second.output[0]).toMatchObject({ approval_request_id: request?.id, error: null });
  });

  it('does not call what was refused', async () => {
    const session = await open();
    const tool = builtin({ require_approval: 'always' });
    const first = await ask(session, tool, 'Roll 1d6');
    const request = first.output.find((item) => item.type === 'mcp_approval_request');
    const approval = {
      type: 'mcp_approval_response',
      approval_request_id: request?.id ?? '',
      approve: false,
    } as const;
    const second = await ask(session, tool, [approval], { previous_response_id: first.id });
    expect(second.output.map((item) => item.type)).toEqual(['message']);
    expect(second.output_text).toContain('not approved');
  });

  it('refuses an approval of nothing', async () => {
    const approval = { type: 'mcp_approval_response', approval_request_id: 'mcpr_x', approve: true } as const;
    expect(await refusalOf(ask(await open(), builtin(), [approval]))).toMatchObject({
      status: 400,
      param: 'input',
    });
  });
});

describe('other MCP servers', () => {
  let http: Server;
  let url = '';
  const seen: (string | undefined)[] = [];

  beforeAll(async () => {
    http = createServer(async (request, response) => {
      seen.push(request.headers['x-canary']?.toString());
      const server = new McpServer({ name: 'loopback', version: '1.0.0' });
      server.registerTool(
        'echo',
        { description: 'Echo a message', inputSchema: { message: z.string() } },
        async ({ message }) => ({
          content: [{ type: 'text', text: `echo: ${message}` }],
        }),
      );
      server.registerTool('fail', { description: 'Fails' }, async () => {
        throw new Error('broken on purpose');
      });
      const transport = new StreamableHTTPServerTransport({});
      await server.connect(transport as Transport);
      await transport.handleRequest(request, response);
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const address = http.address();
    url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/mcp` : '';
  });
  afterAll(() => new Promise((resolve) => http.close(resolve)));

  it('are reached on loopback, with the headers of the tool, which are not echoed', async () => {
    const tool = builtin({ server_url: url, headers: { 'x-canary': 'open sesame' } });
    const response = await ask(await open(), tool, 'Use echo on "heron"');
    expect(response.output_text).toContain('echo: heron');
    expect(seen).toContain('open sesame');
    expect(JSON.stringify(response)).not.toContain('open sesame');
  });

  it('that fail leave an error on the call, and the response completes', async () => {
    const response = await ask(await open(), builtin({ server_url: url }), 'Use the tool fail');
    const call = response.output.find((item) => item.type === 'mcp_call');
    expect(call).toMatchObject({ name: 'fail', output: null, error: { type: 'mcp_tool_execution_error' } });
    expect(response.status).toBe('completed');
  });

  it('that cannot be reached are a 424 in the words of the service', async () => {
    const gone = builtin({ server_url: 'http://127.0.0.1:9/mcp', server_label: 'gone' });
    expect(await refusalOf(ask(await open(), gone, 'Hello'))).toMatchObject({
      status: 424,
      code: 'http_error',
      type: 'external_connector_error',
      message: expect.stringMatching(
        /^Error retrieving tool list from MCP server: 'gone'\. Http status code: 424/,
      ),
    });
  });

  it.each([
    'https://example.invalid/mcp',
    'http://10.0.0.1/mcp',
    'file:///etc/passwd',
    'nonsense',
    'http://127.0.0.1.nip.invalid/',
  ])('on another machine are not contacted: %s', async (server_url) => {
    const response = await ask(await open(), builtin({ server_url }), 'Hello');
    expect(response.output[0]).toMatchObject({
      type: 'mcp_list_tools',
      tools: [],
      error: expect.stringContaining('loopback'),
    });
    expect(response.status).toBe('completed');
  });
});
