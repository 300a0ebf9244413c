/** Chromium for the tests of the report's pages, opened from disk as a reader would. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';

export const chromiumPath =
  process.env.CHROMIUM_PATH ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  );

/** An opened page; `trouble` collects every console message, error, alert and request beyond the folder. */
export interface Opened {
  readonly page: Page;
  readonly trouble: string[];
}

/** Opens a page of the suite, in a context of its own. */
export type Open = (file: string, hash?: string, options?: BrowserContextOptions) => Promise<Opened>;

/**
 * Called inside a `describe`: the pages that `writePages` writes, by their path below a temporary folder, in
 * one Chromium for the whole suite. What a test has opened is closed after it.
 */
export function inChromium(writePages: (write: (path: string, html: string) => void) => void): Open {
  let folder = '';
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
    writePages((path, html) => {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), html);
    });
    browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: ['--no-sandbox', '--headless=new'],
    });
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  return async (file, hash = '', options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    const home = pathToFileURL(folder).href;
    const trouble: string[] = [];
    page.on('console', (message) => trouble.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(home)) trouble.push(`request: ${request.url()}`);
    });
    page.on('dialog', (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(join(folder, file)).href + hash);
    return { page, trouble };
  };
}
