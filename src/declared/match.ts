/** Whether a value is what a step expects. The only place that knows what a matcher means. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { firstDifference, show } from '../checks/stream/json.ts';
import type { JsonType, Matcher } from './types.ts';

export const MATCHERS = ['equals', 'type', 'pattern', 'present', 'absent', 'schema'] as const;

/** The matchers that stand in an expectation. */
export function matchersOf(matcher: Matcher): (typeof MATCHERS)[number][] {
  return MATCHERS.filter((name) => Object.hasOwn(matcher, name));
}

/** Null where `found` (undefined: there is nothing) fits; else what was expected, in words. */
export function mismatch(found: unknown, matcher: Matcher): string | null {
  const [name] = matchersOf(matcher);
  switch (name) {
    case 'equals':
      return firstDifference(found, matcher.equals) === null ? null : show(matcher.equals);
    case 'type':
      return isOfType(found, matcher.type) ? null : String(matcher.type);
    case 'pattern':
      return typeof found === 'string' && regular(matcher.pattern ?? '').test(found)
        ? null
        : `a text like ${matcher.pattern}`;
    case 'present':
      return found !== undefined ? null : 'something';
    case 'absent':
      return found === undefined ? null : 'nothing';
    case 'schema':
      return schemaMismatch(found, matcher.schema ?? {});
    default:
      return null;
  }
}

/** Throws SyntaxError for a pattern that is none. */
export function regular(pattern: string): RegExp {
  return new RegExp(pattern, 'u');
}

/** Why a JSON Schema is none; null for one that can be used. */
export function wrongSchema(schema: { readonly [key: string]: unknown }): string | null {
  try {
    compiled(schema);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isOfType(value: unknown, type: JsonType | undefined): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

const ajv = new Ajv2020({ strict: false, logger: false });
const known = new WeakMap<object, ReturnType<typeof ajv.compile>>();

function compiled(schema: { readonly [key: string]: unknown }) {
  const validate = known.get(schema) ?? ajv.compile(schema);
  known.set(schema, validate);
  return validate;
}

function schemaMismatch(found: unknown, schema: { readonly [key: string]: unknown }): string | null {
  if (found === undefined) return 'something';
  const validate = compiled(schema);
  if (validate(found)) return null;
  const [error] = validate.errors ?? [];
  return `the schema of the step${error?.instancePath ? ` at ${error.instancePath}` : ''}: ${error?.message ?? 'it does not fit'}`;
}
