import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readAssets } from './assets.ts';
import { chromiumPath, inChromium } from './browser.fixture.ts';
import { buildReport } from './build.ts';
import { renderHtml } from './html.ts';
import { readLocale } from './locale.ts';
import { sampleInput } from './sample.ts';
import { hostileInput } from './sample-hostile.ts';

const root = join(import.meta.dirname, '..', '..');
describe.skipIf(chromiumPath === undefined)(
  'the report in a browser (needs chromium; CHROMIUM_PATH names another)',
  () => {
    const open = inChromium((write) => {
      const locale = readLocale(root, 'en');
      const assets = readAssets(root);
      write('sample.html', renderHtml(buildReport(sampleInput()), locale, assets));
      write('hostile.html', renderHtml(buildReport(hostileInput()), locale, assets));
    });

    const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('href') ?? '');
    const shownCells = (page: Page) => page.locator('#table td:visible > a:visible').count();

    it('runs nothing, asks nothing and complains about nothing when every text is hostile', async () => {
      const { page, trouble } = await open('hostile.html');
      await page.locator('#table td.partial a').first().click();
      for (const summary of await page.locator('#panel summary').all()) await summary.click();
      await page.keyboard.press('Escape');
      await page.fill('#f-query', '<img src=x onerror=window.pwned=1> ] [ ( \\');
      expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
      expect(trouble).toEqual([]);
    });

    it('opens the evidence of a cell with Enter, keeps focus inside, and gives it back on Escape', async () => {
      const { page, trouble } = await open('sample.html');
      const cell = page.locator('#table td.partial a').first();
      await cell.focus();
      const from = await focused(page);
      await page.keyboard.press('Enter');
      await page.waitForSelector('#panel[open]');
      expect(await page.locator('#panel-title').textContent()).toContain(
        'gpt-4.1@2025-04-14 · Responses: Retrieve',
      );
      expect(await page.locator('#panel').textContent()).toContain('the sequence number jumps from 3 to 5');
      expect(new URL(page.url()).hash).toBe(
        `#?cell=${encodeURIComponent(from.slice(1)).replaceAll('%20', '+')}`,
      );
      for (let press = 0; press < 12; press++) await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('#panel, body')?.id ?? 'body')).toBe(
        'panel',
      );
      await page.keyboard.press('Escape');
      expect(await page.locator('#panel[open]').count()).toBe(0);
      expect(await focused(page)).toBe(from);
      // Going back in history is not done when the key is.
      await page.waitForFunction(() => location.hash === '');
      expect(trouble).toEqual([]);
    });

    it('moves through the table with the arrows, with one tab stop', async () => {
      const { page } = await open('sample.html');
      expect(await page.locator('#table a[tabindex="0"]').count()).toBe(1);
      await page.locator('#table a[tabindex="0"]').focus();
      const start = await focused(page);
      await page.keyboard.press('ArrowRight');
      const right = await focused(page);
      await page.keyboard.press('ArrowDown');
      const below = await focused(page);
      await page.keyboard.press('ArrowUp');
      expect(await focused(page)).toBe(right);
      await page.keyboard.press('Home');
      expect(await focused(page)).toBe(start);
      await page.keyboard.press('End');
      expect(new Set([start, right, below, await focused(page)]).size).toBe(4);
      expect(await page.locator('#table a[tabindex="0"]').count()).toBe(1);
    });

    it('reaches the names of models and features from the cells beside them', async () => {
      const { page } = await open('sample.html');
      await page.locator('#table a[tabindex="0"]').focus();
      await page.keyboard.press('ArrowLeft');
      expect(await focused(page)).toBe('models/gpt-4.1@2025-04-14.html');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowUp');
      expect(await focused(page)).toBe('features/chat-streaming.html');
      await page.keyboard.press('ArrowLeft');
      expect(await focused(page)).toBe('features/chat-completion.html');
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toMatch(/^#chat\/completion:/);
      expect(await page.locator('#table a[tabindex="0"]').count()).toBe(1);
    });

    it.each([
      ['responses/*:gpt-5*', /^#responses\/.*:gpt-5/],
      ['gpt-5.2', /:gpt-5\.2/],
      ['chat/* !*:gpt-4*', /^#chat\/.*:(?!gpt-4)/],
      ['::sweden', /./],
    ])('filters by the selector %s, and keeps it in the address', async (query, expected) => {
      const { page } = await open('sample.html');
      const before = await shownCells(page);
      await page.fill('#f-query', query);
      const links = await page
        .locator('#table td:visible > a:visible')
        .evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? ''));
      expect(links.length).toBeGreaterThan(0);
      expect(links.length).toBeLessThan(before);
      expect(links.filter((each) => !expected.test(each))).toEqual([]);
      const again = await open('sample.html', new URL(page.url()).hash);
      expect(await again.page.inputValue('#f-query')).toBe(query);
      expect(await shownCells(again.page)).toBe(links.length);
    });

    it('says so when nothing matches, and shows everything again when cleared', async () => {
      const { page } = await open('sample.html');
      const before = await shownCells(page);
      await page.selectOption('#f-status', 'errored');
      expect(await page.locator('#no-match').isVisible()).toBe(true);
      await page.click('#f-reset');
      await page.waitForFunction(() => document.querySelector<HTMLElement>('#no-match')?.hidden === true);
      expect(await shownCells(page)).toBe(before);
      expect(new URL(page.url()).hash).toBe('');
    });

    it('opens a permalink to a cell, with or without a filter', async () => {
      const id = 'responses/retrieve:gpt-4.1@2025-04-14';
      for (const hash of [`#${id}`, `#?q=responses%2F*&cell=${encodeURIComponent(id)}`]) {
        const { page } = await open('sample.html', hash);
        expect(await page.locator(`#panel[open] article`).getAttribute('id')).toBe(id);
      }
    });

    it('switches the theme and remembers nothing it cannot', async () => {
      const { page, trouble } = await open('sample.html', '', { colorScheme: 'light' });
      const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await paper();
      await page.click('#theme');
      expect(await paper()).not.toBe(light);
      expect(await page.getAttribute('#theme', 'aria-pressed')).toBe('true');
      expect(trouble).toEqual([]);
    });

    it('is readable without JavaScript: table, links to the evidence, no dead controls', async () => {
      const { page, trouble } = await open('sample.html', '#responses/retrieve:gpt-4.1@2025-04-14', {
        javaScriptEnabled: false,
      });
      expect(await page.locator('#filters').isVisible()).toBe(false);
      expect(await page.locator('#theme').isVisible()).toBe(false);
      expect(await page.locator('#table td.partial a').first().isVisible()).toBe(true);
      const article = page.locator('article:target');
      expect(await article.isVisible()).toBe(true);
      expect(await article.textContent()).toContain('the sequence number jumps from 3 to 5');
      expect(trouble).toEqual([]);
    });

    it.each([
      [1280, 800],
      [390, 844],
    ])(
      'never scrolls sideways as a page at %d x %d, and keeps head and first column in sight',
      async (width, height) => {
        const { page } = await open('sample.html', '', { viewport: { width, height } });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const offsets = await page.evaluate(() => {
          const grid = document.querySelector('.grid');
          grid?.scrollTo(400, 300);
          const of = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
          const box = grid?.getBoundingClientRect();
          return [
            (of('#table tbody th[scope="row"]')?.left ?? -1) - (box?.left ?? 0),
            (of('#table thead')?.top ?? -1) - (box?.top ?? 0),
          ].map(Math.round);
        });
        expect(offsets[0]).toBe(0);
        expect(Math.abs(offsets[1] ?? 9)).toBeLessThanOrEqual(1);
      },
    );

    it.each(['light', 'dark'] as const)(
      'keeps text at 4.5:1 or better in the %s theme',
      async (colorScheme) => {
        const { page } = await open('sample.html', '', { colorScheme });
        const poor = await page.evaluate(() => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgba = (colour: string): number[] => {
            if (canvas === null) return [0, 0, 0, 255];
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data];
          };
          const light = (colour: number[]) => {
            const [r = 0, g = 0, b = 0] = colour.map((c) =>
              c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
            );
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ground = (element: Element | null): number[] => {
            for (let each = element; each !== null; each = each.parentElement) {
              const colour = rgba(getComputedStyle(each).backgroundColor);
              if (colour[3] === 255) return colour;
            }
            return rgba('Canvas');
          };
          const found = new Set<string>();
          for (const element of document.querySelectorAll('main *, header *, nav *, footer *')) {
            const own = [...element.childNodes].some(
              (node) => node.nodeType === 3 && node.textContent?.trim() !== '',
            );
            if (!own || element.checkVisibility?.() === false) continue;
            const [a, b] = [light(rgba(getComputedStyle(element).color)), light(ground(element))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5)
              found.add(
                `${element.tagName}.${element.className} in ${element.parentElement?.className}: ${ratio.toFixed(2)}`,
              );
          }
          return [...found];
        });
        expect(poor).toEqual([]);
      },
    );
  },
);
