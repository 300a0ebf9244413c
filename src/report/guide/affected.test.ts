import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../claims/types.ts';
import { buildReport } from '../build.ts';
import { readLocale } from '../locale.ts';
import { sampleInput } from '../sample.ts';
import { sampleCell } from '../sample-parts.ts';
import { affectedWords } from './affected.ts';

const english = readLocale(join(import.meta.dirname, '..', '..', '..'), 'en');
const AT = 'chat/temperature:gpt-5@2025-08-07';

const about = (slug: string, part: Partial<Claim>): Claim => ({
  id: `learn#${slug}`,
  source: 'learn',
  topic: 'support',
  subject: { model: 'gpt-5', feature: 'chat/temperature' },
  statement: 'unsupported',
  where: 'here',
  ...part,
});

function affected(claims: readonly Claim[], affects: readonly string[] | undefined = ['chat/temperature']) {
  const cells = [sampleCell(AT, 'unknown', 'unverified', [], claims)];
  const report = buildReport({ ...sampleInput(), cells, claims, results: [] });
  return affectedWords({ affects }, report, english);
}

describe('the models that an error is about', () => {
  const refused = about('temperature', {});
  const noApi = about('api', { subject: { model: 'gpt-5', api: 'chat' } });

  it('are those of which a document says that they refuse the parameter', () => {
    expect(affected([refused])).toBe('documented, not seen: `gpt-5`');
  });

  it('are not those that do not speak the API at all', () => {
    expect(affected([noApi])).toBe('none known');
    expect(affected([noApi, refused])).toBe('documented, not seen: `gpt-5`');
  });

  it('stand apart where sources disagree', () => {
    const taken = about('table', { source: 'guide', statement: 'supported' });
    expect(affected([refused, taken])).toBe('sources disagree: `gpt-5`');
  });
});
