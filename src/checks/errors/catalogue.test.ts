import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCatalogue } from './catalogue.ts';
import { shippedCatalogue } from './default.ts';

const schemaFile = new URL('../../../fixtures/schemas/errors.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));

const file = (entries: string) => `version: 1
classes:
  auth: { status: blocked, http: [401] }
errors:
${entries}`;
const entry = (id: string, match: string, kind = 'auth') => `  - id: ${id}
    class: ${kind}
    match: ${match}
    cause: { en: Cause, zh-CN: 原因说明, zh-TW: 原因說明 }
    remedy: { en: Remedy, zh-CN: 处理方法, zh-TW: 處理方法 }
    evidence: ['facts: none']
`;
const read = (text: string) => () => readCatalogue({ file: 'errors.yaml', text }, schema);
const good = entry('one', "{ http: [401], message: '^Access denied' }");

describe('readCatalogue', () => {
  it('compiles patterns and fills the status in from the class', () => {
    const [first] = read(file(good))().entries;
    expect(first).toMatchObject({
      id: 'one',
      status: 'blocked',
      match: { http: [401], message: /^Access denied/i },
    });
  });

  it.each([
    ['an id used twice', good + good, 'the id "one" is used twice'],
    [
      'a class without a line',
      entry('two', '{ http: [403], code: [x] }', 'forbidden'),
      'has no line under classes',
    ],
    ['a class with a typo', entry('two', '{ http: [401], code: [x] }', 'auht'), 'did you mean "auth"'],
    ['a status alone', entry('two', '{ http: [401] }'), 'fewer than 2'],
    ['no status', entry('two', '{ code: [x] }'), 'key "http" is missing'],
    [
      'a pattern that can run away',
      entry('two', "{ http: [401], message: '^(a+)+$long' }"),
      'repeats a group',
    ],
    [
      'a pattern that refers back',
      entry('two', "{ http: [401], message: '(abcdefg)\\\\1' }"),
      'repeats a group',
    ],
    [
      'a pattern that does not compile',
      entry('two', "{ http: [401], message: '^(abcdefgh' }"),
      'Invalid regular expression',
    ],
    ['a missing language', good.replace(', zh-TW: 原因說明', ''), 'key "zh-TW" is missing'],
  ])('refuses %s', (_words, entries, message) => {
    expect(read(file(entries))).toThrow(message);
  });
});

describe('the shipped catalogue', () => {
  const { entries, http } = shippedCatalogue();

  it('says everything in three languages, differently in each', () => {
    for (const { id, cause, remedy, harness, note } of entries) {
      for (const text of [cause, remedy, harness ?? remedy, note ?? remedy]) {
        expect(text['zh-CN'], id).toMatch(/\p{Script=Han}/u);
        expect(text['zh-TW'], id).toMatch(/\p{Script=Han}/u);
        expect(text.en, id).not.toMatch(/\p{Script=Han}/u);
        // Characters that exist in one of the two scripts only.
        expect(text['zh-TW'], id).not.toMatch(/[请响务过错误时间应为区终结点绑额删标题码资发该这]/);
        expect(text['zh-CN'], id).not.toMatch(/[請響務過錯誤時間應為區終結點綁額刪標題碼資發該這]/);
      }
    }
  });

  it('matches an entry only with statuses that fit its class, save where a gateway translates them', () => {
    const odd = entries.filter((entry) =>
      entry.match.http.some((status) => !http[entry.class]?.includes(status)),
    );
    expect(odd.map(({ id }) => id)).toEqual(['missing-data-action', 'no-capacity', 'mcp-server-failed']);
  });

  it('tells whoever calls Azure nothing of the files and commands of the harness', () => {
    const ours = /matrix\.yaml|aoai-conform|_per_minute/;
    for (const { id, cause, remedy } of entries)
      expect(`${Object.values(cause)} ${Object.values(remedy)}`, id).not.toMatch(ours);
    expect(entries.flatMap(({ id, harness }) => (harness === undefined ? [] : [id]))).toContain(
      'token-rate-exceeded',
    );
  });

  it('cites every entry', () => {
    for (const { id, evidence } of entries) expect(evidence.length, id).toBeGreaterThan(0);
  });
});
