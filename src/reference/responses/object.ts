/** The response object, in the order of keys that Azure sent in July 2026 (facts section 2). */
import type { ReferenceModel } from '../catalog.ts';
import { type Json, type JsonObject, plain } from '../json.ts';
import { annotations } from '../model/limits.ts';
import type { ResponsesRequest, ResponsesTool } from '../requests/responses.ts';
import { echoedHosted } from '../tools/echo.ts';
import type { Conducted } from './conduct.ts';
import type { OutputItem } from './items.ts';

export interface ResponseFacts {
  readonly id: string;
  readonly request: ResponsesRequest;
  readonly model: ReferenceModel;
  readonly effort: string | null;
  /** Unix seconds. */
  readonly createdAt: number;
  readonly conducted: Conducted;
  /** Characters of the prompt and of the answer, for the filters' offsets. */
  readonly promptLength: number;
}

export type Status = 'queued' | 'in_progress' | 'completed' | 'incomplete' | 'cancelled';

/** How the response ends when nobody cancels it. */
export function finalStatus({ conducted }: ResponseFacts): 'completed' | 'incomplete' {
  return conducted.incomplete === null ? 'completed' : 'incomplete';
}

/** The object while it has `status`: output, usage and filters only once it has ended by itself. */
export function responseObject(facts: ResponseFacts, status: Status): JsonObject {
  const { request, conducted, createdAt } = facts;
  const ended = status === 'completed' || status === 'incomplete';
  return {
    id: facts.id,
    object: 'response',
    created_at: createdAt,
    status,
    background: request.background ?? false,
    completed_at: status === 'completed' ? createdAt : null,
    content_filters: ended ? contentFilters(facts) : null,
    error: null,
    frequency_penalty: 0,
    incomplete_details: status === 'incomplete' ? { reason: conducted.incomplete } : null,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    max_tool_calls: request.max_tool_calls ?? null,
    model: request.model,
    moderation: null,
    output: ended ? conducted.items : [],
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    presence_penalty: 0,
    previous_response_id: request.previous_response_id ?? null,
    prompt_cache_key: request.prompt_cache_key ?? null,
    prompt_cache_retention: request.prompt_cache_retention ?? 'in_memory',
    reasoning: { effort: facts.effort, summary: shownSummary(request) },
    safety_identifier: request.safety_identifier ?? null,
    service_tier: ended ? 'default' : 'auto',
    store: request.store ?? true,
    temperature: request.temperature ?? 1,
    text: textConfig(request),
    tool_choice: toolChoice(request),
    tools: (request.tools ?? []).map(echoedTool),
    top_logprobs: request.top_logprobs ?? 0,
    top_p: request.top_p ?? 1,
    truncation: request.truncation ?? 'disabled',
    usage: ended ? usageOf(conducted) : null,
    user: request.user ?? null,
    metadata: request.metadata ?? {},
  };
}

/** `auto` resolves to the summary the model writes. */
function shownSummary({ reasoning }: ResponsesRequest): string | null {
  return reasoning?.summary === 'auto' ? 'detailed' : (reasoning?.summary ?? null);
}

function toolChoice({ tool_choice: choice = 'auto' }: ResponsesRequest): Json {
  return typeof choice === 'string' ? choice : plain(choice);
}

function textConfig({ text }: ResponsesRequest): JsonObject {
  const format = text?.format ?? { type: 'text' };
  const { verbosity } = text ?? {};
  const shown: JsonObject =
    format.type === 'json_schema'
      ? {
          type: 'json_schema',
          description: format.description ?? null,
          name: format.name,
          schema: format.schema ?? {},
          strict: format.strict ?? true,
        }
      : { type: format.type };
  return { format: shown, verbosity: verbosity ?? 'medium' };
}

/** The tool as the service shows it: an MCP server without its headers and authorization, which are secret. */
function echoedTool(tool: ResponsesTool): JsonObject {
  if (tool.type === 'function') {
    return {
      type: 'function',
      description: tool.description ?? null,
      name: tool.name,
      parameters: tool.parameters ?? null,
      strict: tool.strict ?? true,
    };
  }
  if (tool.type !== 'mcp') return echoedHosted(tool);
  const { allowed_tools: allowed, require_approval: approval } = tool;
  return {
    type: 'mcp',
    allowed_tools: Array.isArray(allowed) ? allowed : (withoutUndefined(allowed) ?? null),
    headers: null,
    require_approval:
      typeof approval === 'object' && approval !== null ? approvalRule(approval) : (approval ?? 'always'),
    ...(tool.server_description !== undefined && { server_description: tool.server_description }),
    server_label: tool.server_label,
    server_url: tool.server_url,
  };
}

interface ToolFilter {
  readonly read_only?: boolean | null | undefined;
  readonly tool_names?: readonly string[] | undefined;
}

function approvalRule(rule: {
  readonly always?: ToolFilter | undefined;
  readonly never?: ToolFilter | undefined;
}) {
  return { always: withoutUndefined(rule.always) ?? null, never: withoutUndefined(rule.never) ?? null };
}

function withoutUndefined(filter: ToolFilter | null | undefined): JsonObject | undefined {
  if (filter === null || filter === undefined) return undefined;
  return { read_only: filter.read_only ?? null, tool_names: filter.tool_names ?? null };
}

export function usageOf({
  inputTokens,
  outputTokens,
  thoughtTokens,
}: Pick<Conducted, 'inputTokens' | 'outputTokens' | 'thoughtTokens'>): JsonObject {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: thoughtTokens },
    total_tokens: inputTokens + outputTokens,
  };
}

function contentFilters({ conducted, promptLength }: ResponseFacts): Json {
  const answerLength = conducted.items.reduce((sum, item) => sum + lengthOf(item), 0);
  return [filterEntry('prompt', promptLength), filterEntry('completion', answerLength)];
}

function filterEntry(source: 'prompt' | 'completion', length: number): JsonObject {
  return {
    blocked: false,
    source_type: source,
    content_filter_raw: [],
    content_filter_results: annotations(source),
    content_filter_offsets: { start_offset: 0, end_offset: length, check_offset: 0 },
  };
}

function lengthOf(item: OutputItem): number {
  return item.type === 'message' ? item.content.reduce((sum, part) => sum + part.text.length, 0) : 0;
}
