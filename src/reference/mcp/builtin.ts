/**
 * The MCP server that answers under a reserved name, so that MCP can be tested on a machine without
 * one. A real server object, reached through the official client over an in-memory transport.
 */

import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { z } from 'zod';
import { indexOf } from '../identity.ts';

/** What `search_docs` knows; a check can ask for the code word. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  handbook: 'Reference handbook: the code word is kingfisher.',
  regions: 'Regions: the reference target lives nowhere.',
};

/** The client's end of a connection to a fresh server. */
export async function connectBuiltin(): Promise<Transport> {
  const [client, server] = InMemoryTransport.createLinkedPair();
  await builtinServer().connect(server);
  return client;
}

function builtinServer(): McpServer {
  const server = new McpServer({ name: 'reference', version: '1.0.0' });
  server.registerTool(
    'search_docs',
    {
      description: 'Search the documentation of the reference target.',
      inputSchema: { query: z.string().describe('What to look for') },
      annotations: { readOnlyHint: true },
    },
    async ({ query }) => ({ content: [{ type: 'text', text: found(query) }] }),
  );
  server.registerTool(
    'roll_dice',
    {
      description: 'Roll dice written as in 2d6+1.',
      inputSchema: { dice: z.string().describe('Dice to roll') },
    },
    async ({ dice }) => ({ content: [{ type: 'text', text: rolled(dice) }] }),
  );
  return server;
}

function found(query: string): string {
  const words = query.toLowerCase().split(/\W+/);
  const hits = Object.entries(DOCUMENTS).filter(([title, text]) =>
    words.some((word) => word.length > 3 && `${title} ${text}`.toLowerCase().includes(word)),
  );
  return hits.length === 0 ? 'Nothing was found.' : hits.map(([, text]) => text).join('\n');
}

/** The same dice always fall the same way. */
function rolled(dice: string): string {
  const [, count = '1', sides, bonus = '0'] = dice.match(/^(\d{0,2})d(\d{1,4})([+-]\d{1,4})?$/i) ?? [];
  if (sides === undefined) throw new Error(`cannot roll ${JSON.stringify(dice.slice(0, 40))}`);
  const rolls = Array.from(
    { length: Number(count || '1') },
    (_, index) => 1 + indexOf(Math.max(1, Number(sides)), dice, index),
  );
  return String(rolls.reduce((sum, roll) => sum + roll, Number(bonus)));
}
