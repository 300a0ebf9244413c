import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { ConfigurationFailure } from '../failure.ts';
import { pastOf } from '../history/index.ts';
import { modelOf } from '../material/index.ts';
import type { Matrix } from '../matrix/index.ts';
import {
  feedOf,
  LOCALES,
  type Locale,
  type LocaleTag,
  pageFile,
  pythonSnippet,
  type ReportAssets,
  type ReportModel,
  readAssets,
  readLocale,
  renderAttestation,
  renderBadges,
  renderCsv,
  renderCtrf,
  renderFeed,
  renderHtml,
  renderJson,
  renderJunit,
  renderMarkdown,
  renderSummary,
  renderViews,
  type Subject,
  typescriptSnippet,
} from '../report/index.ts';
import { type Journal, readCompleteJournal } from '../run/journal.ts';
import { missingShards, refuseOverlap } from '../run/merge.ts';
import { didYouMean } from '../suggest.ts';
import { applyWaivers } from '../verdict/waivers.ts';
import { harnessVersion } from '../version.ts';
import { historyOfToday } from './old-names.ts';
import { harnessHome, now, openProject, recordingsOf } from './project.ts';
import { openPublication, type Publication, sha256Of } from './publication.ts';
import { jsonText, plainBlock, type Terminal } from './terminal.ts';
import { verifyReport } from './verify.ts';

const FORMATS = [
  'html',
  'md',
  'json',
  'csv',
  'feed',
  'badges',
  'attestation',
  'junit',
  'ctrf',
  'summary',
] as const;

export interface ReportOptions {
  readonly matrix: string;
  readonly out: string;
  /** Earlier run to compare with. */
  readonly baseline?: string;
  /** Folder with one file a run: read, and the runs of this report are added. */
  readonly history?: string;
  readonly format: readonly string[];
  readonly locale: readonly string[];
  /** Write the first page without those beside it, and without links to them. */
  readonly single?: boolean;
  /** Check what was written instead of writing. */
  readonly verify?: boolean;
  readonly json?: boolean;
}

/** Writes the report; prints where it is and what it says. */
export async function report(
  runs: readonly string[],
  options: ReportOptions,
  terminal: Terminal,
): Promise<number> {
  if (options.verify === true) return verifyReport(options, terminal);
  const formats = options.format.map((name) => oneOf(FORMATS, name, '--format'));
  const locales = options.locale.map((name) => oneOf(LOCALES, name, '--locale'));
  const home = harnessHome();
  const { matrix, catalogue, inventories } = openProject(terminal, options.matrix);
  const files = runs.length > 0 ? runs : ['reports/run.jsonl'];
  const named = files.map((file) => ({
    file,
    journal: readCompleteJournal(resolve(terminal.cwd, file), matrix.renames),
  }));
  refuseOverlap(named);
  for (const lack of missingShards(named.map(({ journal }) => journal.header)))
    terminal.err(
      terminal.style(
        'yellow',
        `warning ${lack}, and their cases are not in this report; give all shards, or the run that merge makes of them`,
      ),
    );
  const journals = named.map(({ journal }) => journal);
  const baseline =
    options.baseline === undefined
      ? undefined
      : readCompleteJournal(resolve(terminal.cwd, options.baseline), matrix.renames);
  const recordings = recordingsOf(terminal.cwd, options.matrix);
  const history = options.history === undefined ? undefined : resolve(terminal.cwd, options.history);
  const model = await modelOf({
    home,
    recordings,
    matrix,
    catalogue,
    inventories,
    journals,
    baseline,
    history,
  });
  const out = resolve(terminal.cwd, options.out);
  const site = openPublication(out);
  const written: string[] = [];
  const write = (name: string, text: string) => {
    site.put(name, text);
    written.push(relative(terminal.cwd, join(out, name)) || name);
  };
  const assets = readAssets(home);
  let pages = 0;
  for (const tag of locales) {
    const locale = readLocale(home, tag);
    if (formats.includes('html')) {
      const single = options.single === true;
      write(pageFile('index', tag), renderHtml(model, locale, assets, single ? [tag] : locales, single));
      if (!single) pages += putViews(site, { model, locale, tags: locales }, assets);
    }
    if (formats.includes('md'))
      write(tag === 'en' ? 'compatibility.md' : `compatibility.${tag}.md`, renderMarkdown(model, locale));
  }
  const runFiles = files.map((file) => fileFrom(out, resolve(terminal.cwd, file)));
  if (formats.includes('json'))
    write(
      'compatibility.json',
      renderJson(
        model,
        runFiles.map(({ name, sha256 }) => ({ file: name, sha256 })),
      ),
    );
  if (formats.includes('csv')) write('compatibility.csv', renderCsv(model));
  if (formats.includes('feed')) writeFeed(model, write);
  if (formats.includes('badges')) {
    for (const { path, text } of renderBadges(model)) site.put(join('badges', path), text);
    written.push(relative(terminal.cwd, join(out, 'badges')));
  }
  writeTestReports({ home, matrix, journals, history, formats, locale: locales[0] ?? 'en', write });
  if (formats.includes('attestation')) {
    const cassettes = [...model.recordings.keys()].map((path) => join(dirname(recordings), path));
    const present = cassettes.filter((path) => existsSync(path)).map((path) => fileFrom(out, path));
    write(
      'attestation.json',
      renderAttestation(model, {
        harness: harnessVersion,
        runs: journals.map(attestedRun),
        files: site.files.map(({ name, sha256 }) => ({ name: name.split(sep).join('/'), sha256 })),
        materials: [...runFiles, ...present],
      }),
    );
  }
  const { changed } = site;
  if (options.json === true)
    terminal.out(jsonText({ written, pages, changed, totals: model.totals, gaps: model.gaps }));
  else summarise(model, { written, pages, changed }, terminal);
  return 0;
}

