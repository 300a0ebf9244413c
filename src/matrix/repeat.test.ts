import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { SMALL_MATRIX, smallMatrix } from './small-catalogue.ts';

describe('repeat', () => {
  it.each([
    ['3', { min: 3, max: 3 }],
    ['{ max: 10 }', { min: 1, max: 10 }],
    ['{ min: 2, max: 10, threshold: 0.8 }', { min: 2, max: 10, threshold: 0.8 }],
  ])('reads %s', (text, spec) => {
    expect(smallMatrix(`${SMALL_MATRIX}repeat: ${text}\n`).repeat).toEqual(spec);
  });

  it.each([
    ['0', '/repeat'],
    ['21', '/repeat'],
    ['{ min: 3 }', 'key "max" is missing'],
    ['{ min: 5, max: 3 }', 'min (5) is more than max (3)'],
    ['{ max: 10, threshold: 1 }', '/repeat/threshold'],
    ['{ max: 10, treshold: 0.8 }', 'did you mean "threshold"'],
    ['often', '/repeat'],
  ])('refuses %s', (text, says) => {
    const load = () => smallMatrix(`${SMALL_MATRIX}repeat: ${text}\n`);
    expect(load).toThrow(ConfigurationFailure);
    try {
      load();
    } catch (error) {
      expect(error instanceof ConfigurationFailure && error.describe()).toContain(says);
    }
  });
});
