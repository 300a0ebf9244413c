import type { ReportAssets } from './assets.ts';
import { engineOf } from './engine.ts';
import type { Locale, LocaleTag } from './locale.ts';
import type { ReportModel } from './model.ts';
import { type Page, pageOf } from './page.ts';
import type { Grid } from './page-grid.ts';
import { pageFile } from './views/files.ts';
import { alternatesOf, placesOf } from './views/frame.ts';

/**
 * The page with the table: self-contained, no external request, readable without JavaScript. `tags`: the
 * languages that the report is written in. `single`: nothing stands beside it, so it links to nothing of the report.
 */
export function renderHtml(
  model: ReportModel,
  locale: Locale,
  assets: ReportAssets,
  tags: readonly LocaleTag[] = [locale.tag],
  single = false,
): string {
  const page = pageOf(model, locale);
  const content = {
    ...(single ? alone(page) : page),
    single,
    alternates: alternatesOf(single ? [] : tags, locale.tag, (tag) => pageFile('index', tag)),
    places: single
      ? []
      : placesOf('', pageFile('index', locale.tag), locale).filter(({ current }) => !current),
  };
  return engineOf(assets, locale)('page', content, { css: assets.css, js: assets.js });
}

/** The page without its links to the pages of models and features. */
function alone(page: Page): Page {
  const unlinked = (grid: Grid): Grid => ({
    ...grid,
    columns: grid.columns.map((column) => ({ ...column, href: '' })),
    series: grid.series.map((group) => ({
      ...group,
      rows: group.rows.map((row) => ({ ...row, href: '' })),
    })),
  });
  return { ...page, grid: unlinked(page.grid), others: page.others.map(unlinked) };
}
