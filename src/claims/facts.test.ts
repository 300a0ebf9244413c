/**
 * The claims of catalogues and of the vendor's tables against the parsed material they were written from. That
 * material is not part of the project: where it is absent, the counts below stand in for it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../documents/index.ts';
import { type ClaimFile, expandClaims } from './expand.ts';
import type { Claim } from './types.ts';

const FACTS = '../shared/facts';
const yaml = <T>(file: string): T =>
  parseDocument<T>({ file, text: readFileSync(file, 'utf8') }, { type: 'object' }).value;
const files = readdirSync('fixtures/claims').map((name) => yaml<ClaimFile>(`fixtures/claims/${name}`));
const bySource = new Map(
  files.map((file) => [file.source.id, expandClaims(file).claims.map(({ claim }) => claim)]),
);
const claimsOf = (source: string): readonly Claim[] => bySource.get(source) ?? [];
const { models } = yaml<{ models: readonly { id: string; kind: string }[] }>('fixtures/catalog/models.yaml');
const nameOf = (id = '') => id.split('@')[0] ?? '';
const kindOf = new Map(models.flatMap(({ id, kind }) => [[id, kind] as const, [nameOf(id), kind] as const]));

/** Claims of each source when it was last held against its material. A line that is lost is noticed anywhere. */
const COUNTED: Readonly<Record<string, number>> = {
  'assert-issue-129': 1,
  'compatibility-guide': 338,
  'learn-api-version-2026-01': 3,
  'learn-models-2026-02': 8,
  'learn-reasoning-2026-07': 737,
  'learn-reasoning-2026-09': 982,
  'learn-regions-2026-07': 1036,
  'learn-responses-2025-12': 251,
  'learn-responses-2026-06': 28,
  'learn-responses-2026-07': 101,
  'learn-responses-2026-09': 107,
  'learn-retirement-2026-07': 108,
  'litellm-2026-08': 851,
  'litellm-issue-16704': 2,
  'models-dev-2026-07': 301,
};

it('holds as many claims of each source as when they were compared', () => {
  const counted = [...bySource].map(([source, claims]) => [source, claims.length]);
  expect(Object.fromEntries(counted)).toEqual(COUNTED);
});

/** Catalogues write `gpt-4.1-2025-04-14` for `gpt-4.1@2025-04-14`; null: a model that the catalogue has not. */
function idOf(written: string): string | null {
  const known = ALIASES[written] ?? written;
  if (kindOf.has(known)) return known;
  const [, name, version] = /^(.*?)-(\d{4}(?:-\d\d-\d\d)?)$/.exec(known) ?? [];
  const id = `${name}@${version}`;
  return kindOf.has(id) ? id : null;
}

const ALIASES: Readonly<Record<string, string>> = {
  'gpt-3.5-turbo-0125': 'gpt-35-turbo@0125',
  'gpt-4-turbo': 'gpt-4@turbo-2024-04-09',
  'gpt-4-turbo-2024-04-09': 'gpt-4@turbo-2024-04-09',
  // The model of 2023, not the name that its turbo version shares.
  'gpt-4': 'gpt-4@0613',
};

type Fields = Readonly<Record<string, unknown>>;
type Cells = Readonly<Record<string, string | boolean>>;

