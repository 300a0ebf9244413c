/**
 * Time and size of the HTML page for 10,000 cells, all of them with evidence and half with a claim, against
 * joining the same cells' bare strings. Made-up data. `node bench/report.ts`
 */
import { join } from 'node:path';
import type { ReportInput } from '../src/report/index.ts';
import { buildReport, readAssets, readLocale, renderHtml, renderMarkdown } from '../src/report/index.ts';
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

for (const cells of [1_000, 10_000]) {
  const input = largeInput(cells);
  const model = buildReport(input);
  const html = renderHtml(model, locale, assets);
  const baseline = median(() => bare(input));
  const build = median(() => buildReport(input));
  const render = median(() => renderHtml(model, locale, assets));
  const markdown = median(() => renderMarkdown(model, locale));
  const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
  console.log(
    [
      `${input.cells.length} cells`,
      `build ${ms(build)}`,
      `html ${ms(render)} (${(Buffer.byteLength(html) / 1e6).toFixed(2)} MB)`,
      `markdown ${ms(markdown)}`,
      `bare join ${ms(baseline)}`,
      `ratio ${(render / baseline).toFixed(0)}x`,
    ].join(' · '),
  );
}
