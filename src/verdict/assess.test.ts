import { describe, expect, it } from 'vitest';
import type { Claim } from '../claims/types.ts';
import { assess, judgeClaim } from './assess.ts';
import type { Assessment, Cell } from './types.ts';

const claim = (statement: Claim['statement'], more: Partial<Claim> = {}): Claim => ({
  id: `page#${statement}`,
  source: 'page',
  topic: 'support',
  subject: { model: 'gpt-5', feature: 'chat/temperature' },
  statement,
  where: 'here',
  ...more,
});
const rule = { subject: { feature: 'chat/temperature' } };

const yes = claim('supported');
const preview = claim('preview');
const limited = claim('limited');
const no = claim('unsupported');
const absent = claim('unsupported', { basis: 'absence' });
const yesRule = claim('supported', rule);
const noRule = claim('unsupported', rule);
const value = claim('value', { value: 'none' });

const SEEN = ['supported', 'partial', 'unsupported'] as const;
const UNSEEN = ['blocked', 'errored', 'not-run', 'unknown'] as const;

describe('assess', () => {
  // claims, then the assessment for supported, partial, unsupported, and nothing verified
  it.each<[string, Claim[], Assessment, Assessment, Assessment, Assessment]>([
    ['no claim', [], 'undocumented', 'undocumented', 'undocumented', 'unknown'],
    ['only a value', [value], 'undocumented', 'undocumented', 'undocumented', 'unknown'],
    ['yes', [yes], 'confirmed', 'confirmed', 'contradicted', 'unverified'],
    ['preview', [preview], 'confirmed', 'confirmed', 'contradicted', 'unverified'],
    ['limited', [limited], 'confirmed', 'confirmed', 'contradicted', 'unverified'],
    ['yes and limited', [yes, limited], 'confirmed', 'confirmed', 'contradicted', 'unverified'],
    ['no', [no], 'contradicted', 'unverified', 'confirmed', 'unverified'],
    ['absent', [absent], 'undocumented', 'unverified', 'confirmed', 'unverified'],
    ['yes and no', [yes, no], 'contradicted', 'disputed', 'contradicted', 'disputed'],
    ['yes and absent', [yes, absent], 'confirmed', 'disputed', 'contradicted', 'disputed'],
    ['a rule says yes', [yesRule], 'confirmed', 'confirmed', 'undocumented', 'unverified'],
    ['a rule says no', [noRule], 'contradicted', 'unverified', 'confirmed', 'unverified'],
    [
      'a rule says yes, of this model no',
      [yesRule, no],
      'contradicted',
      'unverified',
      'confirmed',
      'unverified',
    ],
    [
      'a rule says no, of this model yes',
      [noRule, yes],
      'contradicted',
      'disputed',
      'contradicted',
      'disputed',
    ],
    ['two rules disagree', [noRule, yesRule], 'contradicted', 'disputed', 'confirmed', 'disputed'],
  ])('%s', (_, claims, supported, partial, unsupported, unseen) => {
    expect(SEEN.map((status) => assess(claims, status))).toEqual([supported, partial, unsupported]);
    expect(UNSEEN.map((status) => assess(claims, status))).toEqual(UNSEEN.map(() => unseen));
    expect(SEEN.map((status) => assess(claims.toReversed(), status))).toEqual([
      supported,
      partial,
      unsupported,
    ]);
  });
});

describe('judgeClaim', () => {
  it.each<[string, Claim, Cell['status'], string]>([
    ['a later yes against an earlier no', yes, 'supported', 'confirmed'],
    ['an earlier no against evidence', no, 'supported', 'contradicted'],
    ['absence from a list', absent, 'supported', 'unverified'],
    ['a rule with an exception', yesRule, 'unsupported', 'unverified'],
    ['a parameter that is ignored', no, 'partial', 'unverified'],
    ['a value', value, 'supported', 'unverified'],
    ['a blocked run', yes, 'blocked', 'unverified'],
  ])('%s', (_, one, status, verdict) => {
    expect(judgeClaim(one, status)).toBe(verdict);
  });
});
