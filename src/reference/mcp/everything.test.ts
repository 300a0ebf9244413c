/** The reference against an MCP server that somebody else wrote, over HTTP on this machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '../test-client.ts';

const PROGRAM = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'));

let server: ChildProcess;
let url = '';

beforeAll(async () => {
  const port = await freePort();
  // Nothing of the environment: one of its tools shows it.
  server = spawn(process.execPath, [PROGRAM, 'streamableHttp'], {
    env: { PATH: process.env.PATH ?? '', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (text) => {
      if (String(text).includes('listening')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`the MCP server ended with ${code}`)));
    server.once('error', reject);
  });
  url = `http://127.0.0.1:${port}/mcp`;
}, 30_000);

afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill();
  await ended;
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

const tool = (approval: 'always' | 'never') => ({
  type: 'mcp' as const,
  server_label: 'everything',
  server_url: url,
  require_approval: approval,
});

describe('a real MCP server', () => {
  it('is listed with its schemas and called', async () => {
    const { client } = await open();
    const response = await client.responses.create({
      model: 'ref-general',
      input: 'Use echo on "heron"',
      tools: [tool('never')],
    });
    expect(response.output.map(({ type }) => type)).toEqual(['mcp_list_tools', 'mcp_call', 'message']);
    const [list, call] = response.output;
    if (list?.type !== 'mcp_list_tools') throw new Error('no list');
    expect(list.tools.length).toBeGreaterThan(10);
    expect(list.tools.find(({ name }) => name === 'echo')?.input_schema).toMatchObject({
      type: 'object',
      required: ['message'],
    });
    expect(call).toMatchObject({ name: 'echo', arguments: '{"message":"heron"}', error: null });
    expect(response.output_text).toContain('heron');
  });

  it('is called once a call is approved, and not when it is refused', async () => {
    const { client } = await open();
    const asked = await client.responses.create({
      model: 'ref-general',
      input: 'Use get-sum for 17 and 25',
      tools: [tool('always')],
    });
    const request = asked.output.find(({ type }) => type === 'mcp_approval_request');
    expect(request).toMatchObject({ name: 'get-sum', arguments: '{"a":17,"b":25}' });
    const answer = (approve: boolean) =>
      client.responses.create({
        model: 'ref-general',
        previous_response_id: asked.id,
        input: [{ type: 'mcp_approval_response', approval_request_id: request?.id ?? '', approve }],
        tools: [tool('always')],
      });
    const approved = await answer(true);
    expect(approved.output[0]).toMatchObject({
      type: 'mcp_call',
      approval_request_id: request?.id,
      output: 'The sum of 17 and 25 is 42.',
    });
    const refused = await answer(false);
    expect(refused.output.map(({ type }) => type)).toEqual(['message']);
  });
});
