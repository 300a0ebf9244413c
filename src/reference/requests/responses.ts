/** `POST /responses`: every parameter that the service knows. A key that is not here is refused. */
import { z } from 'zod';
import { hostedChoice, hostedItems, hostedTools } from './hosted-tools.ts';
import {
  detail,
  effort,
  json,
  jsonObject,
  metadata,
  namedSchema,
  temperature,
  toolName,
  topP,
  verbosity,
} from './shapes.ts';

const inputText = z.strictObject({ type: z.literal('input_text'), text: z.string() });
const inputImage = z.strictObject({
  type: z.literal('input_image'),
  image_url: z.string().nullish(),
  file_id: z.string().nullish(),
  detail: detail.optional(),
});
const inputFile = z.strictObject({
  type: z.literal('input_file'),
  file_data: z.string().optional(),
  file_id: z.string().nullish(),
  file_url: z.string().optional(),
  filename: z.string().optional(),
});
const outputText = z.strictObject({
  type: z.literal('output_text'),
  text: z.string(),
  annotations: z.array(json).optional(),
  logprobs: z.array(json).optional(),
});
const outputRefusal = z.strictObject({ type: z.literal('refusal'), refusal: z.string() });

const contentPart = z.discriminatedUnion('type', [
  inputText,
  inputImage,
  inputFile,
  outputText,
  outputRefusal,
]);
export type ContentPart = z.infer<typeof contentPart>;

const id = z.string().nullish();
const status = z.enum(['in_progress', 'completed', 'incomplete', 'failed', 'calling']).nullish();

const message = z.strictObject({
  type: z.literal('message'),
  id,
  status,
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: z.union([z.string(), z.array(contentPart)]),
  phase: z.string().nullish(),
});

const summaryText = z.strictObject({ type: z.literal('summary_text'), text: z.string() });
const mcpTool = z.strictObject({
  name: z.string(),
  description: z.string().nullish(),
  input_schema: jsonObject,
  annotations: json.optional(),
});

export const inputItem = z.discriminatedUnion('type', [
  message,
  z.strictObject({ type: z.literal('item_reference'), id: z.string() }),
  z.strictObject({
    type: z.literal('function_call'),
    id,
    status,
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.strictObject({
    type: z.literal('function_call_output'),
    id,
    status,
    call_id: z.string(),
    output: z.union([z.string(), z.array(contentPart)]),
  }),
  z.strictObject({
    type: z.literal('reasoning'),
    id: z.string(),
    status,
    summary: z.array(summaryText),
    content: z.array(json).nullish(),
    encrypted_content: z.string().nullish(),
  }),
  z.strictObject({
    type: z.literal('mcp_list_tools'),
    id: z.string(),
    server_label: z.string(),
    tools: z.array(mcpTool),
    error: json.optional(),
  }),
  z.strictObject({
    type: z.literal('mcp_call'),
    id: z.string(),
    status,
    server_label: z.string(),
    name: z.string(),
    arguments: z.string(),
    output: z.string().nullish(),
    error: json.optional(),
    approval_request_id: z.string().nullish(),
  }),
  z.strictObject({
    type: z.literal('mcp_approval_request'),
    id: z.string(),
    server_label: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.strictObject({
    type: z.literal('mcp_approval_response'),
    id,
    approval_request_id: z.string(),
    approve: z.boolean(),
    reason: z.string().nullish(),
  }),
  z.strictObject({ type: z.literal('compaction'), id, encrypted_content: z.string() }),
  ...hostedItems,
]);
export type InputItem = z.infer<typeof inputItem>;

/** A message may leave out its type. */
const easyItem = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && 'role' in value && !('type' in value)
      ? { type: 'message', ...value }
      : value,
  inputItem,
);

const toolFilter = z.strictObject({
  read_only: z.boolean().nullish(),
  tool_names: z.array(z.string()).optional(),
});

const functionTool = z.strictObject({
  type: z.literal('function'),
  name: toolName,
  description: z.string().nullish(),
  parameters: jsonObject.nullish(),
  strict: z.boolean().nullish(),
});
const mcpServer = z.strictObject({
  type: z.literal('mcp'),
  server_label: z.string(),
  server_url: z.string(),
  server_description: z.string().optional(),
  allowed_tools: z.union([z.array(z.string()), toolFilter]).nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  authorization: z.string().optional(),
  require_approval: z
    .union([
      z.enum(['always', 'never']),
      z.strictObject({ always: toolFilter.optional(), never: toolFilter.optional() }),
    ])
    .nullish(),
});

const responsesTool = z.discriminatedUnion('type', [functionTool, mcpServer, ...hostedTools]);
export type ResponsesTool = z.infer<typeof responsesTool>;
export type McpServerTool = z.infer<typeof mcpServer>;

const format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({ type: z.literal('json_schema'), ...namedSchema }),
]);

const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({ type: z.literal('function'), name: z.string() }),
  z.strictObject({ type: z.literal('mcp'), server_label: z.string(), name: z.string().nullish() }),
  hostedChoice,
]);

export const responsesRequest = z.strictObject({
  model: z.string(),
  input: z.union([z.string(), z.array(easyItem).min(1)]),
  background: z.boolean().nullish(),
  include: z
    .array(
      z.enum([
        'code_interpreter_call.outputs',
        'computer_call_output.output.image_url',
        'file_search_call.results',
        'message.input_image.image_url',
        'message.output_text.logprobs',
        'reasoning.encrypted_content',
        'web_search_call.action.sources',
      ]),
    )
    .nullish(),
  instructions: z.string().nullish(),
  max_output_tokens: z.number().int().min(16).nullish(),
  max_tool_calls: z.number().int().min(1).nullish(),
  metadata: metadata.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  previous_response_id: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_retention: z.enum(['in_memory', '24h']).nullish(),
  reasoning: z
    .strictObject({
      effort: effort.nullish(),
      summary: z.enum(['auto', 'concise', 'detailed']).nullish(),
    })
    .nullish(),
  safety_identifier: z.string().nullish(),
  service_tier: z.enum(['auto', 'default', 'priority']).nullish(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_obfuscation: z.boolean().optional() }).nullish(),
  temperature: temperature.nullish(),
  text: z.strictObject({ format: format.optional(), verbosity: verbosity.nullish() }).nullish(),
  tool_choice: toolChoice.optional(),
  tools: z.array(responsesTool).max(128).optional(),
  top_logprobs: z.number().int().min(0).max(20).nullish(),
  top_p: topP.nullish(),
  truncation: z.enum(['auto', 'disabled']).nullish(),
  user: z.string().optional(),
});

/** `POST /responses/compact`. */
export const compactRequest = z.strictObject({
  model: z.string(),
  input: z.union([z.string(), z.array(easyItem)]).nullish(),
  instructions: z.string().nullish(),
  previous_response_id: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
});

export type ResponsesRequest = z.infer<typeof responsesRequest>;
