import { Ajv, type ValidateFunction } from 'ajv';
import { isObject, type JsonObject } from '../stream/json.ts';

/** Where a value breaks the schema that a request gave; null when it keeps it or nobody can say. */
interface SchemaFault {
  /** JSON pointer into the value. */
  readonly pointer: string;
  readonly message: string;
}

/** Schemas of third-party recordings may be anything; nobody declares a tool this large. */
const LARGEST_SCHEMA = 200_000;

/** By object for one request, by text for the next ones: a program sends the same schemas again and again. */
const compiled = new WeakMap<JsonObject, ValidateFunction | null>();
const compiledTexts = new Map<string, ValidateFunction | null>();
const MOST_TEXTS = 500;

/**
 * Validates a value against a JSON Schema out of a request. The schema is untrusted: it is never
 * fetched for, never asynchronous, and what does not compile is not judged.
 */
export function schemaFault(schema: unknown, value: unknown): SchemaFault | null {
  if (!isObject(schema)) return null;
  const validate = validatorOf(schema);
  if (validate === null || validate(value)) return null;
  const error = validate.errors?.[0];
  return { pointer: error?.instancePath ?? '', message: error?.message ?? 'does not keep the schema' };
}

function validatorOf(schema: JsonObject): ValidateFunction | null {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const validator = compile(schema);
  compiled.set(schema, validator);
  return validator;
}

function compile(schema: JsonObject): ValidateFunction | null {
  // `$schema` may name a dialect that is not loaded; the keywords are the same for what tools use.
  const { $schema: _dialect, $id: _id, ...rest } = schema;
  const text = textOf(rest);
  // An asynchronous validator would answer with a promise, which is always true.
  if (text === null || text.length > LARGEST_SCHEMA || text.includes('"$async"')) return null;
  const known = compiledTexts.get(text);
  if (known !== undefined) return known;
  const validator = compiledOf(rest);
  if (compiledTexts.size >= MOST_TEXTS) compiledTexts.clear();
  compiledTexts.set(text, validator);
  return validator;
}

function textOf(schema: JsonObject): string | null {
  try {
    return JSON.stringify(schema);
  } catch {
    return null;
  }
}

function compiledOf(schema: JsonObject): ValidateFunction | null {
  try {
    return ajv.compile(schema);
  } catch {
    return null;
  } finally {
    // It would keep every schema it ever saw.
    ajv.removeSchema(schema);
  }
}

/** A quantified group that itself repeats is where backtracking explodes. */
const NESTED_REPETITION = /[+*}]\)?[^()]*\)[+*{]/;
const LONGEST_PATTERN = 200;

/** A pattern that could take for ever matches everything: it is not judged. */
function harmlessRegExp(pattern: string, flags: string): { test: (text: string) => boolean } {
  if (pattern.length > LONGEST_PATTERN || NESTED_REPETITION.test(pattern)) return { test: () => true };
  return new RegExp(pattern, flags);
}

const ajv = new Ajv({
  strict: false,
  validateSchema: false,
  meta: false,
  validateFormats: false,
  addUsedSchema: false,
  logger: false,
  code: {
    // Each schema is compiled once and asked a few times: shorter code does not pay for the time it takes to make.
    optimize: false,
    regExp: Object.assign(harmlessRegExp, { code: 'new RegExp' }),
  },
});
