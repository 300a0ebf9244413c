/** Parts that the requests of both APIs share, as the v1 specification and openai 7.55.0 have them. */
import { z } from 'zod';
import type { Json } from '../json.ts';

export const json: z.ZodType<Json> = z.json();
export const jsonObject = z.record(z.string(), json);

/** Pairs a response or a completion may carry. */
const MOST_PAIRS = 16;

/** At most 16 pairs, keys of 64 and values of 512 characters. Texts and codes of the OpenAI API. */
export const metadata = z.record(z.string(), z.string().max(512)).superRefine((value, context) => {
  const keys = Object.keys(value);
  if (keys.length > MOST_PAIRS) {
    context.addIssue({
      code: 'custom',
      message: `Invalid 'metadata': too many properties. Expected an object with at most ${MOST_PAIRS} properties, but got an object with ${keys.length} properties instead.`,
      params: { code: 'object_above_max_properties' },
    });
  }
  const long = keys.find((key) => key.length > 64);
  if (long !== undefined) {
    context.addIssue({
      code: 'custom',
      message: `Invalid property name in 'metadata': '${long}' is too long. Expected a string with maximum length 64, but got a string with length ${long.length} instead.`,
    });
  }
});

export const effort = z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);
export const verbosity = z.enum(['low', 'medium', 'high']);
export const detail = z.enum(['auto', 'low', 'high']);
export const temperature = z.number().min(0).max(2);
export const topP = z.number().min(0).max(1);
export const penalty = z.number().min(-2).max(2);
export const toolName = z
  .string()
  .max(64)
  .regex(/^[a-zA-Z0-9_-]+$/, { error: "Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'." });

/** `json_schema` of chat's `response_format`; Responses has the same keys one level higher. */
export const namedSchema = {
  name: toolName,
  description: z.string().nullish(),
  schema: jsonObject.optional(),
  strict: z.boolean().nullish(),
};
