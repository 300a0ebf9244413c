import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type SeenExchange, seen } from '../checks/view.ts';
import { ConfigurationFailure, RecordingFailure } from '../failure.ts';
import { makeFolder } from '../folder.ts';
import { fieldsOfRecording, ledgerBeside } from '../material/fields.ts';
import { readShape } from '../material/shape.ts';
import { readCatalogue } from '../matrix/index.ts';
import { inspect } from '../run/inspect.ts';
import { loadScenarios } from '../run/scenarios.ts';
import { addSightings, readSightings, type SeenFields, writeSightings } from '../verdict/field-sightings.ts';
import { readObservations, writeObservations } from '../verdict/observations.ts';
import { observe, type Recogniser } from '../verdict/observe.ts';
import type { Observation } from '../verdict/types.ts';
import { readRecordingFile } from '../wire/formats/index.ts';
import { formatNamed, noExchange, wrongFile } from './format.ts';
import { harnessHome } from './project.ts';
import { jsonText, plainBlock, type Terminal } from './terminal.ts';

export interface ImportOptions {
  readonly format: string;
  readonly observations: string;
  readonly repository?: string;
  readonly commit?: string;
  readonly license?: string;
  readonly json?: boolean;
}

interface Tally {
  exchanges: number;
  withoutCitation: number;
  readonly refused: string[];
}

/**
 * Derives observations from recordings and adds them to the file: facts with a citation, never bodies.
 * A file that is no recording is named and skipped when a folder is read, an error when it was named. Throws
 * ConfigurationFailure, and writes nothing, where there is no exchange, or none that says where it is from.
 */
export async function importRecordings(paths: readonly string[], options: ImportOptions, terminal: Terminal) {
  const home = harnessHome();
  const catalogue = readCatalogue(home);
  const scenarios = await loadScenarios(home, ['chat', 'responses', 'files', 'models', 'service']);
  const recognisers: Recogniser<SeenExchange>[] = catalogue.features.flatMap(({ id, scope }) => {
    const scenario = scenarios.get(id);
    return scenario === undefined ? [] : [{ ...scenario, scope }];
  });
  const citation = citationOf(options);
  const tally: Tally = { exchanges: 0, withoutCitation: 0, refused: [] };
  const found: Observation[] = [];
  const fields: SeenFields[] = [];
  const shape = readShape(home);
  for (const { file, named } of filesOf(paths, terminal)) {
    const before = tally.exchanges;
    try {
      const recordings = readRecordingFile(file, {
        format: formatNamed(options.format),
        ...(citation !== null && { citation: { ...citation, path: relative(terminal.cwd, file) } }),
      });
      for await (const sourced of recordings) {
        tally.exchanges += 1;
        if (sourced.citation === undefined) tally.withoutCitation += 1;
        const { exchange, hostKind, operation } = sourced;
        const { report, events } = inspect(exchange, { hostKind, operation });
        const what = seen(exchange, events, operation);
        found.push(...observe(sourced, what, report, recognisers, catalogue.models));
        const held = fieldsOfRecording(shape, sourced, { events, seen: what, models: catalogue.models });
        if (held !== null) fields.push(held);
      }
    } catch (error) {
      if (!(error instanceof RecordingFailure)) throw error;
      if (named) throw wrongFile(error);
      tally.refused.push(error.describe());
    }
    if (named && tally.exchanges === before) throw noExchange(relative(terminal.cwd, file));
  }
  refuseNothing(tally, paths, terminal);
  const out = resolve(terminal.cwd, options.observations);
  const before = existsSync(out) ? readObservations(options.observations, readFileSync(out, 'utf8')) : [];
  const after = [...before, ...found];
  makeFolder(dirname(out));
  writeFileSync(out, writeObservations(after));
  const ledger = ledgerBeside(out);
  const known = existsSync(ledger) ? readSightings(ledger, readFileSync(ledger, 'utf8')) : [];
  const sightings = addSightings(known, fields);
  writeFileSync(ledger, writeSightings(sightings));
  const total = new Set(after.map(({ id }) => id)).size;
  summarise({ tally, found, total, fields: sightings.length }, options, terminal);
  return 0;
}

function refuseNothing(
  { exchanges, withoutCitation, refused }: Tally,
  paths: readonly string[],
  terminal: Terminal,
) {
  if (withoutCitation < exchanges) return;
  for (const line of refused) terminal.err(skipped(line));
  if (exchanges === 0) throw noExchange(paths.join(', '));
  throw new ConfigurationFailure(`none of the ${exchanges} exchanges names its source`, {
    place: { file: paths.join(', ') },
    remedy: 'Cite them with --repository, --commit and --license: facts are published only with their place.',
  });
}

function skipped(line: string): string {
  return `skipped ${plainBlock(line, '  ')}`;
}

function citationOf(options: ImportOptions): { repository: string; commit: string; license: string } | null {
  const { repository, commit, license } = options;
  if (repository === undefined && commit === undefined && license === undefined) return null;
  if (repository === undefined || commit === undefined || license === undefined) {
    throw new ConfigurationFailure('a citation needs --repository, --commit and --license together', {
      remedy: 'Facts are published only with the place they can be looked up at.',
    });
  }
  return { repository, commit, license };
}

function filesOf(paths: readonly string[], terminal: Terminal): { file: string; named: boolean }[] {
  return paths.flatMap((path) => {
    const full = resolve(terminal.cwd, path);
    if (!existsSync(full)) {
      throw new ConfigurationFailure('there is no such file or folder', { place: { file: path } });
    }
    if (!statSync(full).isDirectory()) return [{ file: full, named: true }];
    return readdirSync(full, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => ({ file: join(entry.parentPath, entry.name), named: false }))
      .sort((a, b) => (a.file < b.file ? -1 : 1));
  });
}

interface Summary {
  readonly tally: Tally;
  readonly found: readonly Observation[];
  /** Observations that the file holds now. */
  readonly total: number;
  /** Documented fields that were seen by now. */
  readonly fields: number;
}

function summarise(
  { tally, found, total, fields }: Summary,
  options: ImportOptions,
  terminal: Terminal,
): void {
  const { exchanges, withoutCitation, refused } = tally;
  if (options.json === true) {
    terminal.out(
      jsonText({ exchanges, withoutCitation, refused: refused.length, derived: found.length, total, fields }),
    );
    return;
  }
  for (const line of refused) terminal.err(skipped(line));
  terminal.out(`${exchanges} exchanges read, ${found.length} observations derived`);
  const groups = Map.groupBy(found, ({ targetKind, status }) => `${targetKind} ${status}`);
  for (const [name, group] of [...groups].sort())
    terminal.out(`  ${String(group.length).padStart(6)}  ${name}`);
  if (withoutCitation > 0) {
    terminal.out(
      `${withoutCitation} exchanges name no source; cite them with --repository, --commit and --license`,
    );
  }
  terminal.out(`${options.observations} holds ${total} observations`);
  terminal.out(`${ledgerBeside(options.observations)} holds ${fields} documented fields that were seen`);
}
