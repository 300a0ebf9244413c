import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClaimEntry, type ClaimFile, expandClaims } from './expand.ts';

const source = {
  id: 'page',
  title: 'A page',
  url: null,
  date: '2026-01-16',
  language: 'en',
  retrieved: '2026-11-21',
  authority: 'vendor-documentation',
} as const;

const claimsOf = (file: Omit<ClaimFile, 'source'>) =>
  expandClaims({ source, ...file }).claims.map(({ claim }) => claim);

const entry: ClaimEntry = {
  id: 'models',
  topic: 'support',
  about: { api: 'responses' },
  each: { model: ['gpt-4.1', 'o3'] },
  statement: 'supported',
  where: 'Model support',
};

describe('an entry', () => {
  it('gives one claim for each item, at the place of the item', () => {
    const { claims } = expandClaims({ source, claims: [{ ...entry, printed: { o3: 'o3 (2025-04-16)' } }] });
    expect(claims).toEqual([
      {
        pointer: '/claims/0/each/model/0',
        claim: {
          id: 'page#models/gpt-4.1',
          source: 'page',
          topic: 'support',
          subject: { api: 'responses', model: 'gpt-4.1' },
          statement: 'supported',
          where: 'Model support, gpt-4.1',
        },
      },
      {
        pointer: '/claims/0/each/model/1',
        claim: {
          id: 'page#models/o3',
          source: 'page',
          topic: 'support',
          subject: { api: 'responses', model: 'o3' },
          statement: 'supported',
          where: 'Model support, o3 (2025-04-16)',
          quote: 'o3 (2025-04-16)',
        },
      },
    ]);
  });

  it('gives one claim for each subject, told apart by what it is about', () => {
    const about = [{ feature: 'chat/image-url' }, { feature: 'chat/image-base64' }];
    expect(claimsOf({ claims: [{ ...entry, about }] }).map(({ id }) => id)).toEqual([
      'page#models/gpt-4.1/chat/image-url',
      'page#models/gpt-4.1/chat/image-base64',
      'page#models/o3/chat/image-url',
      'page#models/o3/chat/image-base64',
    ]);
  });

  it('takes the values of a map of names', () => {
    const [claim] = claimsOf({
      claims: [
        {
          id: 'format',
          topic: 'parameter',
          each: { parameter: { '.c': 'text/x-c' } },
          statement: 'value',
          where: 'Files',
        },
      ],
    });
    expect(claim).toMatchObject({ subject: { parameter: '.c' }, statement: 'value', value: 'text/x-c' });
  });

  it.each<[string, Partial<ClaimEntry>, string]>([
    ['a value beside another statement', { value: 25 }, 'must state "value"'],
    ['the statement "value" without one', { statement: 'value' }, 'needs a value'],
    ['absence that supports', { basis: 'absence' }, 'can only mean "unsupported"'],
  ])('refuses %s', (_, change, message) => {
    const { problems } = expandClaims({ source, claims: [{ ...entry, ...change }] });
    expect(problems).toEqual([
      { pointer: expect.stringMatching(/^\/claims\/0\//), message: expect.stringContaining(message) },
    ]);
  });
});

describe('a table', () => {
  const table = {
    id: 'gpt-5',
    where: 'GPT-5',
    columns: [
      { id: 'chat', title: 'Chat Completions', topic: 'support', about: { api: 'chat' } },
      { id: 'access', title: 'Access', topic: 'access', reads: 'values', means: { 需注册: 'registration' } },
    ],
    rows: { 'gpt-5-pro': ['❌', '需注册'], 'gpt-5-mini': ['✅', null] },
  } as const;

  it('gives one claim for each cell that is not empty, quoting the cell', () => {
    expect(claimsOf({ tables: [table] })).toMatchObject([
      {
        id: 'page#gpt-5/gpt-5-pro/chat',
        statement: 'unsupported',
        quote: '❌',
        where: 'GPT-5, row gpt-5-pro, column Chat Completions',
      },
      { id: 'page#gpt-5/gpt-5-pro/access', statement: 'value', value: 'registration', quote: '需注册' },
      {
        id: 'page#gpt-5/gpt-5-mini/chat',
        subject: { model: 'gpt-5-mini', api: 'chat' },
        statement: 'supported',
      },
    ]);
  });

  it('places a short row and an unknown mark', () => {
    const rows = { 'gpt-5': ['✅'], 'gpt-5-nano': ['yes', '需注册'] };
    expect(expandClaims({ source, tables: [{ ...table, rows }] }).problems).toEqual([
      { pointer: '/tables/0/rows/gpt-5', message: '1 cells for 2 columns (chat, access)' },
      { pointer: '/tables/0/rows/gpt-5-nano/0', message: '"yes" is no mark; known marks: ✅ ❌' },
    ]);
  });

  it('reads the marks of its own source', () => {
    const rows = { 'gpt-5-pro': ['-', null] };
    const [claim] = claimsOf({ marks: { '-': 'unsupported' }, tables: [{ ...table, rows }] });
    expect(claim).toMatchObject({ statement: 'unsupported', quote: '-' });
  });
});

it('keeps the ids of all other claims when an item is added', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}$/), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(names, fc.nat(), (models, seed) => {
      const dropped = models[seed % models.length];
      const all = claimsOf({ claims: [{ ...entry, each: { model: models } }] });
      const fewer = claimsOf({
        claims: [{ ...entry, each: { model: models.filter((name) => name !== dropped) } }],
      });
      expect(fewer).toEqual(all.filter(({ subject }) => subject.model !== dropped));
    }),
  );
});
