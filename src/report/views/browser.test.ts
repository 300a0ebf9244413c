import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readAssets } from '../assets.ts';
import { chromiumPath, inChromium } from '../browser.fixture.ts';
import { buildReport } from '../build.ts';
import { renderHtml } from '../html.ts';
import { readLocale } from '../locale.ts';
import { sampleInput } from '../sample.ts';
import { hostileInput } from '../sample-hostile.ts';
import { renderViews } from './index.ts';

const root = join(import.meta.dirname, '..', '..', '..');

describe.skipIf(chromiumPath === undefined)(
  'the pages beside the table in a browser (needs chromium; CHROMIUM_PATH names another)',
  () => {
    const open = inChromium((write) => {
      const assets = readAssets(root);
      for (const [home, input] of [
        ['.', sampleInput()],
        ['hostile', hostileInput()],
      ] as const) {
        const model = buildReport(input);
        const tags = ['en', 'zh-CN'] as const;
        for (const locale of tags.map((tag) => readLocale(root, tag))) {
          const table = locale.tag === 'en' ? 'index.html' : 'index.zh-CN.html';
          write(join(home, table), renderHtml(model, locale, assets, tags));
          for (const { path, html } of renderViews({ model, locale, tags }, assets))
            write(join(home, path), html);
        }
      }
    });
    const lines = (page: Page) =>
      page
        .locator('.found tbody tr:not(.group):visible th')
        .evaluateAll((all) => all.map((each) => each.textContent?.trim() ?? ''));
    const heading = (page: Page) => page.locator('h1').textContent();

    it('lead from the table to a model, on to a feature, to its evidence, and into another language', async () => {
      const { page, trouble } = await open('index.html');
      await page.click('#table th[scope="row"] a');
      expect(await heading(page)).toBe('gpt-4.1@2025-04-14');
      await page.click('.lines a:has-text("Retrieve")');
      expect(await heading(page)).toBe('Responses: Retrieve');
      await page.click('.contents a:has-text("Table")');
      expect(await heading(page)).toBe('Azure OpenAI compatibility');
      await page.goBack();
      await page.locator('.lines tr.partial td a').first().click();
      await page.waitForSelector('#panel[open]');
      await page.click('#panel-feature');
      expect(await heading(page)).toBe('Responses: Retrieve');
      await page.click('a.lang');
      expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
      expect(trouble).toEqual([]);
    });

    it('find lines by words, keep the search in the address, and open with it', async () => {
      const { page } = await open('directory.html');
      const before = (await lines(page)).length;
      await page.keyboard.press('/');
      await page.keyboard.type('gpt-5 codex');
      const found = await lines(page);
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThan(before);
      expect(found.filter((line) => !/gpt-5.*codex/s.test(line))).toEqual([]);
      const again = await open('directory.html', new URL(page.url()).hash);
      expect(await lines(again.page)).toEqual(found);
    });

    it('are moved through by arrows and brackets', async () => {
      const { page } = await open('models/gpt-4.1@2025-04-14.html');
      const links = page.locator('.lines th a');
      await links.first().focus();
      await page.keyboard.press('ArrowDown');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe(
        await links.nth(1).getAttribute('href'),
      );
      await page.keyboard.press(']');
      await page.waitForURL(/mini/);
      expect(await heading(page)).toBe('gpt-4.1-mini@2025-04-14');
    });

    it('are read without JavaScript: every line and link, no dead controls', async () => {
      const { page, trouble } = await open('directory.html', '', { javaScriptEnabled: false });
      expect(await page.locator('#find').isVisible()).toBe(false);
      await page.locator('.lines th a').first().click();
      expect(await heading(page)).toBe('gpt-4.1@2025-04-14');
      expect(trouble).toEqual([]);
    });

    it.each([
      'directory.html',
      'regions.html',
      'providers.html',
      'fields.html',
      'runs.html',
      'models/gpt-4.1@2025-04-14.html',
      'features/chat-completion.html',
      'errors/operation-not-supported.html',
    ])('%s fits a phone, and runs nothing when every text is hostile', async (file) => {
      const { page, trouble } = await open(file, '', { viewport: { width: 390, height: 844 } });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      const names = file.includes('/') ? await hostileFiles(dirname(file)) : [file];
      for (const name of names) {
        const hostile = await open(join('hostile', name));
        expect(await hostile.page.evaluate(() => 'pwned' in window)).toBe(false);
        expect(hostile.trouble).toEqual([]);
      }
      expect(trouble).toEqual([]);
    });

    /** The first two pages of a folder that the hostile directory leads to. */
    async function hostileFiles(home: string): Promise<string[]> {
      const { page } = await open('hostile/directory.html');
      const links = await page
        .locator(`a[href^="${home}/"]`)
        .evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? ''));
      expect(links.length).toBeGreaterThan(0);
      return links.slice(0, 2);
    }
  },
);
