/**
 * Time and size of the HTML page for 10,000 cells, all of them with evidence and half with a claim, against
 * joining the same cells' bare strings; of the pages beside it; and, where there is a Chromium, of opening the
 * page and filtering its table. Made-up data. `node bench/report.ts`
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { ReportInput } from '../src/report/index.ts';
import {
  buildReport,
  readAssets,
  readLocale,
  renderHtml,
  renderMarkdown,
  renderViews,
} from '../src/report/index.ts';
import { largeInput } from '../src/report/sample-large.ts';

const ROUNDS = 5;
const root = join(import.meta.dirname, '..');
const locale = readLocale(root, 'en');
const assets = readAssets(root);

/** The least any writer does: one string a cell, joined. */
function bare({ cells }: ReportInput): string {
  return cells
    .map((cell) => `<td>${cell.feature}:${cell.model} ${cell.status} ${cell.observedAt}</td>`)
    .join('\n');
}

function median(run: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}

const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

for (const cells of [1_000, 10_000]) {
  const input = largeInput(cells);
  const model = buildReport(input);
  const html = renderHtml(model, locale, assets);
  const baseline = median(() => bare(input));
  const build = median(() => buildReport(input));
  const render = median(() => renderHtml(model, locale, assets));
  const markdown = median(() => renderMarkdown(model, locale));
  const views = median(() => [...renderViews({ model, locale, tags: ['en'] }, assets)].length);
  console.log(
    [
      `${input.cells.length} cells`,
      `build ${ms(build)}`,
      `html ${ms(render)} (${(Buffer.byteLength(html) / 1e6).toFixed(2)} MB)`,
      `${[...renderViews({ model, locale, tags: ['en'] }, assets)].length} pages beside it ${ms(views)}`,
      `markdown ${ms(markdown)}`,
      `bare join ${ms(baseline)}`,
      `ratio ${(render / baseline).toFixed(0)}x`,
    ].join(' · '),
  );
  await browse(html);
}

/** Milliseconds from opening the page to its first frame with a filter that works, and from a key to its frame. */
async function browse(html: string): Promise<void> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) return console.log('no Chromium: the page is not opened');
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--headless=new'] });
  try {
    const file = join(folder, 'index.html');
    writeFileSync(file, html);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(pathToFileURL(file).href);
    const paint = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    );
    const filtered: number[] = [];
    for (const words of ['gpt-1', 'chat/*', 'feature-7:gpt-2*', '!chat/*', '']) {
      const took = await page.evaluate(
        (value) =>
          new Promise<number>((resolve) => {
            const query = document.querySelector<HTMLInputElement>('#f-query');
            if (query === null) throw new Error('the page has no filter');
            query.value = value;
            const start = performance.now();
            query.dispatchEvent(new Event('input', { bubbles: true }));
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
          }),
        words,
      );
      filtered.push(took);
      // A person types no faster than the rest of a large table is shown.
      await page.waitForFunction(
        () => {
          const counted = document.querySelectorAll('#table tr[data-model]:not([hidden])').length;
          const settled = document.body.dataset.rows === String(counted);
          document.body.dataset.rows = String(counted);
          return settled;
        },
        undefined,
        { polling: 150 },
      );
    }
    console.log(
      `  in Chromium: first paint ${ms(paint)} · a filter ${filtered.map(ms).join(', ')} (longest ${ms(Math.max(...filtered))})`,
    );
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
