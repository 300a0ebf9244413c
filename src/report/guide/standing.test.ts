import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../claims/types.ts';
import type { Status } from '../../verdict/types.ts';
import { buildReport } from '../build.ts';
import { readLocale } from '../locale.ts';
import type { ReportInput } from '../model.ts';
import { sampleInput } from '../sample.ts';
import { SAMPLE_ERRORS } from '../sample-errors.ts';
import { sampleCell, sampleEvidence } from '../sample-parts.ts';
import { statementLine } from './marks.ts';
import { standingsAgainst } from './standing.ts';
import type { Ground, GuideInput } from './types.ts';

const english = readLocale(join(import.meta.dirname, '..', '..', '..'), 'en');
const CHAT = 'chat/temperature';

function markIn(input: Partial<ReportInput>, rests: Ground): string {
  const report = buildReport({ ...sampleInput(), cells: [], claims: [], results: [], ...input });
  const words = { en: 'It is so.', 'zh-CN': 'x', 'zh-TW': 'x' };
  return statementLine({ text: words, rests }, standingsAgainst(report), english).replace('It is so. — ', '');
}

const seen = (model: string, status: Status, feature = CHAT) => {
  const at = `${feature}:${model}`;
  return sampleCell(
    at,
    status,
    'undocumented',
    [sampleEvidence(at, 'observation', status, '2026-06-24')],
    [],
  );
};

const said: Claim = {
  id: 'learn#x',
  source: 'learn',
  topic: 'support',
  subject: { model: 'gpt-5', feature: CHAT },
  statement: 'supported',
  where: 'here',
};

describe('the mark of a statement', () => {
  const rests: Ground = { features: [CHAT], models: ['gpt-5', 'gpt-4.1'] };

  it('is a tick with kind of evidence and date where it was seen', () => {
    expect(markIn({ cells: [seen('gpt-5@2025-08-07', 'supported')] }, rests)).toMatch(
      /^✅ public \d{4}-\d\d-\d\d \(1 model\)$/,
    );
  });

  it('says that evidence contradicts it, and with which model', () => {
    const cells = [seen('gpt-5@2025-08-07', 'unsupported'), seen('gpt-4.1@2025-04-14', 'supported')];
    expect(markIn({ cells }, rests)).toMatch(/^≠ \*\*contradicted by evidence:\*\* .*`gpt-5@2025-08-07`$/);
    expect(markIn({ cells }, { ...rests, says: 'no' })).toMatch(/^≠ .*`gpt-4.1@2025-04-14`$/);
  });

  it('of some model, is refuted by no single exception', () => {
    const cells = [seen('gpt-5@2025-08-07', 'unsupported'), seen('gpt-4.1@2025-04-14', 'supported')];
    expect(markIn({ cells }, { features: [CHAT] })).toMatch(/^✅/);
    expect(markIn({ cells }, { features: [CHAT], says: 'no' })).toMatch(/^✅/);
  });

  it('is no tick where documents alone say so', () => {
    const cells = [sampleCell(`${CHAT}:gpt-5@2025-08-07`, 'unknown', 'unverified', [], [said])];
    expect(markIn({ cells, claims: [said] }, rests)).toBe('📄 2026-07-30');
    expect(markIn({ cells, claims: [said] }, { ...rests, says: 'no' })).toBe(
      '↪ documents say otherwise `gpt-5@2025-08-07`',
    );
  });

  it('follows the claims it rests on', () => {
    const guide: Claim = { ...said, id: 'guide#x', source: 'guide', statement: 'unsupported' };
    expect(markIn({ claims: [said] }, { claims: ['learn#x'] })).toBe('📄 2026-07-30');
    expect(markIn({ claims: [said, guide] }, { claims: ['guide#*'] })).toBe(
      '↪ a later document says otherwise `gpt-5`',
    );
  });

  it('is no tick until every feature that the sentence names was seen', () => {
    const both: Ground = { features: [CHAT, 'chat/function-calling'] };
    const tools: Claim = { ...said, subject: { model: 'gpt-5', feature: 'chat/function-calling' } };
    const one = seen('gpt-5@2025-08-07', 'supported');
    const documented = sampleCell(
      'chat/function-calling:gpt-5@2025-08-07',
      'unknown',
      'unverified',
      [],
      [tools],
    );
    expect(markIn({ cells: [one, documented], claims: [tools] }, both)).toBe(
      '◐ seen: `chat/temperature` public 2026-06-24 (1 model); 📄 documented, unverified: `chat/function-calling` 2026-07-30',
    );
    expect(markIn({ cells: [one] }, both)).toMatch(/^◐ .*; – nobody says so: `chat\/function-calling`$/);
    const other = seen('gpt-4.1@2025-04-14', 'supported', 'chat/function-calling');
    expect(markIn({ cells: [one, other] }, both)).toBe('✅ public 2026-06-24 (2 models)');
    const refused = seen('gpt-4.1@2025-04-14', 'unsupported', 'chat/function-calling');
    expect(markIn({ cells: [one, refused] }, both)).toMatch(/^≠ .*`gpt-4.1@2025-04-14`$/);
  });

  it('tells sources that disagree from a later document', () => {
    const limit = {
      topic: 'limit',
      statement: 'value',
      subject: { model: 'gpt-5', parameter: 'context' },
    } as const;
    const older: Claim = { ...said, ...limit, id: 'guide#c', source: 'guide', value: 1 };
    const self: Claim = { ...said, ...limit, id: 'guide#d', source: 'guide', value: 2 };
    expect(markIn({ claims: [older, self] }, { claims: ['guide#*'] })).toBe('⇄ sources disagree `gpt-5`');
  });

  it('names where an answer was recorded or quoted, links first', () => {
    const [entry] = SAMPLE_ERRORS;
    if (entry === undefined) throw new Error('the sample has no error');
    const thread = 'https://github.com/owner/name/issues/12';
    const errors = [{ ...entry, evidence: ['recorded: a/b@1 x.json', thread, 'https://example.com/a', 'z'] }];
    const file = { version: 1 } as GuideInput['file'];
    const guide: GuideInput = { file, errors, snippets: { python: '', typescript: '', handling: '' } };
    const mark = `💬 an answer of the service says so [owner/name#12](${thread})`;
    const rest = '[example.com/a](https://example.com/a), and 2 more';
    expect(markIn({ guide }, { errors: [entry.id] })).toBe(`${mark}, ${rest}`);
    const [source] = sampleInput().sources;
    if (source === undefined) throw new Error('the sample has no source');
    const dated = { ...source, id: 'thread', url: thread, date: '2025-05-06' };
    expect(markIn({ guide, sources: [dated] }, { errors: [entry.id] })).toBe(`${mark} 2025-05-06, ${rest}`);
  });

  it('is a dash where nobody knows', () => {
    expect(markIn({}, rests)).toBe('–');
    expect(markIn({}, { claims: ['nobody#*'] })).toBe('–');
  });
});
