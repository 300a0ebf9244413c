/**
 * Which fields of the documented shape a value holds. A schema says what may come; this says what did,
 * so that "documented" and "seen on the wire" can be told apart. A field is named by the definition that
 * declares it and its path there: `ChatCompletion.Choice` and `finish_reason`. Pure.
 */
import { type Definitions, definitionOf, nameOfRef, type SchemaNode } from './build/schema.ts';

/** A field as the definitions name it; `path` has a `/` where an object is declared in place. */
export interface Field {
  readonly definition: string;
  readonly path: string;
}

/** Where the walk stands: in which definition, and how far inside it. */
interface Standing extends Field {
  readonly node: SchemaNode;
}

/**
 * The fields of `root` that `value` holds, each once. `null` counts: the field came. Of a union, the branches
 * that the value's type and tags (`type`, `object`, `role`, …) allow are followed.
 */
export function fieldsIn(definitions: Definitions, root: string, value: unknown): Field[] {
  const found = new Map<string, Field>();
  const visit = (standing: Standing, held: unknown): void => {
    for (const { node, definition, path } of branchesOf(standing, definitions)) {
      if (!accepts(node, held)) continue;
      if (Array.isArray(held)) {
        if (node.items !== undefined)
          for (const item of held) visit({ node: node.items, definition, path }, item);
      } else if (typeof held === 'object' && held !== null) {
        for (const [name, child] of Object.entries(node.properties ?? {})) {
          if (!Object.hasOwn(held, name)) continue;
          const field = { definition, path: below(path, name) };
          found.set(keyOf(field), field);
          visit({ ...field, node: child }, Reflect.get(held, name));
        }
      }
    }
  };
  visit({ node: definitionOf(definitions, root), definition: root, path: '' }, value);
  return [...found.values()];
}

/** Every field that can come below `root`, each once, in the order of the definitions. */
export function fieldsOf(definitions: Definitions, root: string): Field[] {
  const found = new Map<string, Field>();
  const entered = new Set<string>();
  const visit = (standing: Standing): void => {
    for (const { node, definition, path } of branchesOf(standing, definitions)) {
      if (path === '' && node.properties !== undefined) {
        if (entered.has(definition)) continue;
        entered.add(definition);
      }
      if (node.items !== undefined) visit({ node: node.items, definition, path });
      for (const [name, child] of Object.entries(node.properties ?? {})) {
        const field = { definition, path: below(path, name) };
        found.set(keyOf(field), field);
        visit({ ...field, node: child });
      }
    }
  };
  visit({ node: definitionOf(definitions, root), definition: root, path: '' });
  return [...found.values()];
}

/** One text a field, to look it up by. */
export function keyOf({ definition, path }: Field): string {
  return `${definition}#${path}`;
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}

/** The node without reference and union at its top; a reference leads into its own definition. */
function branchesOf(standing: Standing, definitions: Definitions): Standing[] {
  const { node } = standing;
  if (node.$ref !== undefined) {
    const definition = nameOfRef(node.$ref);
    return branchesOf({ node: definitionOf(definitions, definition), definition, path: '' }, definitions);
  }
  if (node.anyOf === undefined) return [standing];
  return node.anyOf.flatMap((branch) => branchesOf({ ...standing, node: branch }, definitions));
}

/** Whether a branch can be meant: its type fits, and so does each tag, a property with constant values. */
function accepts({ type, properties }: SchemaNode, value: unknown): boolean {
  const kind = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  if (type !== undefined && ![type].flat().some((name) => name === kind)) return false;
  if (kind !== 'object') return true;
  return Object.entries(properties ?? {}).every(([name, { const: only }]) => {
    if (typeof only !== 'string' || !Object.hasOwn(value as object, name)) return true;
    return Reflect.get(value as object, name) === only;
  });
}
