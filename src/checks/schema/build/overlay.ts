/**
 * The overlay: where real traffic is right and the generated base is wrong. Each erratum is one dated,
 * cited change; it is applied when the validators are generated, or, when it is true of some hosts only,
 * carried into the running code as a tolerance.
 */
import { type DocumentSource, type JsonSchema, parseDocument } from '../../../documents/index.ts';
import type { Tolerance } from '../tolerance.ts';
import type { Definitions, SchemaNode } from './schema.ts';

/** One entry of `fixtures/schemas/overlay.yaml`. */
export interface Erratum {
  readonly id: string;
  /** Where: the definition's name, `*` for any letters, and mostly one of its properties. */
  readonly definition: string;
  readonly property?: string;
  readonly change: Change;
  /** Where the erratum holds; without it, in requests and answers alike. */
  readonly only?: 'requests';
  readonly why: string;
  /** ISO date or month of the oldest traffic that shows it. */
  readonly first_seen: string;
  /** `repository@commit path`, a URL, or `facts: <sentence>`. */
  readonly evidence: readonly string[];
  /** A self-written value of `definition`, or a change of the reference sample of that name. */
  readonly trip: Trip;
}

export type Change =
  /** The property may be null. */
  | { readonly kind: 'nullable' }
  /** The property may be left out. */
  | { readonly kind: 'optional' }
  /** The property exists, and is optional; `schema` says what it holds. */
  | { readonly kind: 'property'; readonly schema: SchemaNode }
  /** The property, or with no property the definition, also accepts `schema`. */
  | { readonly kind: 'branch'; readonly schema: SchemaNode }
  /** The property, or with no property the definition, is `schema` instead. */
  | { readonly kind: 'replace'; readonly schema: SchemaNode }
  /** On these hosts, or before this date, and only there, the property may be left out or have one of these values. */
  | {
      readonly kind: 'tolerate';
      readonly hosts?: readonly ('azure' | 'openai' | 'other')[];
      readonly before?: string;
      readonly missing?: boolean;
      readonly values?: readonly unknown[];
    };

export interface Trip {
  /** Which of several definitions the sample is of. */
  readonly definition?: string;
  /** Reference sample to start from; without it, `value` is the whole. */
  readonly sample?: string;
  /** JSON pointer to new value; `$remove` takes the key away. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  readonly value?: unknown;
}

/** Reads the overlay. Throws ConfigurationFailure with the places of all problems. */
export function readOverlay(
  source: DocumentSource,
  schema: JsonSchema,
  base: Definitions,
): readonly Erratum[] {
  const document = parseDocument<{ errata: readonly Erratum[] }>(source, schema);
  const { errata } = document.value;
  const problems = errata.flatMap((erratum, index) => {
    const message = problemOf(erratum, errata, base);
    return message === null ? [] : [{ pointer: `/errata/${index}`, message }];
  });
  return problems.length > 0 ? document.reject(problems) : errata;
}

function problemOf(erratum: Erratum, all: readonly Erratum[], base: Definitions): string | null {
  if (all.filter(({ id }) => id === erratum.id).length > 1) return `the id "${erratum.id}" is used twice`;
  const names = definitionsOf(erratum, base);
  if (names.length === 0) return `there is no definition "${erratum.definition}"`;
  const { property, change } = erratum;
  if (property === undefined) {
    return change.kind === 'branch' || change.kind === 'replace' ? null : `"${change.kind}" needs a property`;
  }
  const known = names.filter((name) => hasProperty(base, name, property));
  if (change.kind === 'property') {
    return known.length > 0 ? `${known.join(', ')} has "${property}" already` : null;
  }
  return known.length > 0 ? null : `${erratum.definition} has no property "${property}"`;
}

/** Names of the definitions that an erratum is about: those of its pattern that (do not yet) have its property. */
export function definitionsOf(erratum: Erratum, base: Definitions): string[] {
  const { definition, property, change } = erratum;
  if (!definition.includes('*')) return base[definition] === undefined ? [] : [definition];
  const pattern = new RegExp(`^${definition.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  return Object.keys(base)
    .filter((name) => pattern.test(name))
    .filter(
      (name) => property === undefined || hasProperty(base, name, property) !== (change.kind === 'property'),
    )
    .sort();
}

function hasProperty(base: Definitions, name: string, property: string): boolean {
  return base[name]?.properties?.[property] !== undefined;
}

/** The base with all errata that hold everywhere. Pure. */
export function applyErrata(base: Definitions, errata: readonly Erratum[]): Definitions {
  const definitions: Record<string, SchemaNode> = { ...base };
  for (const erratum of errata) {
    for (const name of definitionsOf(erratum, base)) {
      const node = definitions[name];
      if (node !== undefined) definitions[name] = applied(node, erratum);
    }
  }
  return definitions;
}

function applied(node: SchemaNode, { property, change }: Erratum): SchemaNode {
  if (change.kind === 'tolerate') return node;
  if (property === undefined) return changed(node, change);
  const required = node.required?.filter((name) => name !== property || change.kind !== 'optional');
  return {
    ...node,
    ...(required && { required }),
    properties: { ...node.properties, [property]: changed(node.properties?.[property] ?? {}, change) },
  };
}

function changed(node: SchemaNode, change: Exclude<Change, { kind: 'tolerate' }>): SchemaNode {
  switch (change.kind) {
    case 'nullable':
      return { anyOf: [node, { type: 'null' }] };
    case 'optional':
      return node;
    case 'branch':
      return { anyOf: [node, change.schema] };
    case 'property':
    case 'replace':
      return change.schema;
  }
}

/** The errata that the running code applies, by the kind of host and the age of the answer. */
export function tolerancesOf(errata: readonly Erratum[], base: Definitions): readonly Tolerance[] {
  return errata.flatMap((erratum) => {
    const { id, property, change } = erratum;
    if (change.kind !== 'tolerate' || property === undefined) return [];
    const { hosts = [], before, missing = false, values = [] } = change;
    return definitionsOf(erratum, base).map((definition) => ({
      id,
      definition,
      property,
      hosts,
      ...(before !== undefined && { before }),
      missing,
      values,
    }));
  });
}
