/** The accessibility gate: every view in both themes, and axe finds nothing (WCAG 2.1, levels A and AA). */
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readAssets } from './assets.ts';
import { chromiumPath, inChromium } from './browser.fixture.ts';
import { buildReport } from './build.ts';
import { renderHtml } from './html.ts';
import { readLocale } from './locale.ts';
import { sampleInput } from './sample.ts';
import { renderViews } from './views/index.ts';

const root = join(import.meta.dirname, '..', '..');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

interface View {
  readonly name: string;
  readonly file: string;
  readonly hash?: string;
  readonly width?: number;
  readonly prepare?: (page: Page) => Promise<void>;
}

const VIEWS: readonly View[] = [
  { name: 'the table', file: 'index.html' },
  { name: 'the table without script, all evidence open', file: 'plain.html' },
  { name: 'the table at phone width', file: 'index.html', width: 390 },
  { name: 'the table, filtered', file: 'index.html', hash: '#?q=responses%2F*&status=partial' },
  {
    name: 'the evidence of a cell',
    file: 'index.html',
    hash: '#responses/retrieve:gpt-4.1@2025-04-14',
    prepare: async (page) => {
      for (const summary of await page.locator('#panel summary').all()) await summary.click();
    },
  },
  {
    name: 'the coverage, unfolded',
    file: 'index.html',
    prepare: async (page) => {
      for (const summary of await page.locator('.coverage summary').all()) await summary.click();
    },
  },
  { name: 'the directory', file: 'directory.html' },
  { name: 'the directory, searched', file: 'directory.html', hash: '#?q=gpt-5' },
  { name: 'the regions', file: 'regions.html' },
  { name: 'the providers', file: 'providers.html' },
  { name: 'the fields', file: 'fields.html' },
  { name: 'the runs', file: 'runs.html' },
  { name: 'a model', file: 'models/gpt-4.1@2025-04-14.html' },
  { name: 'a retired model', file: 'models/o1-mini@2024-09-12.html' },
  { name: 'a model at phone width', file: 'models/gpt-4.1@2025-04-14.html', width: 390 },
  { name: 'a feature', file: 'features/responses-retrieve.html' },
  { name: 'an error', file: 'errors/operation-not-supported.html' },
];

/** A page with all its evidence takes axe some seconds, more on a busy machine. */
const PATIENCE_MS = 90_000;

describe.skipIf(chromiumPath === undefined)('axe (needs chromium; CHROMIUM_PATH names another)', () => {
  const open = inChromium((write) => {
    const [model, locale, assets] = [buildReport(sampleInput()), readLocale(root, 'en'), readAssets(root)];
    const html = renderHtml(model, locale, assets, ['en', 'zh-CN']);
    write('index.html', html);
    for (const { path, html: text } of renderViews({ model, locale, tags: ['en', 'zh-CN'] }, assets)) {
      write(path, text);
      if (path === 'directory.html') write('broken.html', text.replace('<html lang="en">', '<html>'));
    }
    // axe itself needs JavaScript, so the page is shown as its readers without any see it: its script is left out.
    write('plain.html', html.replace(/<script>[\s\S]*<\/script>/, ''));
  });

  /** Rule, and the elements that break it. */
  async function violations(page: Page): Promise<string[]> {
    const found = await new AxeBuilder({ page })
      // Else each element that is sound is described as well, which nobody reads.
      .options({ resultTypes: ['violations'] })
      // The other mode serves frames of foreign origin, at the price of a second page; these pages have no frames.
      .setLegacyMode(true)
      .withTags(RULES)
      .analyze();
    return found.violations.map(({ id, help, nodes }) => {
      const where = nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`);
      return `${id}: ${help}, ${nodes.length} times: ${where.join('; ')}`;
    });
  }

  it.each(VIEWS)(
    'finds nothing in $name, in both themes',
    async ({ file, hash, width = 1280, prepare }) => {
      const { page } = await open(file, hash, { colorScheme: 'light', viewport: { width, height: 800 } });
      await prepare?.(page);
      expect({ light: await violations(page) }).toEqual({ light: [] });
      await page.emulateMedia({ colorScheme: 'dark' });
      expect({ dark: await violations(page) }).toEqual({ dark: [] });
    },
    PATIENCE_MS,
  );

  it('finds a page that does not say its language', async () => {
    const { page } = await open('broken.html');
    expect(await violations(page)).toEqual([expect.stringMatching(/^html-has-lang: /)]);
  });

  it('finds what only the dark theme shows', async () => {
    const { page } = await open('directory.html', '', { colorScheme: 'light', bypassCSP: true });
    await page.addStyleTag({ content: '@media (prefers-color-scheme: dark) { h1 { color: #333; } }' });
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page)).toEqual([expect.stringMatching(/^color-contrast: /)]);
  });
});
