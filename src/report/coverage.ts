/** The documents, statement by statement: what tests each, and what came of it. */
import type { TrackedStatement } from '../claims/coverage.ts';
import { isUntracked } from '../claims/coverage.ts';
import type { Assessment } from '../verdict/types.ts';
import { placeWords, valueWords } from './claim-words.ts';
import { webLink } from './link.ts';
import type { Locale, LocaleTag } from './locale.ts';
import { code, link, plain, table } from './markdown-text.ts';
import type { ReportCell, ReportModel } from './model.ts';
import { ASSESSMENTS } from './page-overview.ts';

/** What the report is told about coverage. */
export interface CoverageInput {
  /** Ids of the sources that are shown, in this order. */
  readonly documents: readonly string[];
  /** Texts of the reasons why something cannot be tested. */
  readonly reasons: Readonly<Record<string, Readonly<Record<LocaleTag, string>>>>;
  readonly statements: readonly TrackedStatement[];
  /** Ids of the checks that the scenario of a feature makes itself. */
  readonly checks: Readonly<Record<string, readonly string[]>>;
}

export interface CoveredStatement {
  readonly id: string;
  readonly where: string;
  readonly words: string;
  /** `known`: there is a scenario. */
  readonly tests: readonly {
    readonly feature: string;
    readonly known: boolean;
    readonly checks: readonly string[];
  }[];
  /** Ids of reasons. */
  readonly reasons: readonly string[];
  /** Cells of the Azure table that its claims stand beside. */
  readonly cells: Readonly<Partial<Record<Assessment, number>>>;
}

export interface CoveredDocument {
  readonly source: string;
  readonly statements: readonly CoveredStatement[];
  readonly tested: number;
  readonly notTestable: number;
  readonly untracked: number;
}

export function coveredDocuments(
  { documents, statements, checks }: CoverageInput,
  cells: readonly ReportCell[],
): CoveredDocument[] {
  const assessments = new Map<string, Assessment[]>();
  for (const { claims, assessment } of cells) {
    for (const { id } of claims) assessments.set(id, [...(assessments.get(id) ?? []), assessment]);
  }
  return documents.map((source) => {
    const own = statements.filter((statement) => statement.source === source);
    const tested = own.filter(({ tests }) => tests.length > 0).length;
    const untracked = own.filter(isUntracked).length;
    return {
      source,
      statements: own.map(({ id, where, words, claims, tests, reasons }) => ({
        id,
        where,
        words,
        tests: tests.map((feature) => ({
          feature,
          known: Object.hasOwn(checks, feature),
          checks: checks[feature] ?? [],
        })),
        reasons,
        cells: counted(claims.flatMap((claim) => assessments.get(claim.id) ?? [])),
      })),
      tested,
      untracked,
      notTestable: own.length - tested - untracked,
    };
  });
}

function counted(assessments: readonly Assessment[]): CoveredStatement['cells'] {
  return Object.fromEntries(
    ASSESSMENTS.flatMap((kind) => {
      const count = assessments.filter((one) => one === kind).length;
      return count === 0 ? [] : [[kind, count]];
    }),
  );
}

export interface CoverageView {
  readonly title: string;
  readonly counts: string;
  readonly rows: readonly {
    readonly where: string;
    readonly words: string;
    readonly tests: readonly { readonly feature: string; readonly checks: string }[];
    /** Why it is not tested, in whole or in part. */
    readonly excuses: readonly string[];
    readonly outcome: string;
  }[];
}

/** The documents in one language. */
export function coverageViews(model: ReportModel, locale: Locale): CoverageView[] {
  return model.coverage.map((document) => ({
    title: model.sources.get(document.source)?.title ?? document.source,
    counts: countsOf(document, locale),
    rows: document.statements.map(({ where, words, tests, reasons, cells }) => ({
      where: placeWords(where, locale),
      words: valueWords(words, locale),
      tests: tests.map(({ feature, known, checks }) => ({
        feature,
        checks: known ? checks.join(' ') : locale.say('coverage.no-scenario'),
      })),
      excuses:
        tests.length + reasons.length === 0
          ? [locale.say('coverage.untracked')]
          : reasons.map((reason) => model.reasons[reason]?.[locale.tag] ?? reason),
      outcome: ASSESSMENTS.filter((kind) => cells[kind] !== undefined)
        .map((kind) => `${locale.number(cells[kind] ?? 0)} ${locale.say(`assessment.${kind}`)}`)
        .join(', '),
    })),
  }));
}

function countsOf({ statements, tested, notTestable, untracked }: CoveredDocument, locale: Locale): string {
  return locale.say('coverage.counts', { statements: statements.length, tested, notTestable, untracked });
}

/** The same for GitHub: one folded table a document. */
export function coverageSections(model: ReportModel, locale: Locale): string[] {
  if (model.coverage.length === 0) return [];
  const head = ['where', 'words', 'tested', 'outcome'].map((column) => locale.say(`coverage.${column}`));
  const views = coverageViews(model, locale);
  return [
    `## ${locale.say('coverage.heading')}`,
    locale.say('coverage.intro'),
    ...views.flatMap(({ title, counts, rows }, at) => {
      const source = model.sources.get(model.coverage[at]?.source ?? '');
      const cells = rows.map((row) => [
        plain(row.where),
        plain(row.words),
        [
          ...row.tests.map(({ feature, checks }) => `${code(feature)} ${plain(checks)}`.trim()),
          ...row.excuses.map(plain),
        ].join('<br>'),
        plain(row.outcome),
      ]);
      return [
        `### ${link(title, webLink(source?.url))}`,
        `<details><summary>${plain(counts)}</summary>`,
        table(head, cells),
        '</details>',
      ];
    }),
  ];
}
