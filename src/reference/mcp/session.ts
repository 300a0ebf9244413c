/** A connection to an MCP server by the official client. Only this machine and the built-in server are reached. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { isLoopback } from '../attachments.ts';
import { elements, isJsonObject, type JsonObject, member, parseJson, plain } from '../json.ts';
import { type Refusal, toolListUnavailable } from '../refusal.ts';
import type { McpServerTool } from '../requests/responses.ts';
import { BUILTIN_URL } from './address.ts';
import { connectBuiltin } from './builtin.ts';

export interface McpTool {
  readonly name: string;
  readonly description: string | null;
  readonly inputSchema: JsonObject;
  readonly readOnly: boolean;
}

export interface McpSession {
  readonly label: string;
  readonly tools: readonly McpTool[];
  /** Never throws: a failure of the server is an answer. */
  call(name: string, argumentText: string): Promise<{ output: string } | { error: JsonObject }>;
  close(): Promise<void>;
}

/** Milliseconds for one request to a server. */
const TIMEOUT = 30_000;

/**
 * Connects and lists. Returns `{ refused }` for a host that is not this machine. Throws the service's
 * 424 where the server cannot be reached or does not list its tools.
 */
export async function openSession(
  tool: McpServerTool,
  signal: AbortSignal,
): Promise<McpSession | { readonly refused: string }> {
  const transport = await transportFor(tool);
  if (transport === null) {
    return { refused: 'The reference target reaches MCP servers on loopback addresses only.' };
  }
  const client = new Client({ name: 'azure-openai-reference', version: '1.0.0' });
  const options = { timeout: TIMEOUT, signal };
  try {
    await client.connect(transport, options);
    const { tools } = await client.listTools(undefined, options);
    return {
      label: tool.server_label,
      tools: tools.map(({ name, description, inputSchema, annotations }) => ({
        name,
        description: description ?? null,
        inputSchema: plain(inputSchema),
        readOnly: annotations?.readOnlyHint ?? false,
      })),
      call: (name, text) => callTool(client, name, text, signal),
      close: () => client.close(),
    };
  } catch (error) {
    await client.close();
    throw unavailable(tool.server_label, error);
  }
}

async function transportFor(tool: McpServerTool): Promise<Transport | null> {
  if (tool.server_url === BUILTIN_URL) return connectBuiltin();
  const url = URL.canParse(tool.server_url) ? new URL(tool.server_url) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || !isLoopback(url.hostname)) return null;
  const bearer = tool.authorization === undefined ? {} : { authorization: `Bearer ${tool.authorization}` };
  const transport = new StreamableHTTPClientTransport(url, {
    requestInit: { headers: { ...tool.headers, ...bearer }, redirect: 'error' },
  });
  // The SDK's own class does not satisfy its interface under exactOptionalPropertyTypes.
  return transport as Transport;
}

/** catalogue `mcp_424`. */
function unavailable(label: string, error: unknown): Refusal {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const status = typeof code === 'number' && code >= 400 && code < 600 ? code : 424;
  return toolListUnavailable(label, status, status === 401 ? 'Unauthorized' : 'Failed Dependency');
}

async function callTool(
  client: Client,
  name: string,
  text: string,
  signal: AbortSignal,
): Promise<{ output: string } | { error: JsonObject }> {
  const given = parseJson(text);
  try {
    const result = await client.callTool(
      { name, arguments: isJsonObject(given) ? { ...given } : {} },
      undefined,
      { timeout: TIMEOUT, signal },
    );
    const content = elements(member(plain(result), 'content'));
    const output = content
      .map((part) => String(member(part, 'text') ?? `[${String(member(part, 'type'))}]`))
      .join('\n');
    if (result.isError === true) {
      return { error: { type: 'mcp_tool_execution_error', content: [{ type: 'text', text: output }] } };
    }
    return { output };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { error: { type: 'http_error', code: 424, message: `424: ${message.slice(0, 200)}` } };
  }
}
