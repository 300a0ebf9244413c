import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { loadClaims } from './load.ts';

const schema = JSON.parse(readFileSync('fixtures/schemas/claims.schema.json', 'utf8'));
const vocabulary = { models: ['gpt-5@2025-08-07', 'gpt-5-pro@2025-10-06', 'gpt-4@turbo-2024-04-09'] };

const head = (id = 'page') =>
  `source: { id: ${id}, title: A page, url: null, date: 2026-01-16, language: en, retrieved: 2026-11-21, authority: user-guide }\n`;
const load = (...texts: string[]) =>
  loadClaims(
    texts.map((text, index) => ({ file: `${index}.yaml`, text })),
    schema,
    vocabulary,
  );
const one = (fields: string) =>
  `${head()}claims:\n  - { id: a, topic: support, statement: supported, where: here, ${fields} }\n`;

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigurationFailure) return error.describe();
    throw error;
  }
  return 'nothing was thrown';
}

describe('loadClaims', () => {
  it('reads sources and claims, and knows a model by id and by name', () => {
    const { sources, claims } = load(
      one('about: [{ model: gpt-5 }, { model: gpt-5@2025-08-07 }]'),
      head('other'),
    );
    expect(sources.map(({ id }) => id)).toEqual(['page', 'other']);
    expect(claims.map(({ id }) => id)).toEqual(['page#a/gpt-5', 'page#a/gpt-5@2025-08-07']);
  });

  it('accepts a model that only the source knows, where it says so', () => {
    const text = `${head()}outside: { o1-pro: named in prose }\nclaims:\n  - { id: a, topic: support, about: { model: o1-pro, feature: responses/background }, statement: supported, where: here }\n`;
    expect(load(text).claims).toHaveLength(1);
  });

  it.each([
    [
      'an unknown model',
      one('about: { model: gpt-5-por }'),
      /^0\.yaml:3:.*unknown model "gpt-5-por", did you mean "gpt-5-pro"\?.*outside/,
    ],
    ['an unknown feature', one('about: { feature: chat/temprature }'), /did you mean "chat\/temperature"\?/],
    [
      'a feature of another api',
      one('about: { api: chat, feature: responses/create }'),
      /does not belong to api "chat"/,
    ],
    ['an unknown key', one('statment: supported'), /unknown key "statment", did you mean "statement"\?/],
    ['a long quote', one(`quote: ${'x'.repeat(201)}`), /200/],
    ['a date that is none', head().replace('2026-01-16', 'January'), /YYYY-MM-DD/],
    [
      'a stale exception',
      `${head()}outside: { gpt-5: gone }\n`,
      /"gpt-5" need not stand here: the catalogue holds it/,
    ],
    [
      'an unused exception',
      `${head()}outside: { o9: gone }\n`,
      /"o9" need not stand here: no claim names it/,
    ],
    [
      'two claims of one id',
      `${head()}claims:\n  - &c { id: a, topic: support, about: { api: chat }, statement: supported, where: here }\n  - *c\n`,
      /claim "page#a" is already made at \/claims\/0/,
    ],
  ])('refuses %s and says where', (_, text, message) => {
    expect(messageOf(() => load(text))).toMatch(message);
  });

  it('refuses two files about one source', () => {
    expect(messageOf(() => load(head(), head()))).toMatch(
      /^1\.yaml:1:.*"page" is already described in 0\.yaml/,
    );
  });
});
