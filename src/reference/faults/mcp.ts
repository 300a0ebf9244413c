/** What can be wrong with remote MCP servers, their approvals and their headers. */
import { elements, isJsonObject, type JsonObject, member } from '../json.ts';
import { type Fault, onJson } from './fault.ts';
import { itemsOf, onInput, onPlainItems, onTools } from './items.ts';

/** `mcp_approval_response` items that say `approve`, turned round. */
function approvalTurned(approve: boolean): NonNullable<Fault['request']> {
  return onInput((item) =>
    item.type === 'mcp_approval_response' && item.approve === approve ? { ...item, approve: !approve } : item,
  );
}

/** The tools of an answer, each MCP server with headers that somebody may have sent. */
function headersShown(body: JsonObject): JsonObject {
  const tools = elements(body.tools).map((tool) =>
    isJsonObject(tool) && tool.type === 'mcp' ? { ...tool, headers: { 'x-conformance-key': 'seen' } } : tool,
  );
  return { ...body, tools };
}

/** The response in which a call was refused: it follows another one, needs approvals, and calls nothing. */
function followsRefusal(body: JsonObject): boolean {
  const guarded = elements(body.tools).some((tool) => member(tool, 'require_approval') === 'always');
  const called = elements(body.output).some((item) => member(item, 'type') === 'mcp_call');
  return guarded && !called && typeof body.previous_response_id === 'string';
}

export const MCP_FAULTS: readonly Fault[] = [
  {
    name: 'mcp.tools-unlisted',
    breaks: 'A server that needs neither headers nor approvals offers no tools.',
    caughtBy: 'responses/mcp#lists-tools',
    also: ['responses/mcp#calls-tool', 'responses/mcp#call-succeeds'],
    request: onTools('mcp', (tool) =>
      tool.headers === undefined && tool.require_approval === 'never'
        ? { ...tool, allowed_tools: ['no_such_tool'] }
        : tool,
    ),
  },
  {
    name: 'mcp.call-fails',
    breaks: 'Every call of a tool of an MCP server ends in an error.',
    caughtBy: 'responses/mcp#call-succeeds',
    also: ['responses/mcp-approval#calls', 'responses/mcp-headers#calls-tool'],
    reply: onPlainItems(
      itemsOf('mcp_call', {
        error: { type: 'http_error', code: 500, message: 'Internal Server Error' },
        output: null,
      }),
    ),
  },
  {
    name: 'mcp.conversation-unshown',
    breaks: 'A response that settles an approval does not say which response it follows.',
    caughtBy: 'echo.previous_response_id',
    reply: onJson(['responses.create'], (body) =>
      elements(body.tools).some((tool) => member(tool, 'type') === 'mcp')
        ? { ...body, previous_response_id: null }
        : body,
    ),
  },
  {
    name: 'mcp.approval-skipped',
    breaks: 'A tool that needs an approval is called without one.',
    caughtBy: 'responses/mcp-approval#asks',
    also: ['responses/mcp-approval#waits'],
    request: onTools('mcp', (tool) =>
      tool.require_approval === 'always' ? { ...tool, require_approval: 'never' } : tool,
    ),
  },
  {
    name: 'mcp.approval-of-other-server',
    breaks: 'The request for an approval names another server.',
    caughtBy: 'responses/mcp-approval#server',
    reply: onPlainItems(itemsOf('mcp_approval_request', { server_label: 'other' })),
  },
  {
    name: 'mcp.approval-arguments-cut',
    breaks: 'The arguments in a request for an approval are cut off.',
    caughtBy: 'responses/mcp-approval#arguments',
    reply: onPlainItems(itemsOf('mcp_approval_request', { arguments: '{"query' })),
  },
  {
    name: 'mcp.approval-unheard',
    breaks: 'An approved call is not made.',
    caughtBy: 'responses/mcp-approval#calls',
    request: approvalTurned(true),
  },
  {
    name: 'mcp.refusal-overruled',
    breaks: 'A refused call is made.',
    caughtBy: 'responses/mcp-approval#keeps-off',
    request: approvalTurned(false),
  },
  {
    name: 'mcp.approval-id-other',
    breaks: 'An approved call names another request for an approval than the one that was approved.',
    caughtBy: 'responses/mcp-approval#same-request',
    reply: onPlainItems((item) =>
      item.type === 'mcp_call' && typeof item.approval_request_id === 'string'
        ? { ...item, approval_request_id: 'mcpr_other' }
        : item,
    ),
  },
  {
    name: 'mcp.refusal-ends-badly',
    breaks: 'The response to a refused approval is incomplete.',
    caughtBy: 'responses/mcp-approval#goes-on',
    reply: onJson(['responses.create'], (body) =>
      followsRefusal(body)
        ? { ...body, status: 'incomplete', incomplete_details: { reason: 'content_filter' } }
        : body,
    ),
  },
  {
    name: 'mcp.headers-shut-out',
    breaks: 'A server that is called with headers offers no tools.',
    caughtBy: 'responses/mcp-headers#lists-tools',
    also: ['responses/mcp-headers#calls-tool'],
    request: onTools('mcp', (tool) =>
      tool.headers === undefined ? tool : { ...tool, allowed_tools: ['no_such_tool'] },
    ),
  },
  {
    name: 'mcp.headers-echoed',
    breaks: 'A response shows the headers that were sent for its MCP server.',
    caughtBy: 'responses/mcp-headers#not-echoed',
    reply: onJson(['responses.create'], headersShown),
  },
  {
    name: 'mcp.headers-stored',
    breaks: 'A response that is read again shows the headers that were sent for its MCP server.',
    caughtBy: 'responses/mcp-headers#not-stored',
    reply: onJson(['responses.retrieve'], headersShown),
  },
];
