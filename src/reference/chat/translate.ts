/** A chat request in the words of the model. */
import { inlineDocument, pdfDocument, picture } from '../attachments.ts';
import type { ReferenceModel } from '../catalog.ts';
import { effortOf, refuseLooseSchema } from '../model/limits.ts';
import type { Attachment, Callable, Prompt, Turn } from '../model/prompt.ts';
import { fileNotFound, invalidRequest, missingParameter } from '../refusal.ts';
import type { ChatMessage, ChatRequest } from '../requests/chat.ts';
import type { State } from '../state.ts';

/** Throws the refusals that need more than the shape of the request. `ordinal` varies the wording. */
export function promptOf(request: ChatRequest, model: ReferenceModel, state: State, ordinal: number): Prompt {
  refuseCombinations(request);
  refuseOrphans(request.messages);
  const { tool_choice: choice = 'auto' } = request;
  return {
    model,
    turns: request.messages.flatMap((message, at) => turnsOf(message, at, model, state)),
    callables: callablesOf(request),
    choice: typeof choice === 'string' ? choice : { name: choice.function.name },
    parallel: request.parallel_tool_calls ?? true,
    format: formatOf(request),
    variation: (request.temperature ?? 0) === 0 ? 0 : (request.seed ?? ordinal),
    effort: effortOf(model, request.reasoning_effort, 'reasoning_effort'),
    limit: request.max_completion_tokens ?? request.max_tokens ?? null,
    stops: typeof request.stop === 'string' ? [request.stop] : (request.stop ?? []),
  };
}

function refuseCombinations(request: ChatRequest): void {
  const { tools, tool_choice: choice } = request;
  if (choice !== undefined && choice !== 'none' && tools === undefined) {
    throw invalidRequest(
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
      {
        param: 'tool_choice',
      },
    );
  }
  if (typeof choice === 'object' && !tools?.some((tool) => tool.function.name === choice.function.name)) {
    throw invalidRequest("Invalid value for 'tool_choice': no function named in 'tools' matches.", {
      param: 'tool_choice',
    });
  }
  if (request.stream_options && !request.stream) {
    throw invalidRequest("The 'stream_options' parameter is only allowed when 'stream' is enabled.", {
      param: 'stream_options',
    });
  }
  if ((request.top_logprobs ?? 0) > 0 && !request.logprobs) {
    throw invalidRequest("The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.", {
      param: 'top_logprobs',
    });
  }
  if (request.max_tokens && request.max_completion_tokens) {
    throw invalidRequest(
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
      { code: 'invalid_parameter_combination', param: 'max_tokens' },
    );
  }
}

/** A tool message answers a call of the assistant message before it, and each call is answered. */
function refuseOrphans(messages: readonly ChatMessage[]): void {
  let open = new Set<string>();
  for (const [at, message] of messages.entries()) {
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id)) {
        throw invalidRequest(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          { param: `messages.[${at}].role` },
        );
      }
      continue;
    }
    refuseUnanswered(open, at);
    open = new Set(message.role === 'assistant' ? message.tool_calls?.map((call) => call.id) : []);
  }
  refuseUnanswered(open, messages.length);
}

function refuseUnanswered(open: ReadonlySet<string>, at: number): void {
  if (open.size === 0) return;
  throw invalidRequest(
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
    { param: `messages.[${at}].role` },
  );
}

function turnsOf(message: ChatMessage, at: number, model: ReferenceModel, state: State): Turn[] {
  switch (message.role) {
    case 'system':
    case 'developer':
      return [{ role: 'instructions', text: textOf(message.content) }];
    case 'tool':
      return [{ role: 'tool', text: textOf(message.content) }];
    case 'assistant':
      return [{ role: 'assistant', text: typeof message.content === 'string' ? message.content : '' }];
    case 'user': {
      if (typeof message.content === 'string')
        return [{ role: 'user', text: message.content, attachments: [] }];
      const text = message.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
      const attachments = message.content.flatMap((part, index) =>
        attachmentOf(part, `messages[${at}].content[${index}]`, model, state),
      );
      return [{ role: 'user', text, attachments }];
    }
  }
}

type UserPart = Exclude<Extract<ChatMessage, { role: 'user' }>['content'], string>[number];

function attachmentOf(part: UserPart, param: string, model: ReferenceModel, state: State): Attachment[] {
  if (part.type === 'text') return [];
  if (!model.vision) {
    // Text of the OpenAI API.
    throw invalidRequest(`Invalid content type. ${part.type} is only supported by certain models.`, {
      param: 'messages',
    });
  }
  if (part.type === 'image_url') return [picture(part.image_url.url, `${param}.image_url.url`)];
  const { file_data: data, file_id: id } = part.file;
  if (data !== undefined) return [inlineDocument(data, `${param}.file.file_data`)];
  if (id === undefined) throw missingParameter(`${param}.file.file_id`);
  const file = state.file(id);
  if (file === undefined) throw fileNotFound(id, `${param}.file.file_id`);
  return [pdfDocument(file.bytes, `${param}.file.file_id`)];
}

function textOf(content: string | readonly { readonly text: string }[]): string {
  return typeof content === 'string' ? content : content.map((part) => part.text).join('\n');
}

function callablesOf(request: ChatRequest): Callable[] {
  return (request.tools ?? []).map(({ function: { name, description, parameters, strict } }, at) => {
    if (strict) {
      const param = `tools[${at}].function.parameters`;
      refuseLooseSchema(parameters, `function '${name}'`, param, 'invalid_function_parameters');
    }
    return { name, description: description ?? '', parameters: parameters ?? null, server: null };
  });
}

function formatOf(request: ChatRequest): Prompt['format'] {
  const format = request.response_format ?? { type: 'text' };
  if (format.type === 'json_schema') {
    const { name, schema = {}, strict } = format.json_schema;
    if (strict)
      refuseLooseSchema(schema, `response_format '${name}'`, 'response_format', 'invalid_json_schema');
    return { type: 'json_schema', schema };
  }
  if (format.type === 'json_object' && !/json/i.test(JSON.stringify(request.messages))) {
    // catalogue `json_word`.
    throw invalidRequest(
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      { param: 'messages' },
    );
  }
  return format;
}
