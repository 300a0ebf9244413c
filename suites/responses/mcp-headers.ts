import { objects, scenario } from '#scenario';

/** Opens nothing: it is what recordings hold in the place of any credential, so an echo shows live and in replay. */
const VALUE = 'redacted-credential';

/** Headers for the MCP server, which authenticate the caller to it. Whoever reads the response must not learn them. */
export default scenario('responses/mcp-headers', {
  async run({ responses, check, target }) {
    const response = await responses.create({
      tools: [
        {
          type: 'mcp',
          server_label: 'docs',
          server_url: target.mcpServerUrl,
          require_approval: 'never',
          headers: { 'x-conformance-key': VALUE },
        },
      ],
      input:
        'Search the documentation for "managed identity" with the tools of the docs server and answer in one sentence.',
    });
    const listed = response.output.find((item) => item.type === 'mcp_list_tools');
    const call = response.output.find((item) => item.type === 'mcp_call');
    check.must('lists-tools', (listed?.tools.length ?? 0) > 0, "the output lists the server's tools");
    check.must('calls-tool', call !== undefined && !call.error, 'a tool is called, without an error');

    const stored = await responses.retrieve(response.id);
    check.must('not-echoed', hidesHeaders(response), 'the response does not show the headers');
    check.must('not-stored', hidesHeaders(stored), 'nor does the response that is read again');
  },
  recognise: ({ operation, request, answer, error }) => {
    if (operation !== 'responses.create') return null;
    const sent = objects(request?.tools).some(
      (tool) => tool.type === 'mcp' && typeof tool.headers === 'object' && tool.headers !== null,
    );
    if (!sent) return null;
    return error || answer === null ? [] : [{ id: 'not-echoed', ok: hidesHeaders(answer) }];
  },
  parameters: ['tools', 'headers'],
});

/** Of each header at most the name is shown, or a mask such as `<redacted>` in the place of its value. */
function hidesHeaders(response: { readonly tools?: unknown }): boolean {
  const servers = objects(response.tools).filter((tool) => tool.type === 'mcp');
  const values = servers.flatMap(({ headers }) =>
    typeof headers === 'object' && headers !== null ? Object.values(headers) : [],
  );
  return (
    servers.length > 0 &&
    values.every((value) => value === null || /^(?:<.*>|\*+|)$/.test(String(value))) &&
    !JSON.stringify(response).includes(VALUE)
  );
}
