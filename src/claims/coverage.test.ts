import { describe, expect, it } from 'vitest';
import { type CoverageRule, isUntracked, readCoverage, trackCoverage } from './coverage.ts';
import type { Statement } from './statements.ts';
import type { Claim } from './types.ts';

function claim(id: string, subject: Claim['subject'], change: Partial<Claim> = {}): Claim {
  return {
    id: `guide#${id}`,
    source: 'guide',
    topic: 'support',
    subject,
    statement: 'supported',
    where: 'table',
    ...change,
  };
}

const statementOf = (...claims: Claim[]): Statement => ({
  id: claims[0]?.id ?? '',
  source: 'guide',
  where: 'table',
  words: '',
  claims,
});

function follow(claims: readonly Claim[], rules: readonly CoverageRule[] = []) {
  const [tracked] = trackCoverage([statementOf(...claims)], rules);
  if (tracked === undefined) throw new Error('nothing came back');
  return { tests: tracked.tests, reasons: tracked.reasons, untracked: isUntracked(tracked) };
}

const tested = (...tests: string[]) => ({ tests, reasons: [], untracked: false });
const excused = (...reasons: string[]) => ({ tests: [], reasons, untracked: false });
const untracked = { tests: [], reasons: [], untracked: true };

describe('without a rule, a statement', () => {
  it.each<[string, Claim[], ReturnType<typeof follow>]>([
    ['about a feature is tested by it', [claim('a', { feature: 'responses/mcp' })], tested('responses/mcp')],
    [
      'about several features is tested by each, once',
      [
        claim('a', { feature: 'responses/mcp' }),
        claim('b', { feature: 'chat/n' }),
        claim('c', { feature: 'chat/n' }),
      ],
      tested('chat/n', 'responses/mcp'),
    ],
    [
      'about an API is tested by its plainest feature',
      [claim('a', { api: 'chat' })],
      tested('chat/completion'),
    ],
    [
      'that rules an API out is tested by its refusal too',
      [claim('a', { api: 'chat' }, { statement: 'unsupported' })],
      tested('chat/completion', 'service/wrong-api'),
    ],
    [
      'about a region is tested there',
      [claim('a', { api: 'responses', region: 'eastus2' }, { topic: 'region' })],
      tested('responses/create', 'service/region'),
    ],
    ['about a parameter alone is untracked', [claim('a', { api: 'chat', parameter: 'voice' })], untracked],
    ['about nothing that is known is untracked', [claim('a', {})], untracked],
    [
      'of which one claim is untracked is untracked',
      [claim('a', { feature: 'chat/n' }), claim('b', { parameter: 'voice' })],
      untracked,
    ],
  ])('%s', (_, claims, outcome) => {
    expect(follow(claims)).toEqual(outcome);
  });
});

describe('a rule', () => {
  const about = claim('voice/alloy', { api: 'chat', parameter: 'voice.alloy' }, { topic: 'parameter' });

  it.each<[string, CoverageRule, ReturnType<typeof follow>]>([
    ['fits by claim', { claims: ['guide#voice/*'], tested: ['chat/n'] }, tested('chat/n')],
    ['fits by topic', { topics: ['parameter'], reason: 'billing' }, excused('billing')],
    ['fits by parameter', { parameters: ['voice.*'], reason: 'ui' }, excused('ui')],
    ['must fit in all its signs', { topics: ['limit'], parameters: ['voice.*'], reason: 'ui' }, untracked],
    ['does not fit another document', { claims: ['learn#voice/*'], reason: 'ui' }, untracked],
  ])('%s', (_, rule, outcome) => {
    expect(follow([about], [rule])).toEqual(outcome);
  });

  it('that comes first decides', () => {
    const rules: CoverageRule[] = [
      { claims: ['*'], reason: 'ui' },
      { claims: ['*'], tested: ['chat/n'] },
    ];
    expect(follow([about], rules)).toEqual(excused('ui'));
  });

  it('decides before the feature that the claim names', () => {
    const rule: CoverageRule = { parameters: ['cost'], reason: 'billing' };
    expect(follow([claim('a', { feature: 'responses/mcp', parameter: 'cost' })], [rule])).toEqual(
      excused('billing'),
    );
  });
});

describe('the file', () => {
  const text = (rest: string) =>
    `documents: [guide]\nreasons: { ui: { en: By hand., zh-CN: 手动, zh-TW: 手動 } }\nrules: []\n${rest}`;
  const read = (content: string) =>
    readCoverage({ file: 'coverage.yaml', text: content }, {}, [statementOf(claim('a', { api: 'chat' }))]);

  it('is read', () => {
    expect(read(text('')).documents).toEqual(['guide']);
  });

  it.each([
    [
      'a document that is no source',
      text('').replace('[guide]', '[gide]'),
      /no source "gide", did you mean "guide"/,
    ],
    [
      'a reason that is not explained',
      text('').replace('rules: []', 'rules: [{ claims: ["*"], reason: u }]'),
      /coverage\.yaml:3:\d+.*no reason "u"/s,
    ],
    [
      'a claim that nobody makes',
      text('silent: { guide: [{ text: Hm, as: b }] }'),
      /guide makes no claim "b"/,
    ],
  ])('is refused for %s', (_, content, says) => {
    expect(() => read(content)).toThrow();
    try {
      read(content);
    } catch (error) {
      expect(
        error instanceof Error && 'describe' in error
          ? String((error as { describe(): string }).describe())
          : '',
      ).toMatch(says);
    }
  });
});
