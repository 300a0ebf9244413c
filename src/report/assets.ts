import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The parts of the HTML page as text: Handlebars templates, one style sheet, one script. */
export interface ReportAssets {
  readonly template: string;
  /** Name of a partial (`cell` for `cell.hbs`) to its text. */
  readonly partials: Readonly<Record<string, string>>;
  readonly css: string;
  readonly js: string;
  /** Template of the JUnit file. */
  readonly junit: string;
}

/** Reads `src/report/templates` under the project's root; `page.hbs` is the page, the rest are partials. */
export function readAssets(root: string): ReportAssets {
  const folder = join(root, 'src', 'report', 'templates');
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.hbs') && name !== 'page.hbs')
    .sort();
  return {
    template: read('page.hbs'),
    partials: Object.fromEntries(names.map((name) => [name.slice(0, -'.hbs'.length), read(name)])),
    css: read('report.css'),
    js: read('report.js'),
    junit: read('exports/junit.xml.hbs'),
  };
}
