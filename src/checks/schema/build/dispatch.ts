/**
 * Rewrites unions so that a value is sent to one branch before it is validated: by its JSON type,
 * then by the constant of a tag (`type`, `object`, `role`, …). A plain `anyOf` answers a wrong value with the
 * errors of every branch (59 for one stream event, facts/engineering.md 2d); after this rewriting no
 * `anyOf` is left, so one cause gives one error, and that error names one branch.
 *
 * Objects of a union that no tag tells apart (only in request types) are merged into their common
 * shape: all properties, only the requirements they share. That is looser, never wrong.
 */
import {
  type Definitions,
  definitionOf,
  type JsonType,
  nameOfRef,
  OF_TYPE,
  type SchemaNode,
} from './schema.ts';

const TAGS = ['type', 'object', 'role'] as const;

/** Every definition in dispatch form. Pure. */
export function toDispatchForm(definitions: Definitions): Definitions {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, node]) => [name, dispatched(node, definitions)]),
  );
}

function dispatched(node: SchemaNode, definitions: Definitions): SchemaNode {
  if (node.anyOf !== undefined) return union(node.anyOf, definitions);
  if (Array.isArray(node.type) && node.properties !== undefined) {
    return union(
      node.type.map((type) => ({ ...node, type })),
      definitions,
    );
  }
  return {
    ...node,
    ...(node.properties && {
      properties: mapValues(node.properties, (child) => dispatched(child, definitions)),
    }),
    ...(node.items && { items: dispatched(node.items, definitions) }),
    ...(typeof node.additionalProperties === 'object' && {
      additionalProperties: dispatched(node.additionalProperties, definitions),
    }),
  };
}

/** One alternative of a union, seen through its references. */
interface Branch {
  readonly type: JsonType;
  /** Without `$ref` and `anyOf` at the top. */
  readonly shape: SchemaNode;
  /** How the union wrote it: a reference where it was one. */
  readonly written: SchemaNode;
}

/** Flattened branches, or null when one of them accepts anything. */
function branchesOf(node: SchemaNode, definitions: Definitions, written = node): Branch[] | null {
  if (node.$ref !== undefined) {
    return branchesOf(definitionOf(definitions, nameOfRef(node.$ref)), definitions, node);
  }
  if (node.anyOf !== undefined) {
    const all = node.anyOf.map((branch) => branchesOf(branch, definitions));
    return all.some((part) => part === null) ? null : all.flatMap((part) => part ?? []);
  }
  const types = typesOf(node);
  if (types === null) return null;
  return types.map((type) => ({
    type,
    shape: { ...node, type },
    written: types.length === 1 ? written : { ...node, type },
  }));
}

function typesOf(node: SchemaNode): readonly JsonType[] | null {
  if (node.type !== undefined) return typeof node.type === 'string' ? [node.type] : node.type;
  const values = node.enum ?? ('const' in node ? [node.const] : null);
  return values === null ? null : [...new Set(values.map(typeOfValue))];
}

function typeOfValue(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  if (type === 'string' || type === 'number' || type === 'boolean' || type === 'object') return type;
  throw new Error(`no JSON type for ${type}`);
}

function union(branches: readonly SchemaNode[], definitions: Definitions): SchemaNode {
  const [only] = branches;
  if (only !== undefined && branches.length === 1) return dispatched(only, definitions);
  const all = branchesOf({ anyOf: branches }, definitions);
  if (all === null) return {};
  const flat = [
    ...new Map(all.map((branch) => [JSON.stringify([branch.type, branch.written]), branch])).values(),
  ];
  const types = [...new Set(flat.map((branch) => branch.type))].sort();
  const [type] = types;
  if (types.length === 1 && type !== undefined) return ofOneType(type, flat, branches, definitions);
  const guarded = types.flatMap((type) => {
    const inner = ofOneType(
      type,
      flat.filter((branch) => branch.type === type),
      branches,
      definitions,
    );
    const { type: _known, ...rest } = inner;
    return type === 'null' || Object.keys(rest).length === 0 ? [] : [[OF_TYPE[type], rest] as const];
  });
  return { type: types, ...Object.fromEntries(guarded) };
}

function ofOneType(
  type: JsonType,
  branches: readonly Branch[],
  written: readonly SchemaNode[],
  definitions: Definitions,
): SchemaNode {
  const [only] = branches;
  if (type === 'null' || only === undefined) return { type };
  if (branches.length === 1) return dispatched(only.written, definitions);
  if (type === 'array') return arrays(branches, definitions);
  if (type === 'object') return soleSource(branches, written, definitions) ?? objects(branches, definitions);
  return scalars(type, branches);
}

