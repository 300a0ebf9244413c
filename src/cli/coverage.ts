/** `plan --coverage`: each statement of the documents, and the scenarios that test it or the reason why none can. */
import { isUntracked, type TrackedStatement } from '../claims/index.ts';
import { type Coverage, claimsOf, coverageOf } from '../material/claims.ts';
import type { Case, Matrix } from '../matrix/types.ts';
import { checksOfScenario } from '../run/scenario-checks.ts';
import { harnessHome, openProject } from './project.ts';
import { jsonText, plain, type Terminal } from './terminal.ts';

export interface CoverageRow {
  readonly id: string;
  readonly where: string;
  readonly words: string;
  readonly tests: readonly {
    readonly feature: string;
    /** Ids of the checks of its scenario; empty while there is none. */
    readonly checks: readonly string[];
  }[];
  readonly notTestable: readonly { readonly reason: string; readonly says: string }[];
  /** Cases of real endpoints that can confirm or refute the statement, and those of them that would run. */
  readonly cases: number;
  readonly toRun: number;
}

export interface CoverageReport {
  readonly documents: readonly {
    readonly id: string;
    readonly title: string;
    readonly url: string | null;
    readonly date: string;
    readonly counts: CoverageCounts;
    readonly statements: readonly CoverageRow[];
  }[];
  /** Statements of the other sources, which are not listed. */
  readonly others: readonly { readonly id: string; readonly counts: CoverageCounts }[];
  /** Features that something is said about and that no scenario tests. */
  readonly withoutScenario: readonly string[];
}

interface CoverageCounts {
  readonly statements: number;
  readonly tested: number;
  readonly notTestable: number;
  readonly untracked: number;
}

/** Prints what of the documents these cases test. 1 when a statement is neither tested nor excused. */
export function printCoverage(
  cases: readonly Case[],
  options: { readonly matrix: string; readonly json: boolean },
  terminal: Terminal,
): number {
  const home = harnessHome();
  const { matrix, catalogue } = openProject(terminal, options.matrix);
  const loaded = claimsOf(home, catalogue);
  const coverage = coverageOf(home, loaded);
  const known = new Set(catalogue.features.map(({ id }) => id));
  const rowOf = rowsFor(coverage, cases, matrix, (feature) =>
    checksOfScenario(home, feature, undefined, matrix.scenarios),
  );
  const bySource = Map.groupBy(coverage.tracked, ({ source }) => source);
  const report: CoverageReport = {
    documents: loaded.sources
      .filter(({ id }) => coverage.documents.includes(id))
      .map(({ id, title, url, date }) => {
        const own = bySource.get(id) ?? [];
        return { id, title, url, date, counts: countsOf(own), statements: own.map(rowOf) };
      }),
    others: loaded.sources
      .filter(({ id }) => !coverage.documents.includes(id))
      .map(({ id }) => ({ id, counts: countsOf(bySource.get(id) ?? []) })),
    withoutScenario: [...new Set(coverage.tracked.flatMap(({ tests }) => tests))]
      .filter((feature) => !known.has(feature))
      .sort(),
  };
  if (options.json) terminal.out(jsonText(report, 2));
  else printReport(report, terminal);
  return coverage.tracked.some(isUntracked) ? 1 : 0;
}

function countsOf(statements: readonly TrackedStatement[]): CoverageCounts {
  const tested = statements.filter(({ tests }) => tests.length > 0).length;
  const untracked = statements.filter(isUntracked).length;
  const notTestable = statements.length - tested - untracked;
  return { statements: statements.length, tested, notTestable, untracked };
}

function rowsFor(
  { reasons }: Coverage,
  cases: readonly Case[],
  { targets }: Matrix,
  checksOf: (feature: string) => readonly string[],
): (statement: TrackedStatement) => CoverageRow {
  const targetOf = new Map(targets.map((target) => [target.name, target]));
  const byFeature = Map.groupBy(
    // What the reference target does says nothing about a document.
    cases.filter(({ target }) => targetOf.get(target)?.kind !== 'reference'),
    ({ feature }) => feature,
  );
  return ({ id, where, words, claims, tests, reasons: excuses }) => {
    const relevant = tests
      .flatMap((feature) => byFeature.get(feature) ?? [])
      .filter(({ model, calledModel, target }) =>
        claims.some(
          ({ subject }) =>
            (subject.model === undefined ||
              model === '-' ||
              isVersionOf(model, subject.model) ||
              isVersionOf(calledModel, subject.model)) &&
            (subject.region === undefined || subject.region === targetOf.get(target)?.region),
        ),
      );
    return {
      id,
      where,
      words,
      tests: tests.map((feature) => ({ feature, checks: checksOf(feature) })),
      notTestable: excuses.map((reason) => ({ reason, says: reasons[reason]?.en ?? '' })),
      cases: relevant.length,
      toRun: relevant.filter(({ notRun }) => notRun === undefined).length,
    };
  };
}

function isVersionOf(id: string | undefined, name: string): boolean {
  return id === name || id?.startsWith(`${name}@`) === true;
}

function printReport({ documents, others, withoutScenario }: CoverageReport, terminal: Terminal): void {
  const missing = new Set(withoutScenario);
  for (const { id, title, counts, statements } of documents) {
    terminal.out(terminal.style('bold', plain(`${title} (${id}): ${sentenceOf(counts)}`)));
    for (const row of statements) {
      const count = row.tests.length === 0 ? '' : `${row.toRun}/${row.cases}`;
      const line = `${count.padStart(9)}  ${row.id.slice(id.length + 1)}`;
      terminal.out(plain(row.words === '' ? line : `${line}  “${row.words}”`));
      for (const outcome of outcomesOf(row, missing)) terminal.out(plain(`${' '.repeat(13)}${outcome}`));
    }
    terminal.out('');
  }
  for (const { id, counts } of others) terminal.out(`${id}: ${sentenceOf(counts)}`);
  if (withoutScenario.length > 0) terminal.out(`Without a scenario (*): ${withoutScenario.join(', ')}`);
  terminal.out(
    'Before a statement: the cases of real endpoints that test it, to run/planned. Nothing was sent.',
  );
}

function sentenceOf({ statements, tested, notTestable, untracked }: CoverageCounts): string {
  return `${statements} statements, ${tested} tested, ${notTestable} not testable, ${untracked} untracked`;
}

/** A line for each scenario with its checks, and for each reason. */
function outcomesOf({ tests, notTestable }: CoverageRow, missing: ReadonlySet<string>): readonly string[] {
  const by = tests.map(({ feature, checks }) =>
    missing.has(feature) ? `${feature} (*)` : `${feature}: ${checks.join(' ')}`,
  );
  const excuses = notTestable.map(({ reason }) => `not testable: ${reason}`);
  return by.length + excuses.length === 0 ? ['UNTRACKED'] : [...by, ...excuses];
}
