/** A conversation of items in the words of the model. */
import { inlineDocument, pdfDocument, picture, pictureOf } from '../attachments.ts';
import type { ReferenceModel } from '../catalog.ts';
import { effortOf, refuseLooseSchema } from '../model/limits.ts';
import type { Attachment, Callable, Prompt, Turn } from '../model/prompt.ts';
import {
  encryptedContentInvalid,
  fileNotFound,
  invalidRequest,
  missingParameter,
  unsupportedParameter,
} from '../refusal.ts';
import type { ContentPart, InputItem, McpServerTool, ResponsesRequest } from '../requests/responses.ts';
import type { State } from '../state.ts';
import { encryptedThought } from './items.ts';
import { unsealed } from './seal.ts';

/** The prompt without MCP tools, which `conduct` adds once it has asked their servers. */
export function promptOf(
  request: ResponsesRequest,
  conversation: readonly InputItem[],
  model: ReferenceModel,
  state: State,
  ordinal: number,
): Prompt {
  refuseCombinations(request, model);
  refuseOrphans(conversation);
  const choice = request.tool_choice ?? 'auto';
  const instructions: Turn[] =
    typeof request.instructions === 'string' ? [{ role: 'instructions', text: request.instructions }] : [];
  return {
    model,
    turns: [...instructions, ...conversation.flatMap((item, at) => turnsOf(item, at, model, state))],
    callables: functionsOf(request),
    choice: choiceOf(choice),
    parallel: request.parallel_tool_calls ?? true,
    format: formatOf(request, conversation),
    variation: (request.temperature ?? 0) === 0 ? 0 : ordinal,
    effort: effortOf(model, request.reasoning?.effort, 'reasoning.effort'),
    limit: request.max_output_tokens ?? null,
    stops: [],
  };
}

function choiceOf(choice: NonNullable<ResponsesRequest['tool_choice']>): Prompt['choice'] {
  if (typeof choice === 'string') return choice;
  return 'name' in choice && choice.name ? { name: choice.name } : 'required';
}

export function mcpServers(request: ResponsesRequest): McpServerTool[] {
  return (request.tools ?? []).filter((tool) => tool.type === 'mcp');
}

function refuseCombinations(request: ResponsesRequest, model: ReferenceModel): void {
  const { tools = [], tool_choice: choice } = request;
  if (request.background && request.store === false) {
    // No recording holds this refusal; the parameter it names is the one to mend.
    throw invalidRequest('Background mode requires store=true.', { param: 'store' });
  }
  if (typeof choice === 'object' && choice.type === 'function') {
    const { name } = choice;
    if (!tools.some((tool) => tool.type === 'function' && tool.name === name)) {
      throw invalidRequest(`Tool choice 'function' not found in 'tools' parameter.`, {
        param: 'tool_choice',
      });
    }
  }
  if (model.reasoning === null) {
    if (request.reasoning?.summary) throw unsupportedParameter('reasoning.summary');
    if (request.include?.includes('reasoning.encrypted_content')) {
      // catalogue `encrypted_unsupported`.
      throw invalidRequest('Encrypted content is not supported with this model', { param: 'include' });
    }
  }
  const labels = mcpServers(request).map((tool) => tool.server_label);
  const repeated = labels.find((label, at) => labels.indexOf(label) !== at);
  if (repeated !== undefined) {
    throw invalidRequest(`Duplicate server_label found: ${repeated}. Please provide a unique identifier.`, {
      param: 'tools',
    });
  }
}

/** Each function call is answered, each answer has its call, each thought is followed by what it led to. */
function refuseOrphans(conversation: readonly InputItem[]): void {
  refuseUnpaired(conversation, 'function_call', 'function call');
  refuseUnpaired(conversation, 'computer_call', 'computer call');
  for (const [at, item] of conversation.entries()) {
    if (item.type !== 'reasoning') continue;
    const next = conversation[at + 1];
    const follows = next !== undefined && (next.type !== 'message' || next.role === 'assistant');
    if (!follows) {
      // catalogue `reasoning_item_orphan`.
      throw invalidRequest(
        `Item '${item.id}' of type 'reasoning' was provided without its required following item.`,
        { param: 'input' },
      );
    }
    if (typeof item.encrypted_content === 'string' && item.encrypted_content !== encryptedThought(item.id)) {
      throw encryptedContentInvalid(item.id);
    }
  }
}

function refuseUnpaired(
  conversation: readonly InputItem[],
  type: 'function_call' | 'computer_call',
  words: string,
): void {
  const idsOf = (wanted: string) =>
    new Set(
      conversation.flatMap((item) => (item.type === wanted && 'call_id' in item ? [item.call_id] : [])),
    );
  const calls = idsOf(type);
  const outputs = idsOf(`${type}_output`);
  const unasked = [...outputs].find((id) => !calls.has(id));
  if (unasked !== undefined) {
    throw invalidRequest(`No tool call found for ${words} output with call_id ${unasked}.`, {
      param: 'input',
    });
  }
  const unanswered = [...calls].find((id) => !outputs.has(id));
  if (unanswered !== undefined) {
    throw invalidRequest(`No tool output found for ${words} ${unanswered}.`, { param: 'input' });
  }
}

