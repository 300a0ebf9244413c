import { describe, expect, it } from 'vitest';
import type { Feature, Model } from '../matrix/types.ts';
import { buildCells } from './cells.ts';
import type { Observation } from './types.ts';
import { placeUnstated } from './unstated.ts';

const model = (id: string) => ({
  id,
  name: id.split('@')[0],
  version: id.split('@')[1],
  series: 'GPT-4o',
  kind: 'general',
  publisher: 'openai',
});
const models = [model('gpt-4o@1'), model('gpt-4o@2')] as unknown as Model[];
const features = [
  { id: 'chat/completion', api: 'chat', scope: 'model', kinds: ['general'] },
] as unknown as Feature[];
const seen = (name: string, version: string | null, targetKind = 'azure') =>
  ({
    id: `${name}${version}${targetKind}`,
    model: name,
    version,
    feature: 'chat/completion',
    targetKind,
    status: 'supported',
    date: '2026-01-01',
    checks: { passed: [], failed: [] },
  }) as unknown as Observation;
const rowsOf = (...observations: Observation[]) => {
  const placed = placeUnstated({ models, features, observations });
  const cells = buildCells({ ...placed, features, results: [], claims: [] });
  return cells.filter((cell) => cell.status === 'supported').map((cell) => cell.model);
};

describe('what was seen of a model that the catalogue cannot name exactly', () => {
  it('has a row of its own, without a version, where several are known', () => {
    expect(rowsOf(seen('gpt-4o', null))).toEqual(['gpt-4o@unstated']);
  });

  it('has a row for the maker that the catalogue does not list', () => {
    expect(rowsOf(seen('deepseek-r1', null))).toEqual(['deepseek-r1@unstated']);
  });

  it('adds nothing for a stated version, nor for other services', () => {
    expect(rowsOf(seen('gpt-4o', '2'))).toEqual(['gpt-4o@2']);
    expect(
      placeUnstated({ models, features, observations: [seen('deepseek-r1', null, 'other')] }).models,
    ).toEqual(models);
  });
});
