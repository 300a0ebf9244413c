/**
 * One response from its prompt to its output items: MCP servers are asked for their tools, approved
 * calls are made, the model answers, and answers again after each round of MCP calls.
 */

import { tokenLogprobs } from '../chat/emit.ts';
import { itemId, lettersOf } from '../identity.ts';
import type { JsonObject } from '../json.ts';
import type { McpSession, McpTool } from '../mcp/session.ts';
import { answer } from '../model/answer.ts';
import { lastQuestion } from '../model/conventions.ts';
import type { Answer, Call, Callable, Prompt, Turn } from '../model/prompt.ts';
import { invalidRequest } from '../refusal.ts';
import type { InputItem, McpServerTool, ResponsesRequest } from '../requests/responses.ts';
import type { Hosted } from '../tools/hosted.ts';
import { annotationsOf, type Citation } from '../tools/use.ts';
import { encryptedThought, type OutputItem } from './items.ts';
import { mcpServers } from './translate.ts';

export interface Conducted {
  readonly items: readonly OutputItem[];
  /** Set where the response ended before it was complete. */
  readonly incomplete: 'max_output_tokens' | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly thoughtTokens: number;
}

/** Rounds of MCP calls before the model has to speak. */
const MOST_ROUNDS = 4;

export async function conduct(
  responseId: string,
  request: ResponsesRequest,
  conversation: readonly InputItem[],
  prompt: Prompt,
  hosted: Hosted,
  signal: AbortSignal,
): Promise<Conducted> {
  const run = new Conductor(responseId, request, conversation, hosted, signal);
  try {
    return await run.conduct(prompt);
  } finally {
    await run.close();
  }
}

class Conductor {
  readonly #id: string;
  readonly #request: ResponsesRequest;
  readonly #conversation: readonly InputItem[];
  readonly #hosted: Hosted;
  readonly #signal: AbortSignal;
  readonly #sessions = new Map<string, McpSession>();
  readonly #items: OutputItem[] = [];
  readonly #citations: Citation[] = [];
  #calls = 0;

  constructor(
    id: string,
    request: ResponsesRequest,
    conversation: readonly InputItem[],
    hosted: Hosted,
    signal: AbortSignal,
  ) {
    this.#id = id;
    this.#request = request;
    this.#conversation = conversation;
    this.#hosted = hosted;
    this.#signal = signal;
  }

  async conduct(given: Prompt): Promise<Conducted> {
    const callables = [...given.callables, ...(await this.#listTools())];
    const approved = await this.#settleApprovals();
    let prompt: Prompt = { ...given, callables, turns: [...given.turns, ...approved] };
    const totals = { inputTokens: 0, outputTokens: 0, thoughtTokens: 0 };
    const results = this.#useHosted(lastQuestion(given.turns));
    if (results === null) {
      const { inputTokens } = answer({ ...prompt, callables: [], choice: 'none' });
      return { items: this.#items, incomplete: null, ...totals, inputTokens };
    }
    if (results.length > 0) prompt = { ...prompt, choice: 'none', turns: [...prompt.turns, ...results] };
    for (let round = 0; ; round++) {
      if (round === MOST_ROUNDS) prompt = { ...prompt, choice: 'none' };
      const said = answer(prompt);
      totals.inputTokens += round === 0 ? said.inputTokens : 0;
      totals.outputTokens += said.outputTokens;
      totals.thoughtTokens += said.thoughtTokens;
      this.#think(said);
      if (said.ended !== 'calls') {
        if (said.text !== null) this.#speak(said.text, said.ended);
        return {
          items: this.#items,
          incomplete: said.ended === 'length' ? 'max_output_tokens' : null,
          ...totals,
        };
      }
      const results = await this.#act(said.calls);
      if (results === null) return { items: this.#items, incomplete: null, ...totals };
      // Nothing could be called any more: the model has to speak.
      const choice = results.length === 0 ? 'none' : 'auto';
      prompt = { ...prompt, choice, turns: [...prompt.turns, ...results] };
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
  }

  /** What the service's own tools found; null where the response ends with their call. */
  #useHosted(question: string): Turn[] | null {
    const uses = this.#hosted.uses(question, (prefix) => this.#itemId(prefix));
    for (const { item, citations } of uses) {
      this.#items.push(item);
      this.#citations.push(...citations);
    }
    this.#calls += uses.length;
    if (uses.some(({ told }) => told === null)) return null;
    return uses.map(({ told }) => ({ role: 'tool', text: told ?? '' }));
  }

  #itemId(prefix: string): string {
    return itemId(prefix, this.#id, this.#items.length);
  }

  /** A server whose tools are in the conversation already is not asked again, as the documentation says. */
  async #listTools(): Promise<Callable[]> {
    const callables: Callable[] = [];
    const servers = mcpServers(this.#request);
    if (servers.length === 0) return callables;
    // Loading the MCP SDK doubles the start-up time (140 to 310 ms); most runs never need it.
    const { openSession } = await import('../mcp/session.ts');
    for (const tool of servers) {
      const label = tool.server_label;
      const session = await openSession(tool, this.#signal);
      const listed = this.#conversation.some(
        (item) => item.type === 'mcp_list_tools' && item.server_label === label,
      );
      if ('refused' in session) {
        this.#items.push({
          type: 'mcp_list_tools',
          id: this.#itemId('mcpl'),
          server_label: label,
          tools: [],
          error: session.refused,
        });
        continue;
      }
      this.#sessions.set(label, session);
      const tools = session.tools.filter((offered) => isAllowed(tool, offered));
      if (!listed) {
        this.#items.push({
          type: 'mcp_list_tools',
          id: this.#itemId('mcpl'),
          server_label: label,
          tools: tools.map(listedTool),
        });
      }
      callables.push(
        ...tools.map(({ name, description, inputSchema }) => ({
          name,
          description: description ?? '',
          parameters: inputSchema,
          server: label,
        })),
      );
    }
    return callables;
  }

