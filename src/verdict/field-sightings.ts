/**
 * Which documented fields were ever seen on the wire, by whose service, from which models, and when. A ledger:
 * reading the same recordings again changes nothing.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import schema from '../../fixtures/schemas/field-sightings.schema.json' with { type: 'json' };
import { type Field, keyOf } from '../checks/schema/fields.ts';
import { ConfigurationFailure } from '../failure.ts';

/** Whose service answered. */
export type Service = 'azure' | 'openai' | 'other';

/** Where and when one service sent a field. */
export interface Sighting {
  /** ISO dates, null where no recording says when. */
  readonly first: string | null;
  readonly last: string | null;
  /** Names of models without version, sorted. */
  readonly models: readonly string[];
  /** Azure regions, sorted. */
  readonly regions: readonly string[];
}

/** One line of `fixtures/observations/*.fields.jsonl`. */
export type FieldSighting = Field & { readonly [service in Service]?: Sighting };

/** The fields of one answer, and what is known of it. */
export interface SeenFields {
  readonly fields: readonly Field[];
  readonly service: Service;
  readonly date: string | null;
  readonly model: string | null;
  readonly region: string | null;
}

/** Adds answers to what is known; neither the order nor a repetition matters. */
export function addSightings(
  known: readonly FieldSighting[],
  seen: Iterable<SeenFields>,
): readonly FieldSighting[] {
  const ledger = new Map(known.map((line) => [keyOf(line), line]));
  for (const { fields, service, date, model, region } of seen) {
    const sighting: Sighting = { first: date, last: date, models: listed(model), regions: listed(region) };
    for (const { definition, path } of fields) {
      const key = keyOf({ definition, path });
      const line = ledger.get(key) ?? { definition, path };
      const before = line[service];
      ledger.set(key, { ...line, [service]: before === undefined ? sighting : joined(before, sighting) });
    }
  }
  return [...ledger.values()];
}

function listed(name: string | null): readonly string[] {
  return name === null ? [] : [name];
}

function joined(a: Sighting, b: Sighting): Sighting {
  const dates = [a.first, a.last, b.first, b.last].filter((date) => date !== null).sort();
  return {
    first: dates[0] ?? null,
    last: dates.at(-1) ?? null,
    models: union(a.models, b.models),
    regions: union(a.regions, b.regions),
  };
}

/** Keeps `a` itself where `b` adds nothing, which is nearly always. */
function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return b.every((name) => a.includes(name)) ? a : [...new Set([...a, ...b])].sort();
}

/** JSONL, sorted, so that new facts make small diffs. */
export function writeSightings(sightings: readonly FieldSighting[]): string {
  return sightings
    .map((line) => {
      const { definition, path, azure, openai, other } = line;
      return { key: keyOf(line), text: JSON.stringify({ definition, path, azure, openai, other }) };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ text }) => `${text}\n`)
    .join('');
}

let compiled: ValidateFunction<FieldSighting> | undefined;

/** Reads what writeSightings wrote. Throws ConfigurationFailure at the first line that is none of its. */
export function readSightings(file: string, text: string): readonly FieldSighting[] {
  compiled ??= new Ajv2020({ strict: true, allowUnionTypes: true }).compile<FieldSighting>(schema);
  const sightings: FieldSighting[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const value = parsed(line);
    if (!compiled(value)) {
      throw new ConfigurationFailure('the line is no sighting of a field', {
        place: { file, line: index + 1, pointer: compiled.errors?.[0]?.instancePath ?? '' },
        remedy: 'The file is derived: delete it and write it again with `aoai-conform import`.',
      });
    }
    sightings.push(value);
  }
  return sightings;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
