import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildReport } from './build.ts';
import { LOCALES, readLocale } from './locale.ts';
import { renderMarkdown } from './markdown.ts';
import { code, link, plain, table } from './markdown-text.ts';
import type { ReportInput } from './model.ts';
import { sampleInput } from './sample.ts';
import { HOSTILE, hostileInput } from './sample-hostile.ts';
import { sampleCell } from './sample-parts.ts';

const root = join(import.meta.dirname, '..', '..');
const english = readLocale(root, 'en');
const render = (input: ReportInput = sampleInput()) => renderMarkdown(buildReport(input), english);

/** Splits a row as GitHub does: at pipes that no backslash escapes. */
const columns = (line: string) => line.replace(/\\./g, '').split('|').length - 2;

function tables(markdown: string): string[][] {
  return markdown
    .trimEnd()
    .split('\n\n')
    .flatMap((block) => {
      const lines = block.split('\n');
      return lines[0]?.startsWith('| ') ? [lines] : [];
    });
}

describe('renderMarkdown', () => {
  it.each([
    ['the sample', sampleInput()],
    ['hostile text', hostileInput()],
  ])('keeps every table row to the columns of its head, for %s', (_, input) => {
    const found = tables(render(input));
    expect(found.length).toBeGreaterThan(8);
    for (const [head = '', rule = '', ...rows] of found) {
      expect(rule).toMatch(/^\|( --- \|)+$/);
      for (const row of rows) expect([row, columns(row)]).toEqual([row, columns(head)]);
    }
  });

  it('has a table by series with the APIs as columns, and one by feature', () => {
    const markdown = render();
    expect(markdown).toContain('### GPT-4.1\n\n| Model | Chat Completions | Responses | Access | Notes |');
    expect(markdown).toContain('<summary>Features: GPT-4.1</summary>');
    expect(markdown).toContain('| `gpt-5-pro@2025-10-06` | ❌ public 2026-07-10 =† |');
  });

  it('gives each tick what it rests on and when it was seen', () => {
    for (const line of render()
      .split('\n')
      .filter((each) => each.startsWith('| '))) {
      for (const [sign] of line.matchAll(/(?:✅|❌)[^|<]*/gu)) {
        expect(sign).toMatch(/^\S+ (live|replay|public) (\d{4}-\d\d-\d\d|undated)/);
      }
    }
  });

  it('shows what only documents say without a tick', () => {
    const at = 'chat/completion:gpt-4.1@2025-04-14';
    const claims = sampleInput()
      .claims.filter((claim) => claim.statement === 'supported')
      .slice(0, 1);
    const markdown = render({
      ...sampleInput(),
      claims,
      cells: [sampleCell(at, 'unknown', 'unverified', [], claims)],
    });
    expect(markdown).toContain('| `gpt-4.1@2025-04-14` | 📄 says yes |');
    expect(markdown).not.toMatch(/^\|.*✅/mu);
  });

  it('shows who may use a model as a claim where the catalogue does not know, and explains rows without a version', () => {
    const input = sampleInput();
    const [model, ...others] = input.models.filter(({ publisher }) => publisher !== 'reference');
    if (model === undefined) throw new Error('the sample has no model');
    const row = { ...model, id: `${model.name}@unstated`, version: 'unstated', access: 'unknown' } as const;
    const access = (source: string, value: string) =>
      ({
        id: `${source}#a`,
        source,
        topic: 'access',
        subject: { model: model.name },
        statement: 'value',
        value,
        where: 'x',
      }) as const;
    const claims = [access('guide', 'registration'), access('learn', 'open')];
    const markdown = render({ ...input, models: [row, ...others], claims });
    expect(markdown).toMatch(
      new RegExp(`^\\| \`${row.id}\` ¹ .*\\| 📄 open to all \\d{4}-\\d\\d-\\d\\d \\|`, 'm'),
    );
    expect(markdown).toContain('\n¹ The traffic does not name the version');
    expect(render({ ...input, models: others })).not.toContain('¹');
  });

  it('changes nothing but its date when only the run changes', () => {
    const input = sampleInput();
    const { header } = input;
    if (header === null) throw new Error('the sample has a header');
    const later = render({
      ...input,
      header: { ...header, run: 'another', startedAt: '2026-12-01T00:00:00Z' },
      generatedAt: '2026-12-01T00:00:00Z',
    });
    const differing = later.split('\n').filter((line, at) => line !== render().split('\n')[at]);
    expect(differing).toEqual(['## 📋 Last updated: 2026-12-01', '**Last updated**: 2026-12-01<br>']);
  });

  it.each(LOCALES)('has the same outline in %s', (tag) => {
    const outline = (markdown: string) => markdown.split('\n').flatMap((line) => /^#+/.exec(line)?.[0] ?? []);
    expect(outline(renderMarkdown(buildReport(sampleInput()), readLocale(root, tag)))).toEqual(
      outline(render()),
    );
  });

  it('lets no hostile text become HTML, a link, an image or a heading', () => {
    const markdown = render(hostileInput());
    const spoken = markdown.replace(/`[^`]*`/g, '');
    expect(spoken.match(/<(?!br>|\/?code>|\/?details>|\/?summary>)/g)).toBeNull();
    expect(spoken).not.toMatch(/(?<!\\)\]\((?!https:\/\/)/);
    expect(spoken).not.toMatch(/(?<!\\)!\[|(?<![\\:])\bhttps?:\/\/evil/);
    expect(markdown.split('\n').filter((line) => /^#+ heading/.test(line))).toEqual([]);
    expect(markdown).not.toMatch(/[\u202a-\u202e]/);
  });
});

describe('text for Markdown', () => {
  it.each([
    ['a | b', 'a \\| b'],
    ['a \\| b', 'a \\\\\\| b'],
    ['<b>', '&lt;b&gt;'],
    ['[x](javascript:y)', '\\[x\\](javascript:y)'],
    ['two\nlines', 'two lines'],
    ['https://evil.example', 'https\\://evil.example'],
    ['www.evil.example', 'www\\.evil.example'],
    ['$x$ _y_ *z* ~q~', '\\$x\\$ \\_y\\_ \\*z\\* \\~q\\~'],
    ['&lt;', '&amp;lt;'],
    ['@someone', '@&#8203;someone'],
  ])('plain: %j becomes %j', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it.each([
    ['gpt-4.1@2025-04-14', '`gpt-4.1@2025-04-14`'],
    ['<b>', '`<b>`'],
    ['a|b', '<code>a\\|b</code>'],
    ['a`b', '<code>a\\`b</code>'],
    ['', ''],
  ])('code: %j becomes %j', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it('link: an address cannot leave its place', () => {
    expect(link('x', 'https://a.example/(b)|`c`')).toBe('[x](https://a.example/%28b%29%7C%60c%60)');
    expect(link('[x](y)', null)).toBe('\\[x\\](y)');
  });

  it('keeps one row one row, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.constant(HOSTILE),
            fc.constantFrom('\\', '|', '`', '\\|'),
          ),
          { minLength: 1 },
        ),
        (texts) => {
          for (const write of [plain, code]) {
            const [, , row = ''] = table(['h'], [[write(texts.join(''))]]).split('\n');
            expect(table(['h'], [[write(texts.join(''))]]).split('\n').length).toBe(3);
            expect(columns(row)).toBe(1);
          }
        },
      ),
    );
  });
});
