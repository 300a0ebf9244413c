import { afterEach, describe, expect, it, vi } from 'vitest';
import { now } from './project.ts';

afterEach(() => vi.unstubAllEnvs());

describe('SOURCE_DATE_EPOCH', () => {
  it('fixes the time', () => {
    vi.stubEnv('SOURCE_DATE_EPOCH', '1700000000');
    expect(now().toISOString()).toBe('2023-11-14T22:13:20.000Z');
  });

  it.each(['abc', '1e9', '-1', '9'.repeat(20)])('refuses %s', (text) => {
    vi.stubEnv('SOURCE_DATE_EPOCH', text);
    expect(now).toThrow(/SOURCE_DATE_EPOCH is no number of seconds/);
  });
});
