/**
 * Data files: YAML or JSON, validated by a JSON Schema, with every problem placed at
 * file:line:column. The only place that knows how a position in the text is found.
 *
 *   const models = parseDocument<ModelsFile>({ file, text }, schema);
 */
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { type Document, isNode, LineCounter, parseDocument as parseYaml, visit, type YAMLError } from 'yaml';
import { ConfigurationFailure, formatPlace, type Place } from '../failure.ts';
import { didYouMean } from '../suggest.ts';

export interface DocumentSource {
  /** Path shown in messages. */
  readonly file: string;
  readonly text: string;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Problem {
  readonly place: Place;
  readonly message: string;
}

/** Aliases that a document may expand; a "billion laughs" document fails instead of filling the memory. */
const MAX_ALIASES = 100;
/** Bytes; a data file beyond this is a mistake. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Problems listed in one message; the rest are counted. */
const MAX_LISTED = 12;

/** A parsed document that can still say where each of its values stands. */
export interface ParsedDocument<T> {
  readonly value: T;
  placeOf(pointer: string): Place;
  /** Throws one ConfigurationFailure that lists all problems. */
  reject(problems: readonly { readonly pointer: string; readonly message: string }[]): never;
}

/** Parse and validate. Throws ConfigurationFailure that lists every problem with its place. */
export function parseDocument<T>(source: DocumentSource, schema: JsonSchema): ParsedDocument<T> {
  const { document, lines } = readYaml(source);
  const placeOf = (pointer: string) => locate(source.file, document, lines, pointer);
  const reject = (problems: readonly { pointer: string; message: string }[]): never => {
    throw failureOf(problems.map(({ pointer, message }) => ({ place: placeOf(pointer), message })));
  };
  const value: unknown = toPlain(source, document, lines);
  const validate = compile(schema);
  if (!validate(value)) reject(explain(validate.errors ?? []));
  return { value: value as T, placeOf, reject };
}

function readYaml(source: DocumentSource) {
  if (Buffer.byteLength(source.text) > MAX_BYTES) {
    throw new ConfigurationFailure(`the file is larger than ${MAX_BYTES / 1024 / 1024} MB`, {
      place: { file: source.file },
      remedy: 'Data files are small; check that this is the right file.',
    });
  }
  const lines = new LineCounter();
  const document = parseText(source, lines);
  if (document.errors.length > 0) {
    throw failureOf(
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return {
          place: { file: source.file, line, column: col },
          message: syntaxSentence(error, source.text),
        };
      }),
    );
  }
  return { document, lines };
}

function parseText(source: DocumentSource, lines: LineCounter): Document.Parsed {
  const document = parseYaml(source.text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    stringKeys: true,
  });
  // The parser is recursive and reports the end of its stack among a thousand errors that follow from it.
  if (document.errors.some((error) => error.code === 'RESOURCE_EXHAUSTION')) throw tooDeep(source);
  return document;
}

function tooDeep(source: DocumentSource): ConfigurationFailure {
  return new ConfigurationFailure('the document is nested too deeply', {
    place: { file: source.file },
    remedy: 'Data files are a few levels deep; check that this is the right file.',
  });
}

function syntaxSentence(error: YAMLError, text: string): string {
  if (error.code === 'MULTIPLE_DOCS') return 'a second document (---) begins here; a file holds one';
  if (error.code !== 'DUPLICATE_KEY') return error.message;
  const key = /^["']?([\w@./-]+)/.exec(text.slice(error.pos[0]))?.[1];
  return key === undefined ? 'a key appears twice' : `key "${clip(key)}" appears twice`;
}

function toPlain(source: DocumentSource, document: Document.Parsed, lines: LineCounter): unknown {
  const wrong = wrongAlias(document);
  if (wrong !== undefined) {
    const { line, col } = lines.linePos(wrong.offset);
    throw new ConfigurationFailure(wrong.message, { place: { file: source.file, line, column: col } });
  }
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooDeep(source);
    throw new ConfigurationFailure('too many aliases', {
      place: { file: source.file },
      remedy: `A document may expand at most ${MAX_ALIASES} aliases; write the values out.`,
      cause,
    });
  }
}

/** An alias without an anchor before it, or inside the very value it stands for: data has no end there. */
function wrongAlias(document: Document.Parsed): { message: string; offset: number } | undefined {
  let wrong: { message: string; offset: number } | undefined;
  visit(document, {
    Alias(_, alias, ancestors) {
      const anchored = alias.resolve(document);
      if (anchored !== undefined && !ancestors.includes(anchored)) return undefined;
      const name = clip(alias.source);
      const message =
        anchored === undefined
          ? `no anchor "&${name}" stands before the alias`
          : `the alias "*${name}" stands inside the value it repeats`;
      wrong = { message, offset: alias.range?.[0] ?? 0 };
      return visit.BREAK;
    },
  });
  return wrong;
}

const compiled = new WeakMap<JsonSchema, ReturnType<Ajv2020['compile']>>();

