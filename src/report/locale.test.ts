import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { LOCALES, localeOf, type Message, readMessages } from './locale.ts';

const root = join(import.meta.dirname, '..', '..');
const english = readMessages(root, 'en');
const holes = (message: Message) => [...new Set(JSON.stringify(message).match(/\{\w+\}/g) ?? [])].sort();

describe('the message catalogues', () => {
  it.each(LOCALES)('%s has the keys of English, each with the same holes', (tag) => {
    const messages = readMessages(root, tag);
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
    for (const [key, message] of Object.entries(messages)) {
      expect([key, holes(message)]).toEqual([key, holes(english[key] ?? '')]);
    }
  });

  it('hold no message that nobody says', () => {
    const folder = import.meta.dirname;
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?<!test)\.(ts|hbs)$/.test(file),
    );
    const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    const computed = [...text.matchAll(/`([\w.-]*)\$\{/g)]
      .map((match) => match[1] ?? '')
      .filter((prefix) => prefix !== '');
    computed.push('gap.', 'error.'); // `${prefix}.${reason}`
    const silent = Object.keys(english).filter(
      (key) =>
        !text.includes(`'${key}'`) &&
        !text.includes(`"${key}"`) &&
        !computed.some((prefix) => key.startsWith(prefix)),
    );
    expect(silent).toEqual(['language']);
  });

  it('are refused by name when they do not exist', () => {
    expect(() => readMessages(join(root, 'nowhere'), 'en')).toThrow(ConfigurationFailure);
  });
});

describe('localeOf', () => {
  const locale = localeOf('en', {
    hello: 'hello {name}',
    cells: { one: '{count} cell', other: '{count} cells' },
  });

  it('fills holes once and leaves those of the value alone', () => {
    expect(locale.say('hello', { name: '{name} {count}' })).toBe('hello {name} {count}');
  });

  it.each([
    [0, '0 cells'],
    [1, '1 cell'],
    [1234, '1,234 cells'],
  ])('says %d as "%s"', (count, words) => {
    expect(locale.say('cells', { count })).toBe(words);
  });

  it('throws on an unknown key, also on one of Object.prototype', () => {
    expect(() => locale.say('nope')).toThrow('nope');
    expect(() => locale.say('constructor')).toThrow('constructor');
    expect(locale.sayOr('toString', 'fallback')).toBe('fallback');
  });
});
