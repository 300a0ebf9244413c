/**
 * A value for a JSON Schema, taken from the prompt where the prompt names one: places and quoted words
 * for strings, figures for numbers, the mentioned member of an enum. Deterministic, and valid against
 * every schema that `strict` function calling accepts.
 */
import { elements, isJsonObject, type Json, type JsonObject, member } from '../json.ts';

/** What a prompt offers to fill a schema with. */
export interface Material {
  readonly text: string;
  /** Quoted words, then names, in the order of the text. */
  readonly names: readonly string[];
  readonly numbers: readonly number[];
}

const DEPTH = 12;
/** Words that start a sentence or a question and name nothing. */
const NOT_NAMES =
  /^(?:what|who|where|when|why|how|which|is|are|do|does|did|can|could|would|will|please|use|call|get|find|tell|give|the|a|an|i|in|it|my|search|look|roll|then|and|also|extract|return|answer|reply|say|respond|using|with|for|json|celsius|fahrenheit|create|make|write|list)$/i;

const WEEKDAY = /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/;

export function materialOf(text: string): Material {
  const quoted = [...text.matchAll(/"([^"]+)"|“([^”]+)”|'([^'\n]+)'(?!\p{L})/gu)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
  const capitalised = [
    ...text.matchAll(/\p{Lu}[\p{L}'’-]*(?: (?:de |la |of )?\p{Lu}[\p{L}'’-]*)*(?:, [A-Z]{2}\b)?/gu),
  ]
    .map((match) => ({
      name: withoutOpening(match[0].replace(/['’]s$/, '')),
      opening: opensSentence(text, match.index, match[0]),
    }))
    .filter(({ name }) => name !== '' && !NOT_NAMES.test(name));
  const inside = capitalised.filter(({ opening }) => !opening);
  const named = (inside.length > 0 ? inside : capitalised).map(({ name }) => name);
  const numbers = [...text.matchAll(/(?<![\p{L}\d.])-?\d+(?:\.\d+)?/gu)].map((match) => Number(match[0]));
  return { text, names: [...quoted, ...named.filter((name) => !quoted.includes(name))], numbers };
}

/** `Weather` in `Weather in Oslo` is capital only by its place; `Alice` in `Alice and Bob` is a name. */
function opensSentence(text: string, at: number, name: string): boolean {
  const starts = at === 0 || /[.?!:\n]\s*$/.test(text.slice(Math.max(0, at - 3), at));
  return (
    starts &&
    !name.includes(' ') &&
    !/^(?:,| and\b| or\b)/.test(text.slice(at + name.length, at + name.length + 4))
  );
}

/** `What Paris` is no place: leading words that name nothing fall off. */
function withoutOpening(name: string): string {
  const words = name.split(' ');
  while (words.length > 0 && NOT_NAMES.test(words[0] ?? '')) words.shift();
  return words.join(' ');
}

/** A value that satisfies `schema`; `name` is the key it stands under. */
export function valueFor(schema: Json | undefined, material: Material, name = ''): Json {
  return new Filler(isJsonObject(schema) ? schema : {}, material).fill(schema, name, 0);
}

class Filler {
  readonly #root: JsonObject;
  readonly #material: Material;
  #nextNumber = 0;
  #nextName = 0;

  constructor(root: JsonObject, material: Material) {
    this.#root = root;
    this.#material = material;
  }

  fill(given: Json | undefined, name: string, depth: number): Json {
    const schema = this.#resolve(given);
    const constant = member(schema, 'const');
    if (constant !== undefined) return constant;
    const choices = elements(member(schema, 'enum'));
    if (choices.length > 0) return this.#choose(choices);
    const branches = [...elements(member(schema, 'anyOf')), ...elements(member(schema, 'oneOf'))];
    if (branches.length > 0) return this.fill(this.#branch(branches, depth), name, depth + 1);
    switch (typeOf(schema, depth)) {
      case 'object':
        return this.#object(schema, depth);
      case 'array':
        return this.#array(schema, name, depth);
      case 'string':
        return this.#string(schema, name);
      case 'integer':
        return bounded(Math.round(this.#number() ?? 1), schema, true);
      case 'number':
        return bounded(this.#number() ?? 1, schema, false);
      case 'boolean':
        return !/\b(?:no|not|without|false)\b/i.test(this.#material.text);
      default:
        return null;
    }
  }

  #resolve(schema: Json | undefined): JsonObject {
    let current = isJsonObject(schema) ? schema : {};
    for (let hops = 0; hops < DEPTH; hops++) {
      const reference = member(current, '$ref');
      if (typeof reference !== 'string') break;
      const path = reference.split('/').slice(1);
      let target: Json | undefined = this.#root;
      for (const key of path) target = member(target, key);
      current = isJsonObject(target) ? target : {};
    }
    return current;
  }

  /** The first branch that is not null; when nested deep, null if it is on offer, so that recursion ends. */
  #branch(branches: readonly Json[], depth: number): Json | undefined {
    const isNull = (branch: Json) => member(this.#resolve(branch), 'type') === 'null';
    return depth > DEPTH / 2
      ? (branches.find(isNull) ?? branches[0])
      : (branches.find((branch) => !isNull(branch)) ?? branches[0]);
  }

  #choose(choices: readonly Json[]): Json {
    const text = this.#material.text.toLowerCase();
    return (
      choices.find((choice) => typeof choice === 'string' && text.includes(choice.toLowerCase())) ??
      choices[0] ??
      null
    );
  }

  #object(schema: JsonObject, depth: number): JsonObject {
    const properties = member(schema, 'properties');
    const required = elements(member(schema, 'required'));
    if (!isJsonObject(properties)) return {};
    const entries = Object.entries(properties)
      .filter(([key]) => required.includes(key) || depth === 0)
      .map(([key, value]): [string, Json] => [key, this.fill(value, key, depth + 1)]);
    return Object.fromEntries(entries);
  }

  #array(schema: JsonObject, name: string, depth: number): Json {
    const least = numberIn(schema, 'minItems') ?? 0;
    const most = numberIn(schema, 'maxItems') ?? Number.POSITIVE_INFINITY;
    const items = member(schema, 'items');
    const listed =
      typeOf(this.#resolve(items), depth) === 'string' ? this.#material.names.length - this.#nextName : 1;
    const wanted = depth > DEPTH / 2 ? least : Math.max(least, Math.min(most, Math.max(1, listed), 8));
    return Array.from({ length: wanted }, () => this.fill(items, name, depth + 1));
  }

  #string(schema: JsonObject, name: string): string {
    const about = `${name} ${String(member(schema, 'description') ?? '')}`.toLowerCase();
    const text = this.#text(String(member(schema, 'format') ?? ''), about);
    // JSON Schema counts code points, not UTF-16 units.
    const points = [...text].slice(0, numberIn(schema, 'maxLength') ?? 500);
    const missing = (numberIn(schema, 'minLength') ?? 0) - points.length;
    return points.join('') + '.'.repeat(Math.max(0, missing));
  }

  #text(format: string, about: string): string {
    const { text, names } = this.#material;
    const date = text.match(/\d{4}-\d{2}-\d{2}/)?.[0] ?? '2026-11-01';
    switch (format) {
      case 'date':
        return date;
      case 'date-time':
        return `${date}T00:00:00Z`;
      case 'time':
        return '00:00:00Z';
      case 'email':
        return text.match(/[\w.+-]+@[\w-]+\.[\w.]+/)?.[0] ?? 'nobody@reference.invalid';
      case 'uuid':
        return '00000000-0000-4000-8000-000000000000';
      case 'uri':
        return text.match(/https?:\/\/\S+/)?.[0] ?? 'https://reference.invalid/';
      default:
        if (/\bdate\b|\bday\b/.test(about)) return text.match(WEEKDAY)?.[0] ?? date;
        if (/dic?e|roll/.test(about))
          return text.match(/\d*d\d+(?:\s*[+-]\s*\d+)?/i)?.[0].replaceAll(/\s/g, '') ?? '1d6';
        if (/quer(?:y|ies)|question|search/.test(about)) return names[0] ?? text;
        return names[this.#nextName++] ?? names.at(-1) ?? text;
    }
  }

  #number(): number | undefined {
    const { numbers } = this.#material;
    return numbers[this.#nextNumber++] ?? numbers.at(-1);
  }
}

function typeOf(schema: JsonObject, depth: number): string {
  const type = member(schema, 'type');
  if (typeof type === 'string') return type;
  const types = elements(type).filter((entry) => typeof entry === 'string');
  if (types.length > 0) {
    const first =
      depth > DEPTH / 2 && types.includes('null') ? 'null' : types.find((entry) => entry !== 'null');
    return String(first ?? 'null');
  }
  if (member(schema, 'properties') !== undefined) return 'object';
  return member(schema, 'items') === undefined ? 'string' : 'array';
}

function bounded(value: number, schema: JsonObject, whole: boolean): number {
  const step = numberIn(schema, 'multipleOf') ?? (whole ? 1 : 0);
  const nudge = step > 0 ? step : 0.5;
  const least = numberIn(schema, 'minimum') ?? plus(numberIn(schema, 'exclusiveMinimum'), nudge);
  const most = numberIn(schema, 'maximum') ?? plus(numberIn(schema, 'exclusiveMaximum'), -nudge);
  const clamped = Math.min(Math.max(value, least ?? value), most ?? Math.max(value, least ?? value));
  if (step <= 0) return clamped;
  const stepped = Math.round(clamped / step) * step;
  if (least !== undefined && stepped < least) return Math.ceil(least / step) * step;
  if (most !== undefined && stepped > most) return Math.floor(most / step) * step;
  return stepped;
}

function plus(value: number | undefined, amount: number): number | undefined {
  return value === undefined ? undefined : value + amount;
}

function numberIn(schema: JsonObject, key: string): number | undefined {
  const value = member(schema, key);
  return typeof value === 'number' ? value : undefined;
}
