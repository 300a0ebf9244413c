/**
 * The part of JSON Schema (draft-07) that the generator emits from TypeScript types. Every other
 * keyword in the base is a defect of the generation and is refused, so that nothing is ignored.
 */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  // The following appear only in dispatch form.
  readonly oneOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly discriminator?: { readonly propertyName: string };
  readonly if?: SchemaNode;
  readonly then?: SchemaNode;
  readonly else?: SchemaNode;
  readonly ofObject?: SchemaNode;
  readonly ofArray?: SchemaNode;
  readonly ofString?: SchemaNode;
  readonly ofNumber?: SchemaNode;
  readonly ofBoolean?: SchemaNode;
}

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/**
 * Our own keywords of the dispatch form: what holds of values of one type. `if` and `then` say the same, but ajv
 * makes an error for every value that is of another type, to drop it, and one more for what `then` has said.
 */
export const OF_TYPE = {
  object: 'ofObject',
  array: 'ofArray',
  string: 'ofString',
  number: 'ofNumber',
  boolean: 'ofBoolean',
} as const satisfies Partial<Record<JsonType, keyof SchemaNode>>;

/** Definitions by their TypeScript name, e.g. `ChatCompletion.Choice`. */
export type Definitions = Readonly<Record<string, SchemaNode>>;

const REF = '#/definitions/';

/** Reference to a definition; names are percent-encoded as the URI fragment demands. */
export function refTo(name: string): SchemaNode {
  return { $ref: REF + encodeURIComponent(name) };
}

/** Name of the definition that a reference points to. Throws on any other reference. */
export function nameOfRef(ref: string): string {
  if (!ref.startsWith(REF)) throw new Error(`reference outside the definitions: ${ref}`);
  return decodeURIComponent(ref.slice(REF.length));
}

/** The definition of that name. Throws when there is none. */
export function definitionOf(definitions: Definitions, name: string): SchemaNode {
  const found = definitions[name];
  if (found === undefined) throw new Error(`no definition named ${name}`);
  return found;
}
