import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { addSightings, readSightings, type SeenFields, writeSightings } from './field-sightings.ts';

const id = { definition: 'ChatCompletion', path: 'id' };
const usage = { definition: 'ChatCompletion', path: 'usage' };
const seen: SeenFields[] = [
  { fields: [id, usage], service: 'azure', date: '2026-02-01', model: 'gpt-4.1', region: 'eastus2' },
  { fields: [id], service: 'azure', date: '2025-03-01', model: 'gpt-4o', region: null },
  { fields: [id], service: 'openai', date: null, model: null, region: null },
];

describe('the ledger of fields', () => {
  it('keeps for each service when, from which models and in which regions a field came', () => {
    expect(addSightings([], seen)).toEqual([
      {
        ...id,
        azure: {
          first: '2025-03-01',
          last: '2026-02-01',
          models: ['gpt-4.1', 'gpt-4o'],
          regions: ['eastus2'],
        },
        openai: { first: null, last: null, models: [], regions: [] },
      },
      {
        ...usage,
        azure: { first: '2026-02-01', last: '2026-02-01', models: ['gpt-4.1'], regions: ['eastus2'] },
      },
    ]);
  });

  it('is the same in any order, and when the same is read again', () => {
    const once = writeSightings(addSightings([], seen));
    expect(writeSightings(addSightings([], seen.toReversed()))).toBe(once);
    expect(writeSightings(addSightings(readSightings('a.fields.jsonl', once), seen))).toBe(once);
  });

  it('is refused with its line where it is none', () => {
    const good = writeSightings(addSightings([], seen));
    const read = (text: string) => () => readSightings('a.fields.jsonl', text);
    for (const line of [
      '{',
      '{"definition":"A"}',
      '{"definition":"A","path":"b","azure":{"first":"soon"}}',
    ]) {
      expect(read(`${good}${line}\n`)).toThrow(ConfigurationFailure);
      expect(read(`${good}${line}\n`)).toThrow(
        expect.objectContaining({ place: expect.objectContaining({ line: 3 }) }),
      );
    }
  });
});
