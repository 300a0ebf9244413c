import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HOME } from './project.fixture.ts';

const english = readFileSync(join(HOME, 'README.md'), 'utf8');
const chinese = readFileSync(join(HOME, 'README.zh-CN.md'), 'utf8');

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, '');
/** Levels of the headings, and of each section its tables by rows. */
function structureOf(text: string): string[] {
  return withoutCode(text)
    .split('\n')
    .flatMap((line) => /^(#+) |^(\||-) /.exec(line)?.slice(1, 3).filter(Boolean) ?? []);
}

/** What a reader types: commands in shell blocks and after a prompt, without the remarks behind them. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, language, body = '']) =>
    body
      .split('\n')
      .filter((line) => line !== '' && (language === 'sh' || line.startsWith('$ ')))
      .map((line) => line.replace(/\s+#.*$/, '')),
  );
}

/** Code in the first column of tables and in prose: names of commands, options, files, packages. */
const codeOf = (text: string) =>
  [...withoutCode(text).matchAll(/`([^`]+)`/g)].map(([, code = '']) => code).sort();
const linksOf = (text: string) =>
  [...withoutCode(text).matchAll(/\]\(([^)]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !link.startsWith('README'));

describe('README.zh-CN.md', () => {
  it.each([
    ['headings, lists and tables', structureOf],
    ['commands', commandsOf],
    ['code in the text', codeOf],
    ['links', linksOf],
  ])('has the %s of README.md', (_, read) => {
    expect(read(english).length).toBeGreaterThan(5);
    expect(read(chinese)).toEqual(read(english));
  });

  it.each([
    ['a heading', structureOf, (text: string) => text.replace('\n## 指南', '')],
    ['a row of a table', structureOf, (text: string) => text.replace(/\n\| `aoai-conform diff.*/, '')],
    ['a command', commandsOf, (text: string) => text.replace('npm ci && npm test', 'npm test')],
    ['an option', codeOf, (text: string) => text.replace('`--resume`', '`--continue`')],
  ])('would not miss %s', (_, read, change) => {
    expect(change(chinese)).not.toBe(chinese);
    expect(read(change(chinese))).not.toEqual(read(english));
  });

  it('and README.md lead to each other', () => {
    expect(english).toContain('(README.zh-CN.md)');
    expect(chinese).toContain('(README.md)');
    for (const link of linksOf(chinese).filter(
      (path) => path.startsWith('reports/') || path.endsWith('.yaml'),
    ))
      expect(existsSync(join(HOME, link))).toBe(true);
  });
});
