import type { ReportAssets } from './assets.ts';
import { engineOf } from './engine.ts';
import type { Locale, LocaleTag } from './locale.ts';
import type { ReportModel } from './model.ts';
import { pageOf } from './page.ts';
import { pageFile } from './views/files.ts';
import { alternatesOf, placesOf } from './views/frame.ts';

/**
 * The page with the table: self-contained, no external request, readable without JavaScript. `tags`: the
 * languages that the report is written in.
 */
export function renderHtml(
  model: ReportModel,
  locale: Locale,
  assets: ReportAssets,
  tags: readonly LocaleTag[] = [locale.tag],
): string {
  const content = {
    ...pageOf(model, locale),
    alternates: alternatesOf(tags, locale.tag, (tag) => pageFile('index', tag)),
    places: placesOf('', pageFile('index', locale.tag), locale).filter(({ current }) => !current),
  };
  return engineOf(assets, locale)('page', content, { css: assets.css, js: assets.js });
}
