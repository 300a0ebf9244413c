/** The file of observations: one fact a line, sorted, validated when read. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import schema from '../../fixtures/schemas/observation.schema.json' with { type: 'json' };
import { ConfigurationFailure, formatPlace, type Place } from '../failure.ts';
import type { Observation } from './types.ts';

/** Bytes beyond which equal observations of one repository are merged: the file is read in reviews. */
const COMFORTABLE_BYTES = 1_000_000;
/** Problems listed in one message. */
const MAX_LISTED = 12;

/** JSONL, each id once (the last one counts), sorted so that new facts make small diffs. */
export function writeObservations(observations: readonly Observation[]): string {
  const unique = new Map(observations.map((observation) => [observation.id, observation]));
  return [...unique.values()]
    .map((observation) => ({ key: sortKey(observation), line: JSON.stringify(ordered(observation)) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ line }) => `${line}\n`)
    .join('');
}

function sortKey({ feature, model, version, targetKind, date, id }: Observation): string {
  return [feature, model, version ?? '', targetKind, date ?? '', id].join('\u0000');
}

/** One order of keys, whoever made the object. */
function ordered(observation: Observation): Observation {
  const { id, model, version, api, feature, targetKind, status, errorClass, checks } = observation;
  const { region, date, dateSource, fidelity, citation, count } = observation;
  const { repository, commit, path, index, license } = citation;
  return {
    id,
    model,
    version,
    api,
    feature,
    targetKind,
    status,
    errorClass,
    checks: { passed: checks.passed, failed: checks.failed },
    region,
    date,
    dateSource,
    fidelity,
    citation: { repository, commit, path, index, license },
    ...(count === undefined ? {} : { count }),
  };
}

/**
 * The observations as they are when the file stays below `limit` bytes; otherwise equal ones of one
 * repository become one line with a count, which cites the newest. Merging twice changes nothing more.
 */
export function summariseObservations(
  observations: readonly Observation[],
  limit = COMFORTABLE_BYTES,
): readonly Observation[] {
  if (Buffer.byteLength(writeObservations(observations)) <= limit) return observations;
  const unique = new Map(observations.map((observation) => [observation.id, observation]));
  const groups = Map.groupBy(unique.values(), sameFact);
  return [...groups.values()].flatMap((group) => {
    const [newest] = group.toSorted(compareAge);
    const count = group.reduce((sum, item) => sum + (item.count ?? 1), 0);
    return newest === undefined ? [] : [count === 1 ? newest : { ...newest, count }];
  });
}

/** Everything that makes two observations tell the same; only when and where in the repository differs. */
function sameFact(observation: Observation): string {
  const { model, version, feature, targetKind, status, errorClass, checks, region, fidelity, citation } =
    observation;
  const { repository, commit, license } = citation;
  return JSON.stringify([
    [repository, commit, license, model, version, feature, targetKind, status, errorClass, region, fidelity],
    checks.passed,
    checks.failed,
  ]);
}

/** Newest first, then by id, so that the choice does not depend on the order of the input. */
function compareAge(a: Observation, b: Observation): number {
  const [left, right] = [`${b.date ?? ''} ${b.id}`, `${a.date ?? ''} ${a.id}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Reads what writeObservations wrote. Throws ConfigurationFailure that lists the wrong lines as file:line.
 */
export function readObservations(file: string, text: string): readonly Observation[] {
  const problems: { readonly place: Place; readonly message: string }[] = [];
  const seen = new Map<string, number>();
  const observations: Observation[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = { file, line: index + 1 };
    const value = parse(line);
    if (!isObservation(value)) {
      problems.push(value === undefined ? { place, message: 'not valid JSON' } : explain(place));
      continue;
    }
    const first = seen.get(value.id);
    if (first !== undefined)
      problems.push({ place, message: `id ${value.id} was used on line ${first} already` });
    seen.set(value.id, index + 1);
    observations.push(value);
  }
  if (problems.length > 0) throw failureOf(file, problems);
  return observations;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

let compiled: ValidateFunction<Observation> | undefined;

function isObservation(value: unknown): value is Observation {
  compiled ??= new Ajv2020({ strict: true, allowUnionTypes: true }).compile<Observation>(schema);
  return compiled(value);
}

function explain(place: Place): { readonly place: Place; readonly message: string } {
  const [error] = compiled?.errors ?? [];
  const pointer = error?.instancePath ?? '';
  return { place: pointer === '' ? place : { ...place, pointer }, message: sentence(error) };
}

function sentence(error: ErrorObject | undefined): string {
  if (error === undefined) return 'the observation is not valid';
  const { params } = error;
  if (error.keyword === 'enum') return `is none of ${params.allowedValues.join(', ')}`;
  if (error.keyword === 'additionalProperties') return 'has a key that observations do not have';
  return error.message ?? 'is not valid';
}

function failureOf(file: string, problems: readonly { readonly place: Place; readonly message: string }[]) {
  const listed = problems
    .slice(0, MAX_LISTED)
    .map(({ place, message }) => `${formatPlace(place)}: ${message}`);
  if (problems.length > MAX_LISTED) listed.push(`… and ${problems.length - MAX_LISTED} more`);
  return new ConfigurationFailure(`the observations are not valid\n${listed.join('\n')}`, {
    place: { file },
    remedy: 'The file is derived: write it again with `aoai-conform import`.',
  });
}
