/** Made-up statements of the sample's guide, one of each outcome. Nothing here is said anywhere. */
import type { Claim } from '../claims/types.ts';
import type { CoverageInput } from './coverage.ts';

export function sampleCoverage(claims: readonly Claim[]): CoverageInput {
  const [first] = claims.filter(({ source }) => source === 'guide');
  const base = { source: 'guide', claims: first === undefined ? [] : [first] };
  return {
    documents: ['guide'],
    reasons: { billing: { en: 'No answer shows it.', 'zh-CN': '应答中看不到。', 'zh-TW': '回應中看不到。' } },
    statements: [
      {
        ...base,
        id: 'guide#table',
        where: 'table “Models”, row 3',
        words: 'It answers.',
        tests: ['chat/completion', 'chat/tomorrow'],
        reasons: [],
      },
      {
        ...base,
        id: 'guide#price',
        where: 'note 1',
        words: 'It costs | little.',
        claims: [],
        tests: [],
        reasons: ['billing'],
      },
      { ...base, id: 'guide#lost', where: 'note 2', words: 'It sings.', claims: [], tests: [], reasons: [] },
    ],
    checks: { 'chat/completion': ['text', 'finish'] },
  };
}
