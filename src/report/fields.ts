/** Documented fields against fields seen on the wire, as the page about them tells it. Pure. */

import { type Field, keyOf } from '../checks/schema/fields.ts';
import type { AnswerGroup } from '../checks/schema/index.ts';
import type { FieldSighting, Sighting } from '../verdict/field-sightings.ts';

export interface FieldsInput {
  /** What can come, by what answers it; a field that several can send stands with the first. */
  readonly documented: readonly { readonly group: AnswerGroup; readonly fields: readonly Field[] }[];
  readonly sightings: readonly FieldSighting[];
}

export interface FieldGroup {
  readonly group: AnswerGroup;
  readonly definitions: readonly FieldDefinition[];
  readonly counts: FieldCounts;
}

/** One documented object, its fields by where they were seen. */
export interface FieldDefinition {
  readonly name: string;
  readonly azure: readonly SeenField[];
  /** Seen at another service, and never on Azure. */
  readonly elsewhere: readonly SeenField[];
  readonly never: readonly string[];
}

export interface SeenField {
  readonly path: string;
  readonly sighting: Sighting;
}

export interface FieldCounts {
  readonly documented: number;
  readonly azure: number;
  readonly elsewhere: number;
}

/** Definitions in the order in which they are documented. */
export function fieldGroupsOf({ documented, sightings }: FieldsInput): readonly FieldGroup[] {
  const seen = new Map(sightings.map((line) => [keyOf(line), line]));
  return documented.map(({ group, fields }) => {
    const definitions = [...Map.groupBy(fields, ({ definition }) => definition)].map(([name, own]) =>
      definitionOf(name, own, seen),
    );
    return { group, definitions, counts: countsOf(definitions) };
  });
}

function definitionOf(
  name: string,
  fields: readonly Field[],
  seen: ReadonlyMap<string, FieldSighting>,
): FieldDefinition {
  const azure: SeenField[] = [];
  const elsewhere: SeenField[] = [];
  const never: string[] = [];
  for (const field of fields) {
    const { path } = field;
    const line = seen.get(keyOf(field));
    const other = line?.openai ?? line?.other;
    if (line?.azure !== undefined) azure.push({ path, sighting: line.azure });
    else if (other !== undefined) elsewhere.push({ path, sighting: other });
    else never.push(path);
  }
  return { name, azure, elsewhere, never };
}

function countsOf(definitions: readonly FieldDefinition[]): FieldCounts {
  const sum = (of: (definition: FieldDefinition) => number) =>
    definitions.reduce((total, definition) => total + of(definition), 0);
  const azure = sum((definition) => definition.azure.length);
  const elsewhere = sum((definition) => definition.elsewhere.length);
  return { azure, elsewhere, documented: azure + elsewhere + sum(({ never }) => never.length) };
}
