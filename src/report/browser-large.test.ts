/** A table of 10,000 cells is filtered in parts: what a reader ends up with must be what one part would give. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readAssets } from './assets.ts';
import { chromiumPath, inChromium } from './browser.fixture.ts';
import { buildReport } from './build.ts';
import { renderHtml } from './html.ts';
import { readLocale } from './locale.ts';
import { largeInput } from './sample-large.ts';

/** A machine under load lays out slowly. */
const PATIENCE = { timeout: 20_000 };
const root = join(import.meta.dirname, '..', '..');

describe.skipIf(chromiumPath === undefined)('a large table in a browser (needs chromium)', () => {
  const open = inChromium((write) =>
    write(
      'large.html',
      renderHtml(buildReport(largeInput(10_000)), readLocale(root, 'en'), readAssets(root)),
    ),
  );

  /** Sets each filter in turn without waiting, and tells rows and cells that are shown at once. */
  const filter = (page: Page, words: readonly string[]) =>
    page.evaluate((all) => {
      const query = document.querySelector<HTMLInputElement>('#f-query');
      if (query === null) throw new Error('the page has no filter');
      for (const value of all) {
        query.value = value;
        query.dispatchEvent(new Event('input', { bubbles: true }));
      }
      return document.querySelectorAll('#table tr[data-model]:not([hidden])').length;
    }, words);
  const rows = (page: Page) =>
    page.locator('#table tbody:not([hidden]) tr[data-model]:not([hidden])').count();

  it('shows the first rows at once and ends with all that match, also when filters overtake one another', async () => {
    const { page, trouble } = await open('large.html');
    const all = await rows(page);
    expect(all).toBeGreaterThan(100);

    const beyondChat = await page.evaluate(() => {
      const heads = [...document.querySelectorAll<HTMLElement>('#table th[data-feature]')];
      const isOther = (td: Element, at: number) => !td.matches('.na') && heads[at]?.dataset.api !== 'chat';
      const lines = [...document.querySelectorAll('#table tr[data-model]')];
      return lines.filter((row) => [...row.querySelectorAll('td')].some(isOther)).length;
    });
    expect(beyondChat).toBeGreaterThan(100);

    const atOnce = await filter(page, ['!chat/*']);
    expect(atOnce).toBeGreaterThan(10);
    expect(atOnce).toBeLessThan(beyondChat);
    await expect.poll(() => rows(page), PATIENCE).toBe(beyondChat);
    expect(await page.locator('#table td:not([hidden])').count()).toBeLessThan(10_000);

    await filter(page, ['', 'gpt-1', '']);
    await expect.poll(() => rows(page), PATIENCE).toBe(all);
    expect(await page.locator('#table td[hidden], #table td.off, #table th[hidden]').count()).toBe(0);

    await filter(page, ['', 'gpt-1']);
    const matching = await page.locator(`#table tr[data-model*="gpt-1"]`).count();
    await expect.poll(() => rows(page), PATIENCE).toBe(matching);
    expect(matching).toBeLessThan(all);
    expect(trouble).toEqual([]);
  }, 60_000);
});
