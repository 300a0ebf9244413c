import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import type { ReportAssets } from './assets.ts';
import type { Locale } from './locale.ts';
import type { ReportModel } from './model.ts';
import { pageOf } from './page.ts';
import { visible } from './visible.ts';

/** The same report in another language. */
export interface Alternate {
  readonly lang: string;
  readonly name: string;
  readonly href: string;
}

/**
 * One self-contained HTML page: no external request, readable without JavaScript. Style and script are
 * allowed by their hashes alone, so that nothing a model or server said can ever run or restyle the page.
 */
export function renderHtml(
  model: ReportModel,
  locale: Locale,
  assets: ReportAssets,
  alternates: readonly Alternate[] = [],
): string {
  const render = compile(assets, locale);
  return visible(
    render({
      ...pageOf(model, locale),
      alternates: alternates.map((each) => ({ ...each, current: each.lang === locale.tag })),
      csp: contentSecurityPolicy(assets),
      css: assets.css,
      js: assets.js,
    }),
  );
}

function contentSecurityPolicy({ css, js }: ReportAssets): string {
  return [
    "default-src 'none'",
    `style-src ${sourceHash(css)}`,
    `script-src ${sourceHash(js)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Hash of an inline element's exact text; style and script stand between their tags without a space. */
function sourceHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function compile({ template, partials }: ReportAssets, locale: Locale) {
  const engine = Handlebars.create();
  engine.registerHelper('t', (key: string, options: Handlebars.HelperOptions) =>
    locale.say(key, options.hash),
  );
  engine.registerPartial({ ...partials });
  return engine.compile<object>(template, { strict: true, knownHelpers: { t: true } });
}
