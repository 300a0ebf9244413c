import { describe, expect, it } from 'vitest';
import { renderBadges } from './badges.ts';
import { buildReport } from './build.ts';
import { sampleInput } from './sample.ts';
import { hostileInput } from './sample-hostile.ts';
import { sampleCell, sampleEvidence } from './sample-parts.ts';

const AT = 'chat/completion:gpt-5@2025-08-07';
const NOW = '2026-11-21T00:00:00Z';

function badges(date: string | null, status: 'supported' | 'unsupported' | 'blocked' = 'supported') {
  const cells = [sampleCell(AT, status, 'undocumented', [sampleEvidence(AT, 'live', status, date)], [])];
  const report = buildReport({ ...sampleInput(), cells, claims: [], generatedAt: NOW });
  return new Map(renderBadges(report).map(({ path, text }) => [path, JSON.parse(text)]));
}

describe('badges', () => {
  it('are shields endpoints: for each model, API and region that was seen', () => {
    const found = badges('2026-11-02');
    expect(found.get('models/gpt-5@2025-08-07.json')).toEqual({
      schemaVersion: 1,
      label: 'gpt-5@2025-08-07',
      message: 'chat ✓ responses ? | seen 2026-11-02, 19 d',
      color: 'brightgreen',
    });
    expect(found.get('apis/chat.json')?.message).toBe('1 model | seen 2026-11-02, 19 d');
    expect(found.get('regions/swedencentral.json')?.message).toBe('1/1 cells work | seen 2026-11-02, 19 d');
  });

  it.each([
    ['2026-11-21', 'brightgreen'],
    ['2026-10-01', 'green'],
    ['2026-01-01', 'yellowgreen'],
    ['2024-01-01', 'yellow'],
    [null, 'lightgrey'],
  ])('of %s are %s', (date, colour) => {
    expect(badges(date).get('models/gpt-5@2025-08-07.json')?.color).toBe(colour);
  });

  it('do not take a refusal or a blocked case for a yes', () => {
    expect(badges('2026-11-02', 'unsupported').get('models/gpt-5@2025-08-07.json')?.message).toMatch(
      /^chat ✕/,
    );
    const blocked = badges('2026-11-02', 'blocked');
    expect(blocked.get('models/gpt-5@2025-08-07.json')).toMatchObject({ color: 'lightgrey' });
    expect(blocked.has('regions/swedencentral.json')).toBe(false);
  });

  it('put what documents alone say in brackets', () => {
    const messages = renderBadges(buildReport(sampleInput())).map(({ text }) => JSON.parse(text).message);
    expect(messages.some((message) => /\([✓✕]\)/.test(message))).toBe(true);
  });

  it('go nowhere but below their folder, whatever a service calls its region', () => {
    for (const { path } of renderBadges(buildReport(hostileInput())).filter(({ path: at }) =>
      at.startsWith('regions/'),
    ))
      expect(path).toMatch(/^regions\/[a-z]+\d?\.json$/);
  });
});