  /** Makes the calls that were approved since; a refused one is told to the model. */
  async #settleApprovals(): Promise<Turn[]> {
    const turns: Turn[] = [];
    const made = new Set(
      this.#conversation.flatMap((item) => (item.type === 'mcp_call' ? [item.approval_request_id] : [])),
    );
    const lastOutput = this.#conversation.findLastIndex(
      (item) => item.type === 'message' && item.role === 'assistant',
    );
    for (const [at, response] of this.#conversation.entries()) {
      if (response.type !== 'mcp_approval_response') continue;
      const id = response.approval_request_id;
      const asked = this.#conversation.find((item) => item.type === 'mcp_approval_request' && item.id === id);
      if (asked?.type !== 'mcp_approval_request') {
        throw invalidRequest(`No approval request found with id '${id}'.`, { param: 'input' });
      }
      if (at < lastOutput || made.has(id)) continue;
      if (response.approve) turns.push(await this.#call(asked.server_label, asked.name, asked.arguments, id));
      else turns.push({ role: 'tool', text: `the call of ${asked.name} was not approved` });
    }
    return turns;
  }

  #think({ thought, thoughtTokens }: Answer): void {
    if (thought === null || thoughtTokens === 0) return;
    const id = this.#itemId('rs');
    const { include, reasoning } = this.#request;
    this.#items.push({
      id,
      type: 'reasoning',
      ...(include?.includes('reasoning.encrypted_content')
        ? { encrypted_content: encryptedThought(id) }
        : {}),
      summary: reasoning?.summary ? [{ type: 'summary_text', text: thought }] : [],
    });
  }

  #speak(text: string, ended: Answer['ended']): void {
    const wanted = this.#request.include?.includes('message.output_text.logprobs') ?? false;
    const logprobs = wanted ? tokenLogprobs(text, this.#request.top_logprobs ?? 0) : [];
    this.#items.push({
      id: this.#itemId('msg'),
      type: 'message',
      status: ended === 'length' ? 'incomplete' : 'completed',
      content: [{ type: 'output_text', annotations: annotationsOf(text, this.#citations), logprobs, text }],
      role: 'assistant',
    });
  }

  /** Null where the response ends here: the caller has to call a function or to approve. */
  async #act(calls: readonly Call[]): Promise<Turn[] | null> {
    const turns: Turn[] = [];
    let waits = false;
    for (const { callable, arguments: text } of calls) {
      const { server, name } = callable;
      if (server === null) {
        this.#items.push({
          id: this.#itemId('fc'),
          type: 'function_call',
          status: 'completed',
          arguments: text,
          call_id: `call_${lettersOf(24, 'call', this.#id, this.#items.length)}`,
          name,
        });
        waits = true;
      } else if (this.#needsApproval(server, name)) {
        this.#items.push({
          id: this.#itemId('mcpr'),
          type: 'mcp_approval_request',
          arguments: text,
          name,
          server_label: server,
        });
        waits = true;
      } else if (this.#calls < (this.#request.max_tool_calls ?? Number.POSITIVE_INFINITY)) {
        turns.push(await this.#call(server, name, text, null));
      }
    }
    return waits ? null : turns;
  }

  async #call(label: string, name: string, text: string, approval: string | null): Promise<Turn> {
    this.#calls += 1;
    const session = this.#sessions.get(label);
    const result =
      session === undefined
        ? { error: { type: 'http_error', code: 424, message: `424: no server '${label}'` } }
        : await session.call(name, text);
    this.#items.push({
      id: this.#itemId('mcp'),
      type: 'mcp_call',
      approval_request_id: approval,
      arguments: text,
      error: 'error' in result ? result.error : null,
      name,
      output: 'error' in result ? null : result.output,
      server_label: label,
    });
    return { role: 'tool', text: 'error' in result ? `the call of ${name} failed` : result.output };
  }

  /** `always` by default; an object names the tools that need it, or those that do not. */
  #needsApproval(label: string, name: string): boolean {
    const tool = mcpServers(this.#request).find((server) => server.server_label === label);
    const rule = tool?.require_approval ?? 'always';
    if (typeof rule === 'string') return rule === 'always';
    if (rule.never?.tool_names?.includes(name)) return false;
    const readOnly =
      this.#sessions.get(label)?.tools.find((offered) => offered.name === name)?.readOnly ?? false;
    if (rule.never?.read_only && readOnly) return false;
    return rule.always?.tool_names === undefined || rule.always.tool_names.includes(name);
  }
}

function isAllowed({ allowed_tools: allowed }: McpServerTool, tool: McpTool): boolean {
  if (allowed === null || allowed === undefined) return true;
  const names = Array.isArray(allowed) ? allowed : allowed.tool_names;
  if (names !== undefined && !names.includes(tool.name)) return false;
  return Array.isArray(allowed) || allowed.read_only !== true || tool.readOnly;
}

function listedTool({ name, description, inputSchema, readOnly }: McpTool): JsonObject {
  return { annotations: { read_only: readOnly }, description, input_schema: inputSchema, name };
}
