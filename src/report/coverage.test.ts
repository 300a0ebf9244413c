import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAssets } from './assets.ts';
import { buildReport } from './build.ts';
import { coverageViews } from './coverage.ts';
import { renderHtml } from './html.ts';
import { LOCALES, readLocale } from './locale.ts';
import { renderMarkdown } from './markdown.ts';
import { sampleInput } from './sample.ts';

const root = join(import.meta.dirname, '..', '..');
const english = readLocale(root, 'en');
const model = buildReport(sampleInput());

describe('the coverage of the documents', () => {
  it('counts what is tested, what cannot be, and what nobody follows up', () => {
    const [document] = model.coverage;
    expect(document).toMatchObject({ source: 'guide', tested: 1, notTestable: 1, untracked: 1 });
  });

  it('names scenario and checks, marks a feature without a scenario, and gives the reason', () => {
    const [view] = coverageViews(model, english);
    expect(view?.title).toBe('Compatibility guide');
    expect(view?.rows.map(({ tests, excuses }) => ({ tests, excuses }))).toEqual([
      {
        tests: [
          { feature: 'chat/completion', checks: 'text finish' },
          { feature: 'chat/tomorrow', checks: 'no scenario yet' },
        ],
        excuses: [],
      },
      { tests: [], excuses: ['No answer shows it.'] },
      { tests: [], excuses: ['nobody follows this up'] },
    ]);
  });

  it('says what came of the cells that the claims stand beside', () => {
    const [claimed] = model.coverage[0]?.statements ?? [];
    const beside = model.cells.filter((cell) =>
      cell.claims.some(({ id }) => id === model.claims.find(({ source }) => source === 'guide')?.id),
    );
    const total = Object.values(claimed?.cells ?? {}).reduce((sum, count) => sum + count, 0);
    expect(total).toBe(beside.length);
    expect(total).toBeGreaterThan(0);
  });

  it.each(LOCALES)('stands in the page and in the Markdown in %s', (tag) => {
    const locale = readLocale(root, tag);
    const html = renderHtml(model, locale, readAssets(root));
    expect(html).toContain(`<h2 id="coverage-title">${locale.say('coverage.heading')}</h2>`);
    expect(html).toContain('<span><code>chat/completion</code> text finish</span>');
    const markdown = renderMarkdown(model, locale);
    expect(markdown).toContain(`## ${locale.say('coverage.heading')}`);
    expect(markdown).toContain('| note 1 | It costs \\| little. |');
  });

  it('is left out where the report is told of none', () => {
    const { coverage: _, ...rest } = sampleInput();
    const without = buildReport(rest);
    expect(renderHtml(without, english, readAssets(root))).not.toContain('id="coverage"');
    expect(renderMarkdown(without, english)).not.toContain(english.say('coverage.heading'));
  });
});
