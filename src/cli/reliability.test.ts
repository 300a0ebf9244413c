/** docs/reliability.md says what the tests prove, and nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { faultTable, RUN_ROWS } from './fault-table.fixture.ts';
import { HOME } from './project.fixture.ts';

const read = (path: string) => readFileSync(join(HOME, path), 'utf8');

it('the fault table of the page is that of the tests', () => {
  // The formatter of the page may pad cells; their text is what counts.
  const cells = (text: string) =>
    text.split('\n').map((line) =>
      line
        .replaceAll(/ *\| */g, '|')
        .replaceAll(/-{3,}/g, '---')
        .trim(),
    );
  const page = cells(read('docs/reliability.md'));
  const missing = cells(faultTable()).filter((line) => !page.includes(line));
  expect(missing, 'copy the table from faultTable() in src/cli/fault-table.fixture.ts').toEqual([]);
  const rows = (lines: readonly string[]) => lines.filter((line) => line.startsWith('|')).length;
  expect(rows(page)).toBe(rows(cells(faultTable())));
});

it.each(RUN_ROWS)('$fault is proven by a test that exists', ({ file, test }) => {
  expect(read(file)).toContain(`'${test}'`);
});
