/**
 * What the documents say about each field of a value, read straight from the corrected definitions: an
 * oracle for the mutations that shares nothing with the compiled validators but their source.
 */
import { readFileSync } from 'node:fs';
import { correctedFor } from '../../src/checks/schema/build/files.ts';
import { readOverlay } from '../../src/checks/schema/build/overlay.ts';
import {
  type Definitions,
  definitionOf,
  type JsonType,
  nameOfRef,
  type SchemaNode,
} from '../../src/checks/schema/build/schema.ts';
import { events, tolerances } from '../../src/checks/schema/generated/constants.ts';
import { isObject, type JsonObject, token } from '../../src/checks/stream/json.ts';
import type { Operation } from '../../src/wire/operation.ts';

/** A member of an object somewhere in a value, with what its type says about it. */
export interface Field {
  /** JSON pointer of the member. */
  readonly pointer: string;
  readonly value: unknown;
  /** Definitions that the object around it may be of. */
  readonly owners: readonly string[];
  readonly name: string;
  /** False for a field that no type knows: anything may be in it. */
  readonly known: boolean;
  readonly required: boolean;
  /** JSON types it may have; null for any. */
  readonly types: ReadonlySet<JsonType> | null;
  /** The values it may have, where these are listed. */
  readonly values: readonly unknown[] | null;
}

interface Branch {
  readonly owner: string;
  readonly node: SchemaNode;
}

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const definitions: Definitions = (() => {
  const base = JSON.parse(read('fixtures/schemas/base.json')).definitions;
  const source = { file: 'fixtures/schemas/overlay.yaml', text: read('fixtures/schemas/overlay.yaml') };
  return correctedFor(
    'answers',
    base,
    readOverlay(source, JSON.parse(read('fixtures/schemas/overlay.schema.json')), base),
  );
})();

const ROOTS: Partial<Record<Operation, string>> = {
  'chat.create': 'ChatCompletion',
  'responses.create': 'Response',
  'responses.retrieve': 'Response',
  'responses.cancel': 'Response',
  'responses.delete': 'ResponseDeleted',
  'responses.input-items': 'ResponseItemList',
  'responses.compact': 'CompactedResponse',
  'files.create': 'FileObject',
  'files.retrieve': 'FileObject',
  'files.list': 'FileList',
  'files.delete': 'FileDeleted',
  'models.list': 'ModelList',
  'models.retrieve': 'Model',
};

/** The type of an answer that is no stream; undefined for an operation without one. */
export function answerType(operation: Operation): string | undefined {
  return ROOTS[operation];
}

/** The type of an event; undefined for one that no document knows. */
export function eventType(operation: Operation, json: JsonObject): string | undefined {
  if (operation === 'chat.create') return 'ChatCompletionChunk';
  return typeof json.type === 'string' && Object.hasOwn(events, json.type) ? events[json.type] : undefined;
}

/** Every member of every object in a value, as far as the documents describe it. */
export function fieldsOf(value: unknown, type: string): Field[] {
  const fields: Field[] = [];
  visit(value, branchesOf(definitionOf(definitions, type), type), '', fields);
  return fields;
}

function visit(value: unknown, branches: readonly Branch[] | null, at: string, fields: Field[]): void {
  if (branches === null) return;
  if (Array.isArray(value)) {
    const items = branches.flatMap(({ node }) => (node.items === undefined ? [] : [node.items]));
    const inner = items.length === 0 ? null : unionOf(items.map((node) => branchesOf(node, '')));
    for (const [index, item] of value.entries()) visit(item, inner, `${at}/${index}`, fields);
  } else if (isObject(value)) {
    const fitting = branches.filter(({ node }) => node.type === 'object' && fits(node, value));
    if (fitting.length > 0) visitMembers(value, fitting, at, fields);
  }
}

function visitMembers(value: JsonObject, fitting: readonly Branch[], at: string, fields: Field[]): void {
  for (const [name, member] of Object.entries(value)) {
    const nodes = fitting.flatMap(({ node }) => memberOf(node, name) ?? []);
    const inner = nodes.length === 0 ? null : unionOf(nodes.map((node) => branchesOf(node, '')));
    const pointer = `${at}/${token(name)}`;
    fields.push({
      pointer,
      value: member,
      owners: fitting.map(({ owner }) => owner),
      name,
      known: nodes.length > 0,
      required: fitting.every(({ node }) => node.required?.includes(name) === true),
      types: inner === null ? null : new Set(inner.flatMap(({ node }) => typesOf(node))),
      values: inner === null ? null : valuesOf(inner),
    });
    visit(member, inner, pointer, fields);
  }
}

function memberOf(node: SchemaNode, name: string): SchemaNode | undefined {
  const own = node.properties?.[name];
  if (own !== undefined) return own;
  return typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
}

/** Tags decide between the branches of a union; a value without the tag may be of any. */
function fits(node: SchemaNode, value: JsonObject): boolean {
  return ['type', 'object', 'role'].every((tag) => {
    const property = node.properties?.[tag];
    const allowed =
      property?.enum ?? (property !== undefined && 'const' in property ? [property.const] : null);
    return allowed === null || !(tag in value) || allowed.includes(value[tag]);
  });
}

/** The alternatives of a node without references and unions; null where it accepts anything. */
function branchesOf(node: SchemaNode, owner: string): readonly Branch[] | null {
  if (node.$ref !== undefined) {
    const name = nameOfRef(node.$ref);
    return branchesOf(definitionOf(definitions, name), name);
  }
  if (node.anyOf !== undefined) return unionOf(node.anyOf.map((branch) => branchesOf(branch, owner)));
  if (node.type === undefined && node.const === undefined && node.enum === undefined) return null;
  const types = typesOf(node);
  return types.map((type) => ({ owner, node: { ...node, type } }));
}

function unionOf(all: readonly (readonly Branch[] | null)[]): readonly Branch[] | null {
  return all.some((part) => part === null) ? null : all.flatMap((part) => part ?? []);
}

function typesOf(node: SchemaNode): readonly JsonType[] {
  if (typeof node.type === 'string') return [node.type];
  if (node.type !== undefined) return node.type;
  return (node.enum ?? [node.const]).map(jsonType);
}

function valuesOf(branches: readonly Branch[]): readonly unknown[] | null {
  const lists = branches.map(({ node }) => node.enum ?? ('const' in node ? [node.const] : null));
  return lists.some((list) => list === null) ? null : lists.flatMap((list) => list ?? []);
}

export function jsonType(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'object';
}

/** True where an erratum of the overlay lets this host, or an answer of that age, leave the field out or say `value`. */
export function isTolerated(
  field: Field,
  value: unknown,
  hostKind: 'azure' | 'openai' | 'other',
  created: number | null,
): boolean {
  return tolerances.some(
    (tolerance) =>
      field.owners.includes(tolerance.definition) &&
      tolerance.property === field.name &&
      (tolerance.hosts.length === 0 || tolerance.hosts.includes(hostKind)) &&
      (tolerance.before === undefined ||
        (created !== null && created < Date.parse(tolerance.before) / 1000)) &&
      (value === undefined ? tolerance.missing : tolerance.values.includes(value)),
  );
}
