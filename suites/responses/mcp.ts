import { objects, scenario } from '#scenario';

/** The model lists and calls the tools of a remote MCP server, without asking for approval. */
export default scenario('responses/mcp', {
  parameters: ['tools'],
  async run({ responses, check, target }) {
    const response = await responses.create({
      tools: [
        { type: 'mcp', server_label: 'docs', server_url: target.mcpServerUrl, require_approval: 'never' },
      ],
      input:
        'Search the documentation for "managed identity" with the tools of the docs server and answer in one sentence.',
    });
    const listed = response.output.find((item) => item.type === 'mcp_list_tools');
    const call = response.output.find((item) => item.type === 'mcp_call');
    check.must('lists-tools', (listed?.tools.length ?? 0) > 0, "the output lists the server's tools");
    check.must('calls-tool', call !== undefined, 'the output contains a call of a tool');
    check.must('call-succeeds', call !== undefined && !call.error, 'the call ends without an error');
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
  },
  recognise: ({ operation, request, answer, error }) => {
    if (operation !== 'responses.create' || !objects(request?.tools).some((tool) => tool.type === 'mcp'))
      return null;
    if (error) return [];
    const used = objects(answer?.output).some((item) => String(item.type).startsWith('mcp_'));
    return used ? [{ id: 'lists-tools', ok: true }] : null;
  },
});