function turnsOf(item: InputItem, at: number, model: ReferenceModel, state: State): Turn[] {
  switch (item.type) {
    case 'message': {
      const parts: readonly ContentPart[] =
        typeof item.content === 'string' ? [{ type: 'input_text', text: item.content }] : item.content;
      const text = parts
        .map(textOf)
        .filter((part) => part !== '')
        .join('\n');
      if (item.role === 'assistant') return [{ role: 'assistant', text }];
      if (item.role !== 'user') return [{ role: 'instructions', text }];
      const attachments = parts.flatMap((part, index) =>
        attachmentOf(part, `input[${at}].content[${index}]`, model, state),
      );
      return [{ role: 'user', text, attachments }];
    }
    case 'function_call_output':
      return [
        {
          role: 'tool',
          text: typeof item.output === 'string' ? item.output : item.output.map(textOf).join('\n'),
        },
      ];
    case 'compaction':
      return unsealed(item).flatMap((inner) => turnsOf(inner, at, model, state));
    case 'computer_call_output': {
      const param = `input[${at}].output.image_url`;
      if (item.output.image_url === undefined) throw missingParameter(param);
      return [{ role: 'tool', text: picture(item.output.image_url, param).text }];
    }
    case 'mcp_call':
      return typeof item.output === 'string' ? [{ role: 'tool', text: item.output }] : [];
    default:
      return [];
  }
}

function textOf(part: ContentPart): string {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
      return part.text;
    case 'refusal':
      return part.refusal;
    default:
      return '';
  }
}

function attachmentOf(part: ContentPart, param: string, model: ReferenceModel, state: State): Attachment[] {
  if (part.type !== 'input_image' && part.type !== 'input_file') return [];
  if (!model.vision) {
    throw invalidRequest(`Invalid content type. ${part.type} is only supported by certain models.`, {
      param,
    });
  }
  if (part.type === 'input_image') {
    if (typeof part.file_id === 'string') {
      // facts section 3: an image by file id is not supported on Azure; no recording holds the refusal.
      if (!model.aheadWithPictures) throw unsupportedParameter(`${param}.file_id`);
      return [uploadedPicture(part.file_id, `${param}.file_id`, state)];
    }
    if (typeof part.image_url !== 'string') throw missingParameter(`${param}.image_url`);
    return [picture(part.image_url, `${param}.image_url`)];
  }
  if (part.file_data !== undefined) {
    if (part.filename === undefined) throw missingParameter(`${param}.filename`);
    return [inlineDocument(part.file_data, `${param}.file_data`)];
  }
  if (part.file_url !== undefined) {
    throw invalidRequest(`Error while downloading ${part.file_url.slice(0, 200)}.`, {
      param: `${param}.file_url`,
    });
  }
  if (typeof part.file_id !== 'string') throw missingParameter(`${param}.file_id`);
  const file = state.file(part.file_id);
  if (file === undefined) throw fileNotFound(part.file_id, `${param}.file_id`);
  return [pdfDocument(file.bytes, `${param}.file_id`)];
}

function uploadedPicture(id: string, param: string, state: State): Attachment {
  const file = state.files.get(id);
  if (file === undefined) throw fileNotFound(id, param);
  return pictureOf(file.bytes);
}

function functionsOf(request: ResponsesRequest): Callable[] {
  return (request.tools ?? []).flatMap((tool, at) => {
    if (tool.type !== 'function') return [];
    if (tool.strict) {
      const param = `tools[${at}].parameters`;
      refuseLooseSchema(
        tool.parameters ?? {},
        `function '${tool.name}'`,
        param,
        'invalid_function_parameters',
      );
    }
    const { name, description, parameters } = tool;
    return [{ name, description: description ?? '', parameters: parameters ?? null, server: null }];
  });
}

function formatOf(request: ResponsesRequest, conversation: readonly InputItem[]): Prompt['format'] {
  const format = request.text?.format ?? { type: 'text' };
  if (format.type === 'json_schema') {
    const { schema } = format;
    if (schema === undefined) throw missingParameter('text.format.schema');
    if (format.strict !== false) {
      const what = `response_format '${format.name}'`;
      refuseLooseSchema(schema, what, 'text.format.schema', 'invalid_json_schema');
    }
    return { type: 'json_schema', schema };
  }
  if (format.type === 'json_object' && !/json/i.test(JSON.stringify([request.instructions, conversation]))) {
    throw invalidRequest(
      "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
      { param: 'input' },
    );
  }
  return format;
}