function compile(schema: JsonSchema) {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    const ajv = new Ajv2020({
      allErrors: true,
      strict: true,
      // `required` inside `then` names properties of the schema around it, which strictRequired cannot see.
      strictRequired: false,
      strictTypes: false,
      verbose: true,
      formats: { date: fullFormats.date, 'date-time': fullFormats['date-time'], uri: fullFormats.uri },
    });
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate;
}

function locate(file: string, document: Document.Parsed, lines: LineCounter, pointer: string): Place {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (let depth = path.length; depth >= 0; depth--) {
    const keys = path.slice(0, depth);
    const node = depth === 0 ? document.contents : (keyNode(document, keys) ?? document.getIn(keys, true));
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return pointer === '' ? { file, line, column: col } : { file, line, column: col, pointer };
    }
  }
  return { file, pointer };
}

/** The node of the key itself, so that an unknown key is underlined rather than its value. */
function keyNode(document: Document.Parsed, path: readonly string[]): unknown {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const items: unknown =
    typeof parent === 'object' && parent !== null && 'items' in parent ? parent.items : [];
  if (!Array.isArray(items)) return undefined;
  for (const item of items) {
    const key: unknown = item?.key;
    if (isNode(key) && 'value' in key && String(key.value) === path.at(-1)) return key;
  }
  return undefined;
}

/** Keywords that only say that something inside them failed; the inner error says what. */
const WRAPPERS = new Set(['oneOf', 'anyOf', 'if', 'propertyNames']);

function explain(errors: readonly ErrorObject[]): { pointer: string; message: string }[] {
  const inner = errors.filter((error) => !WRAPPERS.has(error.keyword));
  const problems = (inner.length > 0 ? inner : errors).map((error) => ({
    pointer: pointerOf(error),
    message: sentence(error),
  }));
  const seen = new Set<string>();
  return problems.filter(({ pointer, message }) => {
    const key = `${pointer} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

function pointerOf(error: ErrorObject): string {
  const extra: unknown =
    error.params.additionalProperty ?? error.params.unevaluatedProperty ?? error.propertyName;
  if (typeof extra !== 'string') return error.instancePath;
  return `${error.instancePath}/${extra.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function sentence(error: ErrorObject): string {
  const found =
    typeof error.data === 'string' ? `"${clip(error.data)}"` : clip(JSON.stringify(error.data) ?? 'nothing');
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const key = String(error.params.additionalProperty ?? error.params.unevaluatedProperty);
      const known = Object.keys(error.parentSchema?.properties ?? {});
      return `unknown key "${clip(key)}"${didYouMean(key, known) || (known.length > 0 ? `; known keys: ${known.join(', ')}` : '')}`;
    }
    case 'required':
      return `key "${error.params.missingProperty}" is missing`;
    case 'enum': {
      const allowed = error.params.allowedValues.map(String);
      const guess = typeof error.data === 'string' ? didYouMean(error.data, allowed) : '';
      return `${found} is not one of ${allowed.join(', ')}${guess}`;
    }
    case 'type':
      return `expected ${[error.params.type].flat().join(' or ')}, found ${found}${unitFor(error)}`;
    case 'const':
      return `expected ${JSON.stringify(error.params.allowedValue)}, found ${found}`;
    case 'format':
      return `${found} is not a valid ${error.params.format}${descriptionOf(error)}`;
    case 'pattern':
      return `${found} does not match ${error.params.pattern}${unitFor(error) || descriptionOf(error)}`;
    default:
      return `${error.message ?? 'is not valid'}, found ${found}`;
  }
}

/** A bare number where a duration is due: `; write 120s`. */
function unitFor({ data, parentSchema }: ErrorObject): string {
  const pattern: unknown = parentSchema?.pattern;
  if (typeof pattern !== 'string' || !/^\d+$/.test(String(data))) return '';
  const fits = (text: string) => new RegExp(pattern, 'u').test(text);
  return fits(`${data}s`) && !fits(String(data)) ? `; write ${data}s` : '';
}

function descriptionOf(error: ErrorObject): string {
  const description: unknown = error.parentSchema?.description;
  return typeof description === 'string' ? ` (${description})` : '';
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function failureOf(unordered: readonly Problem[]): ConfigurationFailure {
  const problems = [...unordered].sort(
    (a, b) => (a.place.line ?? 0) - (b.place.line ?? 0) || (a.place.column ?? 0) - (b.place.column ?? 0),
  );
  const [first] = problems;
  if (first === undefined) return new ConfigurationFailure('the document is not valid');
  if (problems.length === 1) return new ConfigurationFailure(first.message, { place: first.place });
  const listed = problems
    .slice(0, MAX_LISTED)
    .map(({ place, message }) => `${formatPlace(place)}: ${message}`);
  if (problems.length > MAX_LISTED) listed.push(`… and ${problems.length - MAX_LISTED} more`);
  return new ConfigurationFailure(`${problems.length} problems\n${listed.join('\n')}`, {
    place: first.place.file === undefined ? {} : { file: first.place.file },
  });
}
