/** Tools that the service runs itself, and the items their calls leave: as the v1 specification and openai 7.55.0 have them. */
import { z } from 'zod';
import { json, jsonObject } from './shapes.ts';

const codeInterpreter = z.strictObject({
  type: z.literal('code_interpreter'),
  container: z.union([
    z.string(),
    z.strictObject({
      type: z.literal('auto'),
      file_ids: z.array(z.string()).max(50).optional(),
      memory_limit: z.enum(['1g', '4g', '16g', '64g']).nullish(),
    }),
  ]),
});

const fileSearch = z.strictObject({
  type: z.literal('file_search'),
  vector_store_ids: z.array(z.string()).min(1),
  filters: jsonObject.nullish(),
  max_num_results: z.number().int().min(1).max(50).optional(),
  ranking_options: z
    .strictObject({
      ranker: z.enum(['auto', 'default-2024-11-15']).optional(),
      score_threshold: z.number().min(0).max(1).optional(),
    })
    .optional(),
});

const webSearch = z.strictObject({
  type: z.enum(['web_search', 'web_search_preview']),
  external_web_access: z.boolean().optional(),
  filters: z.strictObject({ allowed_domains: z.array(z.string()).nullish() }).nullish(),
  search_context_size: z.enum(['low', 'medium', 'high']).optional(),
  user_location: z
    .strictObject({
      type: z.literal('approximate'),
      city: z.string().nullish(),
      country: z.string().nullish(),
      region: z.string().nullish(),
      timezone: z.string().nullish(),
    })
    .nullish(),
});

const imageGeneration = z.strictObject({
  type: z.literal('image_generation'),
  background: z.enum(['transparent', 'opaque', 'auto']).optional(),
  model: z.string().optional(),
  moderation: z.enum(['auto', 'low']).optional(),
  output_compression: z.number().int().min(0).max(100).optional(),
  output_format: z.enum(['png', 'webp', 'jpeg']).optional(),
  partial_images: z.number().int().min(0).max(3).optional(),
  quality: z.enum(['low', 'medium', 'high', 'auto']).optional(),
  size: z.enum(['1024x1024', '1024x1536', '1536x1024', 'auto']).optional(),
});

const computerUse = z.strictObject({
  type: z.literal('computer_use_preview'),
  display_height: z.number().int().min(1),
  display_width: z.number().int().min(1),
  environment: z.enum(['windows', 'mac', 'linux', 'ubuntu', 'browser']),
});

/** No reference model offers it; it is refused as a model without it does. */
const localShell = z.strictObject({ type: z.literal('local_shell') });

export const hostedTools = [
  codeInterpreter,
  fileSearch,
  webSearch,
  imageGeneration,
  computerUse,
  localShell,
] as const;
export type HostedTool = z.infer<(typeof hostedTools)[number]>;

/** `tool_choice` names a hosted tool by its type. */
export const hostedChoice = z.strictObject({
  type: z.enum([
    'code_interpreter',
    'file_search',
    'web_search',
    'web_search_preview',
    'image_generation',
    'computer_use_preview',
  ]),
});

const id = z.string();
const status = z.string().nullish();

/** Calls of hosted tools as they come back in a later request. */
export const hostedItems = [
  z.strictObject({
    type: z.literal('code_interpreter_call'),
    id,
    status,
    code: z.string().nullable(),
    container_id: z.string(),
    outputs: z.array(json).nullable(),
  }),
  z.strictObject({
    type: z.literal('file_search_call'),
    id,
    status,
    queries: z.array(z.string()),
    results: z.array(json).nullish(),
  }),
  z.strictObject({ type: z.literal('web_search_call'), id, status, action: jsonObject }),
  z.strictObject({
    type: z.literal('image_generation_call'),
    id,
    status,
    result: z.string().nullable(),
    background: z.string().optional(),
    output_format: z.string().optional(),
    quality: z.string().optional(),
    revised_prompt: z.string().optional(),
    size: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('computer_call'),
    id,
    status,
    call_id: z.string(),
    action: jsonObject,
    pending_safety_checks: z.array(json),
  }),
  z.strictObject({
    type: z.literal('computer_call_output'),
    id: id.nullish(),
    status,
    call_id: z.string(),
    output: z.strictObject({
      type: z.literal('computer_screenshot'),
      file_id: z.string().optional(),
      image_url: z.string().optional(),
    }),
    acknowledged_safety_checks: z.array(json).nullish(),
  }),
] as const;
