/** The scenario of the MCP headers against a server that lets nobody in without them. */
import { createServer, type Server } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createReference } from '../reference/index.ts';
import { execute, referenceCases } from './reference-cases.ts';

let http: Server;
let url = '';
/** Value of the header in each request; undefined where there was none. */
const seen: (string | undefined)[] = [];

beforeAll(async () => {
  http = createServer(async (request, response) => {
    const key = request.headers['x-conformance-key']?.toString();
    seen.push(key);
    if (key === undefined) {
      response.writeHead(401).end();
      return;
    }
    const server = new McpServer({ name: 'docs', version: '1.0.0' });
    server.registerTool(
      'search_docs',
      { description: 'Search the documentation', inputSchema: { query: z.string() } },
      async () => ({ content: [{ type: 'text', text: 'A managed identity is an identity of a resource.' }] }),
    );
    const transport = new StreamableHTTPServerTransport({});
    await server.connect(transport as Transport);
    await transport.handleRequest(request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/mcp` : '';
});
afterAll(() => new Promise((resolve) => http.close(resolve)));

function caseOf(feature: string) {
  const item = referenceCases.find((one) => one.feature === feature && one.model.startsWith('ref-general@'));
  if (item === undefined) throw new Error(`no case of ${feature}`);
  return item;
}

describe('headers for an MCP server', () => {
  it('reach the server with every request, and are shown to nobody', async () => {
    const result = await execute(caseOf('responses/mcp-headers'), createReference().fetch, {
      mcpServerUrl: url,
    });
    expect(result.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(result.status).toBe('supported');
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.every((key) => key === seen[0] && key !== undefined)).toBe(true);
    expect(JSON.stringify(result)).not.toContain(seen[0]);
  });

  it('are what lets it in: without them the service cannot list its tools', async () => {
    const result = await execute(caseOf('responses/mcp'), createReference().fetch, { mcpServerUrl: url });
    expect(result.status).toBe('blocked');
    expect(result.error).toMatchObject({ entry: 'mcp-server-failed', httpStatus: 424 });
  });
});