describe.skipIf(!existsSync(FACTS))('the material that claims were written from', () => {
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(FACTS, name), 'utf8'));

  it('has each cell of the reasoning tables whose column can be told', () => {
    const own = claimsOf('learn-reasoning-2026-07');
    const tables =
      read<Record<'gpt5' | 'o', { rows: Record<string, Cells | readonly string[]> }>>(
        'reasoning_support.json',
      );
    const cells = [tables.gpt5, tables.o].flatMap(({ rows }) =>
      Object.entries(rows).flatMap(([row, line]) =>
        isList(line) ? [] : Object.entries(line).map(([model, said]) => ({ row, model, said })),
      ),
    );
    expect(cells.length).toBeGreaterThan(250);
    const missing = cells.filter(({ row, model, said }) => {
      const about = own.filter(
        ({ subject, where }) => nameOf(subject.model) === model && where.includes(`column ${row}`),
      );
      const marks = about.filter(({ statement }) => statement !== 'value');
      const contrary = said === false ? 'supported' : 'unsupported';
      return (
        about.length === 0 || (typeof said === 'boolean' && marks.some((one) => one.statement === contrary))
      );
    });
    expect(missing).toEqual([]);
  });

  it('has each row of the retirement schedule about a model of the catalogue', () => {
    const own = claimsOf('learn-retirement-2026-07');
    const { rows } = read<{ rows: readonly { model: string; version: string; retirement: string }[] }>(
      'retirement.json',
    );
    const ours = rows.filter(({ model, version }) => kindOf.has(`${model}@${version}`));
    expect(ours.length).toBeGreaterThan(40);
    const missing = ours.filter(({ model, version, retirement }) => {
      const about = own.filter(
        ({ topic, subject }) => topic === 'lifecycle' && subject.model === `${model}@${version}`,
      );
      const printed = (name: string) => about.find(({ subject }) => subject.parameter === name)?.value;
      return printed('retires') !== retirement || printed('stage') === undefined;
    });
    expect(missing).toEqual([]);
  });

  it('has each region of Global Standard, and of each deployment type the number of them', () => {
    const own = claimsOf('learn-regions-2026-07');
    const { matrix } = read<{ matrix: Record<string, Record<string, Record<string, readonly string[]>>> }>(
      'region_matrix.json',
    );
    const offers = Object.entries(matrix).flatMap(([type, publishers]) =>
      Object.values(publishers)
        .flatMap((offered) => Object.entries(offered))
        .filter(([id]) => kindOf.has(id))
        .map(([id, regions]) => ({ type, id, regions })),
    );
    expect(offers.length).toBeGreaterThan(150);
    const missing = offers.filter(({ type, id, regions }) => {
      const about = own.filter(({ subject }) => subject.model === id);
      const counted = about.some(
        ({ subject, value }) => subject.parameter === `regions, ${type}` && value === regions.length,
      );
      const named = new Set(about.map(({ subject }) => subject.region));
      return !counted || (type === 'Global Standard' && regions.some((region) => !named.has(region)));
    });
    expect(missing).toEqual([]);
  });

  it('has the lists of regions of the Responses API with the lengths that were counted', () => {
    const text = readFileSync(join(FACTS, 'azure-openai.md'), 'utf8');
    const [, ...lengths] =
      /Responses regions:\*\* seed (\d+) → (\d+) \(.*?\) → \*\*(\d+)\*\*/.exec(text) ?? [];
    const editions = ['learn-responses-2025-12', 'learn-responses-2026-06', 'learn-responses-2026-07'];
    const listed = editions.map(
      (source) =>
        claimsOf(source).filter(({ topic, statement }) => topic === 'region' && statement === 'supported')
          .length,
    );
    expect(listed).toEqual(lengths.map(Number));
  });

  it('has each model of the Responses list of July 2026', () => {
    const text = readFileSync(join(FACTS, 'azure-openai.md'), 'utf8');
    const line = /\*\*Responses models \(2026-07-30\):\*\*(.*)\*\*Not listed: (.*?)\*\*/.exec(text);
    const own = claimsOf('learn-responses-2026-07').filter(({ id }) => id.includes('#model/'));
    const listed = new Set(
      own.filter(({ basis }) => basis === undefined).map(({ subject }) => nameOf(subject.model)),
    );
    const whole = (line?.[1] ?? '').match(
      /\b(?:gpt-5\.5|gpt-chat-latest|computer-use-preview|o1|o3-mini|o3|o4-mini)\b/g,
    );
    expect(whole?.length).toBeGreaterThan(5);
    for (const name of whole ?? []) expect(listed).toContain(name);
    const absent = new Set(
      own.filter(({ basis }) => basis === 'absence').map(({ subject }) => nameOf(subject.model)),
    );
    for (const name of ['o1-mini', 'gpt-35-turbo', 'codex-mini', 'o3-pro']) {
      expect(line?.[2]).toContain(name);
      expect(absent).toContain(name);
    }
  });

  /** Fields of one entry that no claim of its row repeats. Image models are another kind: no API here asks them. */
  function unrepeated(
    source: string,
    entries: readonly (readonly [string, Fields])[],
    fieldsOf: (fields: Fields) => Fields,
  ): { readonly compared: number; readonly missing: readonly string[] } {
    const own = claimsOf(source);
    let compared = 0;
    const missing = entries.flatMap(([written, entry]) => {
      const id = idOf(written);
      if (id === null || kindOf.get(id) === 'image') return [];
      compared += 1;
      const about = own.filter(({ subject }) => subject.model === id);
      return Object.entries(fieldsOf(entry)).flatMap(([field, said]) => {
        if (said === undefined) return [];
        const told = about.filter(({ where }) =>
          new RegExp(`(?:^|column )${field.replace('.', '\\.')}(?:,|$)`).test(where),
        );
        const right =
          typeof said === 'boolean'
            ? told.every(({ statement }) => (statement === 'supported') === said)
            : typeof said === 'object' || told.some(({ value }) => value === said);
        return told.length > 0 && right ? [] : [`${written}: ${field} ${JSON.stringify(said)}`];
      });
    });
    return { compared, missing };
  }

  it('has each capability and limit of LiteLLM for the models of the catalogue', () => {
    const { azure, azure_ai } =
      read<Record<'azure' | 'azure_ai', Record<string, Fields>>>('litellm_azure.json');
    const entries = Object.entries({ ...azure_ai, ...azure }).map(
      ([key, fields]) => [key.replace(/^azure(?:_ai)?\//, ''), fields] as const,
    );
    const { compared, missing } = unrepeated('litellm-2026-08', entries, (fields) => ({
      mode: fields.mode,
      supported_endpoints: fields.supported_endpoints,
      supports_vision: fields.supports_vision,
      supports_function_calling: fields.supports_function_calling,
      supports_parallel_function_calling: fields.supports_parallel_function_calling,
      supports_response_schema: fields.supports_response_schema,
      supports_reasoning: fields.supports_reasoning,
      max_input_tokens: fields.max_input_tokens,
      max_output_tokens: fields.max_output_tokens,
    }));
    expect(compared).toBeGreaterThan(60);
    expect(missing).toEqual([]);
  });

  it('has each capability and limit of models.dev for the models of the catalogue', () => {
    const entries = Object.entries(read<{ models: Record<string, Fields> }>('modelsdev_azure.json').models);
    const limitOf = ({ limit }: Fields) => (limit ?? {}) as Fields;
    const { compared, missing } = unrepeated('models-dev-2026-07', entries, (fields) => ({
      temperature: fields.temperature,
      tool_call: fields.tool_call,
      structured_output: fields.structured_output,
      reasoning: fields.reasoning,
      reasoning_options: (fields.reasoning_options as readonly Fields[] | undefined)?.find(
        ({ type }) => type === 'effort',
      ),
      'modalities.input': fields.modalities,
      'limit.context': limitOf(fields).context,
      'limit.output': limitOf(fields).output,
    }));
    expect(compared).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });
});

function isList(line: Cells | readonly string[]): line is readonly string[] {
  return Array.isArray(line);
}
