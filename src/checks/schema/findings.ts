/**
 * Turns what ajv says about a value into words: violations (the value breaks the contract) and drift
 * (the value is newer than the contract). The only place that knows ajv's errors.
 */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { didYouMean } from '../../suggest.ts';
import type { Drift } from '../check.ts';
import type { ToldErrors } from './told.ts';

/** One broken rule, before it is given a check id. */
export interface Fault {
  readonly pointer: string;
  readonly message: string;
  readonly expected: string;
  readonly found: string;
  /** Definition that states the rule, e.g. `ChatCompletion.Choice`. */
  readonly definition: string;
  readonly kind: 'missing' | 'type' | 'value';
  readonly suggestion?: string;
}

export interface Findings {
  readonly faults: readonly Fault[];
  readonly drift: readonly Drift[];
}

const NOTHING: Findings = { faults: [], drift: [] };

/** Longest value quoted in a message, characters; enum values longer than this are free text. */
const MAX_QUOTED = 60;
/** What an unknown enum value may look like to be repeated in a report. */
const HARMLESS = /^[A-Za-z0-9_.:-]{1,60}$/;

/**
 * Validates `value`; pure, although ajv keeps its last errors on the function. `told`: what was found before in
 * the values of one stream. What breaks the same rules in the same places again gives the same faults, the very
 * same objects, and no drift, which was found then.
 */
export function findingsOf(validate: ValidateFunction, value: unknown, told?: ToldErrors): Findings {
  if (validate(value)) return NOTHING;
  const errors = validate.errors ?? [];
  validate.errors = null;
  const known = told?.find(errors);
  if (known !== undefined) return known;
  const findings = readErrors(errors, value);
  told?.add(errors, findings);
  return findings;
}

function readErrors(errors: readonly ErrorObject[], value: unknown): Findings {
  const mistyped = pathsOf(errors, 'type');
  const lacking = pathsOf(errors, 'required').size > 0;
  const strangers = lacking ? unknownFields(errors) : new Map<string, string[]>();
  const faults: Fault[] = [];
  const drift: Drift[] = [];
  for (const error of errors) {
    if (error.keyword !== 'type' && mistyped.has(error.instancePath)) continue;
    // Unknown fields are the bulk of what ajv says about real streams, and need no look at the value.
    const found = LOOKS.has(error.keyword) ? valueAt(value, error.instancePath) : undefined;
    const news = driftOf(error, found);
    if (news !== null) drift.push(news);
    else {
      const fault = faultOf(error, found, strangers.get(error.instancePath) ?? []);
      if (fault !== null) faults.push(fault);
    }
  }
  return { faults: once(faults, (fault) => `${fault.kind} ${fault.pointer}`), drift: once(drift, driftKey) };
}

const LOOKS: ReadonlySet<string> = new Set(['type', 'const', 'enum', 'discriminator']);

function pathsOf(errors: readonly ErrorObject[], keyword: string): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const error of errors) if (error.keyword === keyword) paths.add(error.instancePath);
  return paths;
}

/** Equal drift counts once. */
export function driftKey(drift: Drift): string {
  return `${drift.kind} ${drift.schema} ${drift.pointer} ${drift.value ?? ''}`;
}

export function once<T>(all: readonly T[], keyOf: (item: T) => string): T[] {
  if (all.length < 2) return [...all];
  return [...new Map(all.map((item) => [keyOf(item), item])).values()];
}

/** `/choices/0/delta` to `/choices/{i}/delta`. */
export function withoutIndexes(pointer: string): string {
  return pointer.replaceAll(/\/\d+(?=\/|$)/g, '/{i}');
}