function scalars(type: JsonType, branches: readonly Branch[]): SchemaNode {
  const values: unknown[] = [];
  for (const { shape } of branches) {
    if (shape.enum !== undefined) values.push(...shape.enum.filter((value) => typeOfValue(value) === type));
    else if ('const' in shape) values.push(shape.const);
    else return { type };
  }
  return { type, enum: [...new Set(values)] };
}

function arrays(branches: readonly Branch[], definitions: Definitions): SchemaNode {
  const items = branches.map((branch) => branch.shape.items ?? {});
  return { type: 'array', items: dispatched({ anyOf: items }, definitions) };
}

/** The one written reference that all these objects come from: `Union | null` keeps the name `Union`. */
function soleSource(
  branches: readonly Branch[],
  written: readonly SchemaNode[],
  definitions: Definitions,
): SchemaNode | undefined {
  return written.find((node) => {
    if (node.$ref === undefined) return false;
    const own = branchesOf(node, definitions);
    return own?.length === branches.length && own.every((branch) => branch.type === 'object');
  });
}

function objects(branches: readonly Branch[], definitions: Definitions): SchemaNode {
  const tag = TAGS.find((name) =>
    branches.some((branch) => tagValues(branch, name).length > 0 && isRequired(branch, name)),
  );
  if (tag === undefined) return merged(branches, definitions);
  const tagged = branches.filter((branch) => tagValues(branch, tag).length > 0);
  const untagged = branches.filter((branch) => !isRequired(branch, tag));
  if (tagged.length + untagged.length < branches.length) return merged(branches, definitions);
  const groups = groupByTag(tagged, tag);
  const byTag: SchemaNode =
    groups.length === 1
      ? merged(tagged, definitions)
      : {
          type: 'object',
          discriminator: { propertyName: tag },
          required: [tag],
          oneOf: groups.map((group) => {
            const [only] = group;
            if (group.length === 1 && only !== undefined && isRequired(only, tag))
              return dispatched(only.written, definitions);
            const shape = merged(group, definitions);
            return {
              ...shape,
              properties: { ...shape.properties, [tag]: { enum: valuesOfGroup(group, tag) } },
            };
          }),
        };
  if (untagged.length === 0) return byTag;
  // A tag that may be left out (`EasyInputMessage.type`): without it only those branches are possible.
  return { type: 'object', ...conditional({ required: [tag] }, byTag, merged(untagged, definitions)) };
}

function conditional(condition: SchemaNode, then: SchemaNode, otherwise?: SchemaNode): SchemaNode {
  return { if: condition, then, ...(otherwise && { else: otherwise }) };
}

/** Branches that share a tag value stay together; the groups have no value in common. */
function groupByTag(branches: readonly Branch[], tag: string): Branch[][] {
  let groups: Branch[][] = [];
  for (const branch of branches) {
    const values = tagValues(branch, tag);
    const touching = groups.filter((group) =>
      valuesOfGroup(group, tag).some((value) => values.includes(value)),
    );
    groups = [...groups.filter((group) => !touching.includes(group)), [...touching.flat(), branch]];
  }
  return groups;
}

function valuesOfGroup(group: readonly Branch[], tag: string): unknown[] {
  return [...new Set(group.flatMap((branch) => tagValues(branch, tag)))];
}

function tagValues(branch: Branch, tag: string): unknown[] {
  const property = branch.shape.properties?.[tag];
  if (property === undefined) return [];
  if ('const' in property) return [property.const];
  return (property.enum ?? []).filter((value) => value !== null);
}

function isRequired(branch: Branch, name: string): boolean {
  return branch.shape.required?.includes(name) ?? false;
}

/** The common shape of objects that cannot be told apart. */
function merged(branches: readonly Branch[], definitions: Definitions): SchemaNode {
  const shapes = branches.map((branch) => branch.shape);
  const names = [...new Set(shapes.flatMap((shape) => Object.keys(shape.properties ?? {})))];
  const properties = names.map((name): [string, SchemaNode] => {
    const candidates = shapes.flatMap((shape) => shape.properties?.[name] ?? []);
    const different = new Map(candidates.map((node) => [JSON.stringify(node), node]));
    return [name, dispatched({ anyOf: [...different.values()] }, definitions)];
  });
  const required = names.filter((name) => branches.every((branch) => isRequired(branch, name)));
  const closed = shapes.every((shape) => shape.additionalProperties === false);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    ...(closed && { additionalProperties: false }),
  };
}

function mapValues(
  record: Readonly<Record<string, SchemaNode>>,
  change: (node: SchemaNode) => SchemaNode,
): Record<string, SchemaNode> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
