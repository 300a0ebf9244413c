/** Chromium for the tests of the report's pages, opened from disk as a reader would. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

export const chromiumPath =
  process.env.CHROMIUM_PATH ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  );

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? '',
    args: ['--no-sandbox', '--headless=new'],
  });
}

/** An opened page; `trouble` collects every console message, error, alert and request beyond the folder. */
export interface Opened {
  readonly page: Page;
  readonly trouble: string[];
}

/** Opens `file` of `folder` from disk. */
export async function openPage(
  browser: Browser,
  { folder, file, hash = '' }: { readonly folder: string; readonly file: string; readonly hash?: string },
  options: BrowserContextOptions = {},
): Promise<Opened> {
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
}
