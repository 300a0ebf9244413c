import { describe, expect, it } from 'vitest';
import { contradictions } from './contradictions.ts';
import { SMALL_MATRIX, smallMatrix } from './small-catalogue.ts';
import type { Matrix, Model } from './types.ts';

const matrix = smallMatrix(SMALL_MATRIX);
const written = { targets: { reference: { kind: 'reference' }, sweden: { kind: 'azure' } }, features: ['*'] };
const messages = (changed: Partial<Matrix>) =>
  contradictions({ ...matrix, ...changed }, written).map(({ message }) => message);

describe('a matrix', () => {
  it('without contradictions has none', () => {
    expect(messages({})).toEqual([]);
  });

  it('is refused when two models come down to one deployment', () => {
    const [model] = matrix.models;
    const named = (name: string, version: string): Model[] =>
      model === undefined ? [] : [{ ...model, id: `${name}@${version}`, name, version }];
    const models = [...named('a', '1'), ...named('a', '2'), ...named('a-1', '9')];
    expect(messages({ models, targets: matrix.targets.slice(1) })).toEqual([
      'a-1@9 and a@1 would both be deployment "a-1"; name them under deployments',
    ]);
  });
});
