import { describe, expect, it } from 'vitest';
import { compareModels } from './order.ts';
import { sampleInput } from './sample.ts';

function ordered(names: readonly string[]): string[] {
  const [base] = sampleInput().models;
  if (base === undefined) throw new Error('the sample has no model');
  return names
    .map((id) => ({ ...base, id, name: id.split('@')[0] ?? id, version: id.split('@')[1] ?? '1' }))
    .toSorted(compareModels)
    .map(({ id }) => id);
}

describe('the order of models in a series', () => {
  it('is by size, the model itself first', () => {
    expect(ordered(['gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4.1'])).toEqual([
      'gpt-4.1',
      'gpt-4.1-mini',
      'gpt-4.1-nano',
    ]);
    const five = ['gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-5-chat', 'gpt-5-pro', 'gpt-5-codex'];
    expect(ordered(five.toSorted())).toEqual(five);
  });

  it('is by family before size, as numbers, and families without a number come last', () => {
    const reasoning = ['o1', 'o1-mini', 'o3', 'o3-mini', 'o3-pro', 'o4-mini', 'codex-mini'];
    expect(ordered(reasoning.toSorted())).toEqual(reasoning);
    expect(ordered(['gpt-5.10', 'gpt-5.2-mini'])).toEqual(['gpt-5.2-mini', 'gpt-5.10']);
  });

  it('is by version within a name', () => {
    expect(ordered(['a-1-mini@2', 'a-1@unstated', 'a-1@2024-08-06', 'a-1@2024-05-13'])).toEqual([
      'a-1@2024-05-13',
      'a-1@2024-08-06',
      'a-1@unstated',
      'a-1-mini@2',
    ]);
  });
});
