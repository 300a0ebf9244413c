import { isObject, itemsOf, type JsonObject, objectAt, show, textAt } from '../stream/json.ts';
import type { Answer, AnswerCall } from './answer.ts';
import { schemaFault } from './requested-schema.ts';
import type { SemanticFinding, SemanticRule } from './rule.ts';

/** A tool as the request declared it, whatever the API. */
interface DeclaredTool {
  readonly name: string;
  readonly parameters: unknown;
  readonly strict: boolean;
}

/** Tools with a name; hosted tools (web search, code interpreter, …) are not called by the client. */
function declaredTools(request: JsonObject, api: Answer['api']): DeclaredTool[] {
  return itemsOf(request, 'tools').flatMap((tool) => namedTools(tool, api));
}

function namedTools(tool: unknown, api: Answer['api']): DeclaredTool[] {
  // Namespaces hold tools that are found while the model runs.
  const inner = itemsOf(tool, 'tools').flatMap((nested) => namedTools(nested, api));
  // Responses ignores a tool's `function`, chat's way to declare it: the tool then has no parameters.
  const given = api === 'chat' ? (objectAt(tool, 'function') ?? objectAt(tool, 'custom')) : tool;
  const name = textAt(given, 'name');
  if (name === undefined || !isObject(given)) return inner;
  return [{ name, parameters: given.parameters, strict: given.strict === true }, ...inner];
}

/** Conversations that go on may call what an earlier request declared; MCP servers and tool search bring their own. */
function toolsAreKnown(request: JsonObject): boolean {
  const dynamic = new Set(['mcp', 'tool_search', 'namespace']);
  if (typeof request.previous_response_id === 'string' || request.conversation !== undefined) return false;
  return !itemsOf(request, 'tools').some((tool) => dynamic.has(textAt(tool, 'type') ?? ''));
}

const declared: SemanticRule = {
  id: 'tool.declared',
  severity: 'must',
  says: 'the model calls only tools that the request declares',
  reference: 'openai@7.55.0#ChatCompletionTool',
  check({ calls, api }, request, { created }) {
    if (request === null || !created || calls.length === 0 || !toolsAreKnown(request)) return null;
    const names = declaredTools(request, api).map(({ name }) => name);
    return calls.flatMap(({ name, pointer }): SemanticFinding[] => {
      if (name !== undefined && names.includes(name)) return [];
      return [
        {
          message: 'a tool is called that was not declared',
          pointer,
          expected: names.length === 0 ? 'no call' : names.map(show).join(', ').slice(0, 200),
          found: show(name),
        },
      ];
    });
  },
};

const toolArguments: SemanticRule = {
  id: 'tool.arguments',
  severity: 'must',
  says: 'the arguments of each function call are JSON and keep the declared parameters',
  reference: 'openai@7.55.0#ChatCompletionMessageFunctionToolCall.Function.arguments',
  check({ calls, api }, request) {
    const functions = calls.filter(({ kind, whole }) => kind === 'function' && whole);
    if (functions.length === 0) return null;
    const tools = request === null ? [] : declaredTools(request, api);
    return functions.flatMap((call) =>
      argumentsFault(
        call,
        tools.find(({ name }) => name === call.name),
      ),
    );
  },
};

function argumentsFault(call: AnswerCall, tool: DeclaredTool | undefined): SemanticFinding[] {
  const pointer = call.pointer;
  // Without strict the model is only asked for arguments that are JSON and keep the schema.
  const severity = tool?.strict === true ? 'must' : 'should';
  let value: unknown;
  try {
    value = JSON.parse(call.input ?? '');
  } catch {
    return [
      {
        severity,
        message: 'the arguments of a call are no JSON',
        pointer,
        expected: 'a JSON object',
        found: show(call.input),
      },
    ];
  }
  const fault = tool === undefined ? null : schemaFault(tool.parameters, value);
  if (fault === null) return [];
  return [
    {
      severity,
      message: `the arguments of a call do not keep the declared parameters: ${fault.pointer || 'they'} ${fault.message}`,
      pointer,
      expected: 'the declared parameters',
      found: show(call.input),
    },
  ];
}

export const toolRules: readonly SemanticRule[] = [declared, toolArguments];
