/** The accessibility gate: every view in both themes, and axe finds nothing (WCAG 2.1, levels A and AA). */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readAssets } from './assets.ts';
import { chromiumPath, launchChromium, openPage } from './browser.fixture.ts';
import { buildReport } from './build.ts';
import { renderHtml } from './html.ts';
import { readLocale } from './locale.ts';
import { sampleInput } from './sample.ts';
import { renderViews } from './views/index.ts';

const root = join(import.meta.dirname, '..', '..');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const THEMES = ['light', 'dark'] as const;

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
  const folder = mkdtempSync(join(tmpdir(), 'axe-'));
  let browser: Browser;

  beforeAll(async () => {
    const [model, locale, assets] = [buildReport(sampleInput()), readLocale(root, 'en'), readAssets(root)];
    const html = renderHtml(model, locale, assets, ['en', 'zh-CN']);
    writeFileSync(join(folder, 'index.html'), html);
    for (const { path, html: text } of renderViews({ model, locale, tags: ['en', 'zh-CN'] }, assets)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    // axe itself needs JavaScript, so the page is shown as its readers without any see it: its script is left out.
    writeFileSync(join(folder, 'plain.html'), html.replace(/<script>[\s\S]*<\/script>/, ''));
    writeFileSync(join(folder, 'broken.html'), html.replace('<html lang="en">', '<html>'));
    browser = await launchChromium();
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Rule, and the elements that break it. */
  async function violations(page: Page): Promise<string[]> {
    const found = await new AxeBuilder({ page }).withTags(RULES).analyze();
    return found.violations.map(({ id, help, nodes }) => {
      const where = nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`);
      return `${id}: ${help}, ${nodes.length} times: ${where.join('; ')}`;
    });
  }

  it.each(VIEWS.flatMap((view) => THEMES.map((theme) => ({ ...view, theme }))))(
    'finds nothing in $name, $theme',
    async ({ file, hash = '', width = 1280, prepare, theme }) => {
      const { page } = await openPage(
        browser,
        { folder, file, hash },
        { colorScheme: theme, viewport: { width, height: 800 } },
      );
      await prepare?.(page);
      expect(await violations(page)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'finds a page that does not say its language',
    async () => {
      const { page } = await openPage(browser, { folder, file: 'broken.html' });
      expect((await violations(page)).map((line) => line.split(':')[0])).toEqual(['html-has-lang']);
    },
    PATIENCE_MS,
  );
});
