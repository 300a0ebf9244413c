import { jsonObject, objects, scenario } from '#scenario';

/** Nothing goes to an MCP server before the caller has approved it; what is refused is not called. */
export default scenario('responses/mcp-approval', {
  async run({ responses, check, target }) {
    const tools = [
      {
        type: 'mcp' as const,
        server_label: 'docs',
        server_url: target.mcpServerUrl,
        require_approval: 'always' as const,
      },
    ];
    const asked = await responses.create({
      tools,
      input: 'Search the documentation for "managed identity" with one call of a tool of the docs server.',
    });
    const request = asked.output.find((item) => item.type === 'mcp_approval_request');
    check.must('asks', request !== undefined, 'the output asks for an approval');
    check.must(
      'waits',
      asked.output.length > 0 && asked.output.every((item) => item.type !== 'mcp_call'),
      'no tool is called before the approval',
    );
    if (request === undefined) return;
    check.must('server', request.server_label === 'docs', 'the request names its server');
    check.must(
      'arguments',
      jsonObject(request.arguments) !== null,
      'the request shows the arguments of the call as JSON',
    );

    const answer = (approve: boolean) => ({
      previous_response_id: asked.id,
      tools,
      input: [{ type: 'mcp_approval_response' as const, approval_request_id: request.id, approve }],
    });
    const approved = await responses.create(answer(true));
    const call = approved.output.find((item) => item.type === 'mcp_call');
    check.must('calls', call !== undefined && !call.error, 'the approved call is made, without an error');
    check.must(
      'same-request',
      call === undefined || call.approval_request_id === request.id,
      'the call names the request that was approved',
    );

    const refused = await responses.create(answer(false));
    check.must('goes-on', refused.status === 'completed', 'the response to a refusal is completed');
    check.must(
      'keeps-off',
      refused.output.length > 0 && refused.output.every((item) => item.type !== 'mcp_call'),
      'the refused call is not made',
    );
  },
  recognise: ({ operation, request, answer, error }) => {
    if (operation !== 'responses.create' || error) return null;
    const output = objects(answer?.output);
    const asks = output.some((item) => item.type === 'mcp_approval_request');
    const approval = objects(request?.input).find((item) => item.type === 'mcp_approval_response');
    if (approval !== undefined) {
      const call = output.find((item) => item.type === 'mcp_call');
      const kept = approval.approve === true || call === undefined;
      const named = call === undefined || call.approval_request_id === approval.approval_request_id;
      return [
        { id: 'keeps-off', ok: kept },
        { id: 'same-request', ok: named },
      ];
    }
    return asks ? [{ id: 'asks', ok: true }] : null;
  },
  parameters: ['tools', 'require_approval'],
});
