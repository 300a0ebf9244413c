import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The parts of the HTML pages as text: Handlebars templates, and the style and script of either kind of page. */
export interface ReportAssets {
  /** Name of a template (`cell` for `cell.hbs`, `views/model` for `views/model.hbs`) to its text. */
  readonly templates: Readonly<Record<string, string>>;
  /** Of the page with the table. */
  readonly css: string;
  readonly js: string;
  /** Of the pages beside it: one a model, feature or error, and the comparisons. */
  readonly views: { readonly css: string; readonly js: string };
  /** Template of the JUnit file. */
  readonly junit: string;
}

/** Reads `src/report/templates` under the project's root. */
export function readAssets(root: string): ReportAssets {
  const folder = join(root, 'src', 'report', 'templates');
  const read = (...names: readonly string[]) =>
    names.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.hbs') && !name.startsWith('exports/'))
    .sort();
  return {
    templates: Object.fromEntries(names.map((name) => [name.slice(0, -'.hbs'.length), read(name)])),
    css: read('report.css', 'charts.css'),
    js: read('theme.js', 'report.js'),
    views: { css: read('report.css', 'charts.css', 'views.css'), js: read('theme.js', 'views.js') },
    junit: read('exports/junit.xml.hbs'),
  };
}
