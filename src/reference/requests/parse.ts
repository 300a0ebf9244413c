/**
 * Request bodies: read, validated by a zod schema, and refused in the service's own words. The only
 * place that turns a schema issue into an error text.
 */
import type { core, ZodType } from 'zod';
import { isRecord } from '../json.ts';
import {
  invalidRequest,
  invalidValue,
  missingParameter,
  type Refusal,
  tooLarge,
  unknownParameter,
  unreadableJson,
  unsupportedContentType,
} from '../refusal.ts';

/** Bytes of a JSON body; a PDF of 50 MB in base64 still fits. */
const MAX_BODY = 72 * 1024 * 1024;

type Issue = core.$ZodIssue;
type Path = readonly PropertyKey[];

/** The JSON object in the body. Throws a Refusal for another content type, size, syntax or shape. */
export async function readBody(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) throw unsupportedContentType(type, 'application/json');
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY) throw tooLarge(MAX_BODY);
  const text = await request.text();
  if (Buffer.byteLength(text) > MAX_BODY) throw tooLarge(MAX_BODY);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw unreadableJson();
  }
  if (!isRecord(body)) throw unreadableJson();
  return body;
}

/** `body` as the schema types it. Throws the Refusal of one issue: what is missing before what is unknown before the rest. */
export function parseRequest<T>(schema: ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => resolveUnion(issue, body));
  // Recorded: a chat-style tool sent to Responses misses `tools[0].name`, it is not told of `tools[0].function`.
  const first =
    issues.find((issue) => issue.code === 'invalid_type' && valueAt(body, issue.path) === undefined) ??
    issues.find((issue) => issue.code === 'unrecognized_keys') ??
    issues[0];
  throw first === undefined ? unreadableJson() : refusalOf(first, body);
}

/** `messages[0].content[1].text`, as the service names a parameter. */
function paramOf(path: Path): string {
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

/** Of a union's branches, the one the value meant: the branch that took its outer type and failed deeper. */
function resolveUnion(issue: Issue, body: unknown): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const prefixed = issue.errors.map((branch) =>
    branch.map((inner) => resolveUnion({ ...inner, path: [...issue.path, ...inner.path] }, body)),
  );
  const meant = prefixed.find(
    (branch) => branch.length > 0 && !branch.some((inner) => isOuter(inner, issue, body)),
  );
  return meant?.find((inner) => inner.code === 'unrecognized_keys') ?? meant?.[0] ?? issue;
}

/** The branch is for another type of value: an object where a string was found, or the reverse. */
function isOuter(inner: Issue, outer: Issue, body: unknown): boolean {
  if (inner.path.length !== outer.path.length) return false;
  const isEnum = inner.code === 'invalid_value';
  return inner.code === 'invalid_type' || (isEnum && typeof valueAt(body, outer.path) !== 'string');
}

function refusalOf(issue: Issue, body: unknown): Refusal {
  const param = paramOf(issue.path);
  const found = valueAt(body, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownParameter(paramOf([...issue.path, issue.keys[0] ?? '']));
    case 'invalid_type':
      return found === undefined ? missingParameter(param) : invalidType(param, named(issue.expected), found);
    case 'invalid_value':
      if (found === undefined) return missingParameter(param);
      return typeof found === 'string'
        ? invalidValue(param, found, issue.values.map(String))
        : invalidType(param, issue.values.length === 1 ? `'${String(issue.values[0])}'` : 'a string', found);
    case 'invalid_union':
      if (found === undefined) return missingParameter(param);
      if (issue.discriminator !== undefined) {
        const options = 'options' in issue ? (issue.options ?? []).map(String) : [];
        return typeof found === 'string'
          ? invalidValue(param, found, options)
          : invalidType(param, 'a string', found);
      }
      return invalidType(param, `one of ${branchTypes(issue).join(' or ')}`, found);
    case 'too_big':
    case 'too_small':
      return outOfRange(param, issue, found);
    case 'custom':
      return invalidRequest(issue.message, { param, code: String(issue.params?.code ?? 'invalid_value') });
    default:
      return invalidRequest(issue.message, { param, code: 'invalid_value' });
  }
}

function invalidType(param: string, expected: string, found: unknown): Refusal {
  return invalidRequest(
    `Invalid type for '${param}': expected ${expected}, but got ${kindOf(found)} instead.`,
    {
      param,
      code: 'invalid_type',
    },
  );
}

/** Text and codes of the OpenAI API (`decimal_above_max_value`, `integer_below_min_value`, `empty_array`, …). */
function outOfRange(
  param: string,
  issue: Issue & { code: 'too_big' | 'too_small' },
  found: unknown,
): Refusal {
  const above = issue.code === 'too_big';
  const bound = String(issue.code === 'too_big' ? issue.maximum : issue.minimum);
  const [side, limit] = above ? ['above', 'max'] : ['below', 'min'];
  if (typeof found === 'number') {
    const kind = Number.isInteger(found) ? 'integer' : 'decimal';
    return invalidRequest(
      `Invalid '${param}': ${kind} ${side} ${limit}imum value. Expected a value ${above ? '<=' : '>='} ${bound}, but got ${found} instead.`,
      { param, code: `${kind}_${side}_${limit}_value` },
    );
  }
  const kind = typeof found === 'string' ? 'string' : Array.isArray(found) ? 'array' : 'object';
  const length =
    typeof found === 'string' || Array.isArray(found) ? found.length : Object.keys(found ?? {}).length;
  const code = kind === 'array' && length === 0 ? 'empty_array' : `${kind}_${side}_${limit}_length`;
  return invalidRequest(
    `Invalid '${param}': ${kind} too ${above ? 'long' : 'short'}. Expected ${kind === 'string' ? 'a' : 'an'} ${kind} with ${limit}imum length ${bound}, but got ${kind === 'string' ? 'a' : 'an'} ${kind} with length ${length} instead.`,
    { param, code },
  );
}

function branchTypes(issue: Issue & { code: 'invalid_union' }): string[] {
  const types = issue.errors.flatMap((branch) =>
    branch.flatMap((inner) => (inner.code === 'invalid_type' ? [named(inner.expected)] : ['a known value'])),
  );
  return [...new Set(types)];
}

const NAMES: Readonly<Record<string, string>> = {
  number: 'a decimal',
  int: 'an integer',
  string: 'a string',
  boolean: 'a boolean',
  object: 'an object',
  record: 'an object',
  array: 'an array',
};

function named(expected: string): string {
  return NAMES[expected] ?? expected;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a decimal';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function valueAt(body: unknown, path: Path): unknown {
  let value = body;
  for (const key of path) {
    if (Array.isArray(value) && typeof key === 'number') value = value[key];
    else if (isRecord(value) && typeof key === 'string' && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}