/** A file that a report in `out` rests on. */
function fileFrom(out: string, path: string): Subject {
  return { name: relative(out, path).split(sep).join('/'), sha256: sha256Of(readFileSync(path)) };
}

function attestedRun({ header, results, footer }: Journal) {
  const { run: id, mode, startedAt, harness, sdk, cases } = header;
  const finishedAt = footer?.finishedAt ?? null;
  return { id, mode, startedAt, finishedAt, harness, sdk, cases, results: results.length };
}

/** The feed, and code that calls each model as it says. */
function writeFeed(model: ReportModel, write: (name: string, text: string) => void): void {
  const feed = feedOf(model);
  write('feed.json', renderFeed(feed));
  const snippets = model.guide?.snippets;
  if (snippets === undefined) return;
  write('call_model.py', pythonSnippet(feed, snippets.python));
  write('call-model.ts', typescriptSnippet(feed, snippets.typescript));
}

interface TestReports {
  readonly home: string;
  readonly matrix: Matrix;
  readonly journals: readonly Journal[];
  /** Folder of the history. */
  readonly history: string | undefined;
  readonly formats: readonly (typeof FORMATS)[number][];
  readonly locale: LocaleTag;
  readonly write: (name: string, text: string) => void;
}

/** What CI systems read: about the cases of the run, not about the table. */
function writeTestReports({ home, matrix, journals, history, formats, locale, write }: TestReports): void {
  const results = journals.flatMap((journal) => journal.results);
  const own = new Set(journals.map(({ header }) => header.run));
  const past = history === undefined ? undefined : pastOf(historyOfToday(history, matrix.renames), own);
  const waivers = applyWaivers(results, matrix.waivers, now().toISOString().slice(0, 10), past);
  const header = journals[0]?.header ?? null;
  const footer = journals.at(-1)?.footer ?? null;
  if (formats.includes('junit'))
    write('junit.xml', renderJunit(results, waivers, header?.startedAt ?? null, readAssets(home).junit));
  if (formats.includes('ctrf')) write('ctrf.json', renderCtrf(results, waivers, { header, footer }));
  if (formats.includes('summary'))
    write('summary.md', renderSummary(results, waivers, readLocale(home, locale)));
}

function oneOf<T extends string>(known: readonly T[], name: string, option: string): T {
  const found = known.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  throw new ConfigurationFailure(`${option} does not know "${name}"${didYouMean(name, known)}`, {
    remedy: `It takes a list of ${known.join(', ')}.`,
  });
}

/** The pages beside the table; returns how many. */
function putViews(
  publication: Publication,
  site: { readonly model: ReportModel; readonly locale: Locale; readonly tags: readonly LocaleTag[] },
  assets: ReportAssets,
): number {
  let pages = 0;
  for (const { path, html } of renderViews(site, assets)) {
    publication.put(path, html);
    pages += 1;
  }
  return pages;
}

function summarise(
  model: ReportModel,
  {
    written,
    pages,
    changed,
  }: { readonly written: readonly string[]; readonly pages: number; readonly changed: number },
  terminal: Terminal,
): void {
  const { totals, selfTest } = model;
  const counts = (record: Readonly<Record<string, number>>) =>
    Object.entries(record)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  terminal.out(
    `Azure table: ${totals.cells} cells, evidence from ${totals.oldest ?? 'none'} to ${totals.newest ?? 'none'}`,
  );
  terminal.out(`  by status      ${counts(totals.byStatus)}`);
  terminal.out(`  by evidence    ${counts(totals.byBasis)}`);
  terminal.out(`  by assessment  ${counts(totals.byAssessment)}`);
  const own = counts(selfTest.byStatus);
  if (own !== '') terminal.out(`Self-test on the reference target (not Azure): ${own}`);
  for (const gap of model.gaps)
    terminal.out(
      plainBlock(`Missing: ${gap.cases} cases ${gap.kind}, ${gap.reason} (e.g. ${gap.note})`, '  '),
    );
  const beside = pages === 0 ? '' : `, and ${pages} pages beside it`;
  const same = changed === 0 ? ' (nothing changed)' : '';
  terminal.out(`Report: ${written.join(', ')}${beside}${same}`);
}
