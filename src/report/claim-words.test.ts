import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ClaimFile, expandClaims } from '../claims/expand.ts';
import { parseDocument } from '../documents/index.ts';
import { placeWords, valueWords } from './claim-words.ts';
import { LOCALES, readLocale, readMessages } from './locale.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'fixtures', 'claims');
const claims = readdirSync(folder).flatMap((file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  const { value } = parseDocument<ClaimFile>({ file, text }, { type: 'object' });
  return expandClaims(value).claims.map(({ claim }) => claim);
});
const [english, ...others] = LOCALES.map((tag) => readLocale(root, tag));

describe('placeWords', () => {
  it.each([
    ['GPT-5, row gpt-5-pro, column Chat Completions', 'GPT-5，「gpt-5-pro」列，「Chat Completions」欄'],
    ['Limits, row o3, column Context Window, Input', 'Limits，「o3」列，「Context Window, Input」欄'],
    ['GPT-5, column Notes, gpt-5-pro', 'GPT-5，「Notes」欄, gpt-5-pro'],
    ['Models (absent from the list), o3-pro', 'Models（清單未列出）, o3-pro'],
    ['Response output, sample', 'Response output，範例'],
    ['toString', 'toString'],
  ])('says "%s" with the headings of the source left alone', (where, said) => {
    expect(placeWords(where, readLocale(root, 'zh-TW'))).toBe(said);
  });

  it('changes no place in English, which is the language they are written in', () => {
    for (const { where } of claims) expect(english && placeWords(where, english)).toBe(where);
  });

  it('leaves no word of ours in another language', () => {
    const ours =
      /, (row|column|footnote|sample|curl sample|output|after the list)\b(?!\.)|\((absent|entries|check marks)|^(head|edition|keys)\b|\bbranch\b/;
    const left = others.flatMap((locale) =>
      claims.map(({ where }) => placeWords(where, locale)).filter((said) => ours.test(said)),
    );
    expect([...new Set(left)]).toEqual([]);
  });
});

describe('valueWords', () => {
  it.each([
    ['registration', 'access', '需注册'],
    ['Retired', 'lifecycle', '已停用'],
    ['not needed', 'parameter', '不需要'],
    ['none', 'parameter', 'none'],
    ['retired', 'parameter', 'retired'],
    [128000, 'limit', '128000'],
    ['constructor', 'access', 'constructor'],
  ] as const)('says %s of %s as "%s"', (value, topic, said) => {
    expect(valueWords(value, readLocale(root, 'zh-CN'), topic)).toBe(said);
  });

  it('has words for values that some claim states', () => {
    const stated = new Set(
      claims.flatMap(({ value }) => {
        const said = value === undefined || english === undefined ? [] : [valueWords(value, english)];
        return said.map((one) => one.toLowerCase());
      }),
    );
    const words = Object.entries(readMessages(root, 'en')).filter(([key]) => key.startsWith('value.'));
    expect(words.length).toBeGreaterThan(0);
    for (const [key, message] of words) expect([...stated], key).toContain(String(message).toLowerCase());
  });
});