/** The value that an RFC 6901 pointer leads to; undefined when there is none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** Short, one-line description of a value, safe to print. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an empty object' : `an object with ${clip(keys.join(', '))}`;
  }
  return clip(JSON.stringify(value));
}

function clip(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED - 1)}…` : text;
}

function unknownFields(errors: readonly ErrorObject[]): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const { keyword, instancePath, params } of errors) {
    if (keyword !== 'additionalProperties') continue;
    fields.set(instancePath, [...(fields.get(instancePath) ?? []), String(params.additionalProperty)]);
  }
  return fields;
}

function driftOf(error: ErrorObject, found: unknown): Drift | null {
  const schema = definitionOf(error);
  const at = (name?: unknown) =>
    withoutIndexes(name === undefined ? error.instancePath : join(error.instancePath, String(name)));
  switch (error.keyword) {
    case 'additionalProperties':
      return { kind: 'unknown-field', pointer: at(error.params.additionalProperty), schema };
    case 'enum':
      return typeof found === 'string'
        ? { kind: 'unknown-enum-value', pointer: at(), schema, ...harmless(found) }
        : null;
    case 'discriminator':
      return error.params.error === 'mapping'
        ? {
            kind: 'unknown-item-type',
            pointer: at(error.params.tag),
            schema,
            ...harmless(error.params.tagValue),
          }
        : null;
    default:
      return null;
  }
}

function harmless(value: unknown): { value?: string } {
  return typeof value === 'string' && HARMLESS.test(value) ? { value } : {};
}

function faultOf(error: ErrorObject, found: unknown, strangers: readonly string[]): Fault | null {
  const definition = definitionOf(error);
  const pointer = error.instancePath;
  switch (error.keyword) {
    case 'required':
      return missing(
        join(pointer, error.params.missingProperty),
        definition,
        error.params.missingProperty,
        strangers,
      );
    case 'type': {
      const expected = [error.params.type].flat().join(' or ');
      const message = `${pointer || 'the body'} is ${describeValue(found)}, expected ${expected}`;
      const suggestion = typeSuggestion(found, expected);
      return {
        pointer,
        message,
        expected,
        found: describeValue(found),
        definition,
        kind: 'type',
        ...suggestion,
      };
    }
    case 'const':
      return wrongValue(pointer, definition, found, [error.params.allowedValue]);
    case 'enum':
      return wrongValue(pointer, definition, found, error.params.allowedValues);
    case 'discriminator': {
      const tag = valueAt(found, `/${error.params.tag}`);
      // A missing tag is reported by `required`.
      if (tag === undefined) return null;
      const at = join(pointer, error.params.tag);
      const message = `${at} is ${describeValue(tag)}, expected string`;
      return {
        pointer: at,
        message,
        expected: 'string',
        found: describeValue(tag),
        definition,
        kind: 'type',
      };
    }
    default:
      // `if` only repeats what its branch has said.
      return null;
  }
}

function missing(pointer: string, definition: string, name: string, strangers: readonly string[]): Fault {
  const guess = strangers.find((stranger) => didYouMean(stranger, [name]) !== '');
  return {
    pointer,
    message: `missing ${pointer}, which ${definition} requires`,
    expected: `"${name}"`,
    found: 'nothing',
    definition,
    kind: 'missing',
    ...(guess !== undefined && { suggestion: `there is an unknown "${guess}": was "${name}" meant?` }),
  };
}

function wrongValue(pointer: string, definition: string, found: unknown, allowed: readonly unknown[]): Fault {
  const expected = allowed.map((value) => JSON.stringify(value)).join(' or ');
  const message = `${pointer || 'the body'} is ${describeValue(found)}, expected ${expected}`;
  const guess = typeof found === 'string' ? didYouMean(found, allowed.map(String)) : '';
  return {
    pointer,
    message,
    expected,
    found: describeValue(found),
    definition,
    kind: 'value',
    ...(guess !== '' && { suggestion: guess.replace(/^, /, '') }),
  };
}

function typeSuggestion(found: unknown, expected: string): { suggestion?: string } {
  if (found === null) return { suggestion: 'leave the field out where it has no value' };
  if (
    typeof found === 'string' &&
    expected === 'number' &&
    found.trim() !== '' &&
    Number.isFinite(Number(found))
  ) {
    return { suggestion: `send the number ${clip(found)} without quotes` };
  }
  return {};
}

function definitionOf(error: ErrorObject): string {
  return error.schemaPath.slice(0, error.schemaPath.indexOf('/'));
}

function join(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
