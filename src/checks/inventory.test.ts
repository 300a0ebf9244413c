import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CHECKS } from './inventory.ts';

const HOME = fileURLToPath(new URL('../../', import.meta.url));
const DOCUMENT = readFileSync(`${HOME}docs/validation.md`, 'utf8');

/** The table as it has to stand in the document. */
function table(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const link = (reference: string) => {
    const [path = '', anchor = ''] = reference.split('#');
    if (path === 'docs/validation.md') return `[${anchor}](#${anchor})`;
    return reference.startsWith('https://') ? `[source](${reference})` : `\`${reference}\``;
  };
  const rows = CHECKS.map(
    ({ id, severity, says, reference }) =>
      `| \`${id}\` | ${severity} | ${cell(says)} | ${reference.split(', ').map(link).join(', ')} |`,
  );
  return ['| check | severity | what passing means | source |', '|---|---|---|---|', ...rows].join('\n');
}

/** Cells without the padding that a formatter gives a table. */
function cellsOf(text: string): string[][] {
  return text
    .split('\n')
    .map((row) => row.split('|').map((part) => part.trim().replace(/^-+$/, '---')))
    .filter((row) => row.some((part) => part !== ''));
}

describe('docs/validation.md', () => {
  it('lists every check as it is made', () => {
    const [, between] = /<!-- checks -->\n([\s\S]*?)\n<!-- \/checks -->/.exec(DOCUMENT) ?? [];
    expect(cellsOf(between ?? ''), `the table should be:\n${table()}`).toEqual(cellsOf(table()));
  });

  it('has every anchor that a reference leads to', () => {
    const anchors = new Set([
      ...[...DOCUMENT.matchAll(/<a id="([\w-]+)"><\/a>/g)].map(([, id]) => id),
      ...[...DOCUMENT.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^\w\s-]/g, '')
          .replaceAll(' ', '-'),
      ),
    ]);
    const wanted = CHECKS.flatMap(
      ({ reference }) => /^docs\/validation\.md#(.+)$/.exec(reference)?.[1] ?? [],
    );
    expect(wanted.filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });

  it('leads to files that exist', () => {
    const links = [...DOCUMENT.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path);
    expect(links.filter((path) => !existsSync(`${HOME}docs/${path}`))).toEqual([]);
  });
});
