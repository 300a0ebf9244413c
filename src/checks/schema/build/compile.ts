/** Compiles definitions in dispatch form with ajv: to a function, or to the source of an ES module. */
import { Ajv, type JSONType, type Options, type ValidateFunction } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { type Definitions, nameOfRef, OF_TYPE, refTo } from './schema.ts';
import { shortened } from './shorten.ts';

const OPTIONS = {
  allErrors: true,
  discriminator: true,
  inlineRefs: false,
  messages: false,
  // The base is our own output; dispatch form guards keywords by `if`, which strict mode dislikes.
  strict: false,
  validateFormats: false,
  validateSchema: false,
} as const;

function newAjv(code: NonNullable<Options['code']>): Ajv {
  const ajv = new Ajv({ ...OPTIONS, code });
  for (const [type, keyword] of Object.entries(OF_TYPE)) {
    // ajv asks for the type before it comes to a keyword that has one.
    ajv.addKeyword({
      keyword,
      type: type as JSONType,
      schemaType: 'object',
      code: (context) => {
        const valid = context.gen.name('valid');
        context.subschema({ keyword }, valid);
        context.ok(valid);
      },
    });
  }
  return ajv;
}

/** A validator of one definition, compiled now: for tests. Running code uses the generated modules. */
export function compileDefinition(definitions: Definitions, name: string): ValidateFunction {
  const nameOf = namesBySchema(definitions);
  const process = (code: string, env?: { readonly schema: unknown }) =>
    withDefinition(code, nameOf.get(env?.schema));
  return newAjv({ process }).compile({ definitions, ...refTo(name) });
}

/**
 * Source of an ES module `export function load()`, which returns the validators by definition name.
 * They stand inside the function, so that importing the module parses but builds nothing, and the
 * module has no import of its own, so that any bundler can take it.
 */
export function compileModule(definitions: Definitions, names: readonly string[]): string {
  const nameOf = namesBySchema(definitions);
  const definitionOfFunction = new Map<string, string | undefined>();
  const process = (code: string, env?: { readonly schema: unknown }) => {
    const own = /return function (\w+)/.exec(code)?.[1] ?? '';
    definitionOfFunction.set(own, nameOf.get(env?.schema));
    return code;
  };
  const ajv = newAjv({ source: true, esm: true, lines: true, process });
  ajv.addSchema({ definitions, $id: 'base' });
  const ids = names.map((name, index) => {
    ajv.addSchema({ $id: `v${index}`, $ref: `base${refTo(name).$ref}` });
    return `v${index}`;
  });
  const generate = typeof standalone === 'function' ? standalone : standalone.default;
  const code = generate(ajv, Object.fromEntries(ids.map((id) => [id, id])));
  if (/\brequire\(|^import /m.test(code)) throw new Error('the validators need a run-time import');
  const functions = new Map(
    [...code.matchAll(/^export const (v\d+) = (\w+);$/gm)].map(([, id, name]) => [id, name]),
  );
  const table = names.map((name, index) => `${JSON.stringify(name)}: ${functions.get(`v${index}`)}`);
  const parts = withoutUnusedSchemas(
    shortened(code.replace('"use strict";', '').replaceAll(/^export const v\d+ = \w+;$/gm, '')),
  ).split(/^(?=function \w+\()/m);
  const body = parts.map((part) =>
    withDefinition(part, definitionOfFunction.get(/^function (\w+)/.exec(part)?.[1] ?? '')),
  );
  return `export function load() {\n${body.join('')}\nreturn { ${table.join(', ')} };\n}\n`;
}

function namesBySchema(definitions: Definitions): Map<unknown, string> {
  return new Map(Object.entries(definitions).map(([name, node]) => [node, name]));
}

/**
 * ajv writes `#/properties/…` in the errors of every definition. With the definition's name in place of
 * the `#`, an error says which rule of which type was broken.
 */
function withDefinition(code: string, name: string | undefined): string {
  return name === undefined ? code : code.replaceAll('schemaPath:"#/', `schemaPath:"${name}/`);
}

/** ajv keeps every schema beside its function; most are read by nobody. */
function withoutUnusedSchemas(code: string): string {
  const uses = new Map<string, number>();
  for (const [name] of code.matchAll(/\bschema\d+\b/g)) uses.set(name, (uses.get(name) ?? 0) + 1);
  return code.replaceAll(/^const (schema\d+) = .*$/gm, (line, name) =>
    (uses.get(name) ?? 0) > 1 ? line : '',
  );
}

/** Names of the definitions that can be reached from `names`, themselves included, sorted. */
export function reachable(definitions: Definitions, names: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === '$ref' && typeof value === 'string') enter(nameOfRef(value));
      else visit(value);
    }
  };
  const enter = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    visit(definitions[name]);
  };
  names.forEach(enter);
  return [...seen].sort();
}
