import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Claim, ClaimSource } from '../../claims/types.ts';
import { answerOf } from '../answers.ts';
import { buildReport } from '../build.ts';
import { reportCell } from '../cells.ts';
import { sampleInput } from '../sample.ts';
import { sampleCell, sampleEvidence } from '../sample-parts.ts';
import { callsOf, type Feed, feedOf, pythonSnippet, renderFeed } from './index.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const schema: object = JSON.parse(readFileSync(join(root, 'fixtures/schemas/feed.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

const AT = 'chat/completion:gpt-5@2025-08-07';
const source = (id: string, authority: ClaimSource['authority']): [string, ClaimSource] => [
  id,
  { id, title: id, url: null, date: '2026-07-30', language: 'en', retrieved: '2026-11-21', authority },
];
const sources = new Map([source('learn', 'vendor-documentation'), source('guide', 'user-guide')]);
const claim = (from: string, statement: Claim['statement'], more: Partial<Claim> = {}): Claim => ({
  id: `${from}#x`,
  source: from,
  topic: 'support',
  subject: { model: 'gpt-5', feature: 'chat/completion' },
  statement,
  where: 'here',
  ...more,
});

describe('an answer', () => {
  const told = (claims: readonly Claim[], status: 'supported' | 'unsupported' | 'blocked' | 'unknown') => {
    const evidence = status === 'unknown' ? [] : [sampleEvidence(AT, 'observation', status, '2026-06-24')];
    const cell = sampleCell(AT, status, 'unknown', evidence, claims);
    const { says, basis, disputed } = answerOf(
      reportCell(cell, new Map(claims.map((one) => [one.id, one])), '2026-11-21T09:30:00Z'),
      sources,
    );
    return `${says} by ${basis}${disputed ? ', disputed' : ''}`;
  };
  it.each<[string, readonly Claim[], 'supported' | 'unsupported' | 'blocked' | 'unknown', string]>([
    ['evidence before documents', [claim('learn', 'unsupported')], 'supported', 'yes by evidence'],
    ['a refusal', [claim('learn', 'supported')], 'unsupported', 'no by evidence'],
    ['documents where nothing was seen', [claim('learn', 'supported')], 'unknown', 'yes by documents'],
    ['documents where the case was blocked', [claim('learn', 'supported')], 'blocked', 'yes by documents'],
    [
      'the vendor before a guide',
      [claim('guide', 'supported'), claim('learn', 'unsupported')],
      'unknown',
      'no by documents, disputed',
    ],
    [
      "absence from the vendor's list before a guide",
      [claim('guide', 'supported'), claim('learn', 'unsupported', { basis: 'absence' })],
      'unknown',
      'no by documents, disputed',
    ],
    [
      'a sentence before absence, of one authority',
      [claim('learn', 'unsupported', { id: 'learn#y', basis: 'absence' }), claim('learn', 'supported')],
      'unknown',
      'yes by documents, disputed',
    ],
    ['nothing', [], 'unknown', 'unknown by unknown'],
  ])('is %s', (_, claims, status, expected) => {
    expect(told(claims, status)).toBe(expected);
  });
});

describe('the feed', () => {
  it('is valid against its schema, and empty, without the words of the guide', () => {
    const feed = JSON.parse(renderFeed(feedOf(buildReport(sampleInput()))));
    validate(feed);
    expect(validate.errors ?? []).toEqual([]);
    expect(feed.models).toEqual([]);
  });

  it('names its schema by a path that leads there from reports/', () => {
    expect(join('reports', feedOf(buildReport(sampleInput())).$schema)).toBe(
      'fixtures/schemas/feed.schema.json',
    );
  });
});

const answer = {
  says: 'yes',
  basis: 'documents',
  date: null,
  disputed: false,
  source: 'learn',
  evidence: null,
  error: null,
} as const;

function feedWith(...models: Partial<Feed['models'][number]>[]): Feed {
  return {
    $schema: '',
    version: 1,
    generatedAt: '2026-11-21',
    foreign: {
      chat: { omit: [], instead: {} },
      responses: { omit: ['messages'], instead: { messages: 'input' } },
    },
    models: models.map((more) => ({
      id: 'm@1',
      name: 'm',
      version: '1',
      series: 'M',
      kind: 'general',
      lifecycle: 'generally-available',
      retires: null,
      retired: false,
      use: 'chat',
      apis: { chat: answer, responses: answer },
      requests: { chat: { omit: ['temperature'], instead: {}, parameters: [] } },
      reasoning: null,
      limits: { context: null, maxInput: null, maxOutput: null },
      ...more,
    })),
  };
}

describe('the calls of the snippets', () => {
  it('leave out what any version of the model refuses', () => {
    const second = { chat: { omit: ['top_p'], instead: {}, parameters: [] } };
    expect([...callsOf(feedWith({}, { id: 'm@2', version: '2', requests: second }))]).toEqual([
      ['m', { api: 'chat', omit: ['temperature', 'top_p'], instead: {} }],
    ]);
  });

  it('use an API that every version offers', () => {
    const lacks = { ...answer, says: 'no' } as const;
    const calls = callsOf(
      feedWith({}, { id: 'm@2', version: '2', use: 'responses', apis: { chat: lacks, responses: answer } }),
    );
    expect(calls.get('m')?.api).toBe('responses');
  });

  it('leave out models that have retired, or that nothing is known of', () => {
    expect(callsOf(feedWith({ retired: true }, { name: 'n', use: null })).size).toBe(0);
  });

  it('are literals whatever a name holds, and need their place in the template', () => {
    const template = 'FOREIGN = {}  # filled in from feed.json\nMODELS = {}  # filled in from feed.json\n';
    const text = pythonSnippet(feedWith({ name: 'a"\n$&\u2028' }), template);
    expect(text).toContain('    "a\\"\\n$&\\u2028": {"api":"chat"');
    expect(() => pythonSnippet(feedWith({}), 'MODELS = 1')).toThrow('no place');
  });
});
