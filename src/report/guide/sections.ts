/** The prose of the guide as Markdown; its tables are in markdown-series.ts. */
import type { Model } from '../../matrix/types.ts';
import { answersOf } from '../answers.ts';
import { type FeedModel, feedOf, handlingSnippet, pythonSnippet } from '../feed/index.ts';
import type { Locale } from '../locale.ts';
import {
  bullets,
  code,
  details,
  fence,
  heading,
  link,
  numbered,
  plain,
  prose,
  table,
} from '../markdown-text.ts';
import type { ReportModel } from '../model.ts';
import { affectedWords } from './affected.ts';
import { statementLine } from './marks.ts';
import { standingsAgainst } from './standing.ts';
import type { GuideError, GuideInput, GuideLink, GuideStatement, UseCase } from './types.ts';
import { useCaseLine } from './use-cases.ts';

/** Everything that the sections of one guide share. */
export interface GuideContext {
  readonly report: ReportModel;
  readonly guide: GuideInput;
  readonly locale: Locale;
  /** A statement with its mark. */
  line(statement: GuideStatement): string;
}

/** Null without the words of the guide. */
export function guideContext(report: ReportModel, locale: Locale): GuideContext | null {
  const { guide } = report;
  if (guide === null) return null;
  const standing = standingsAgainst(report);
  return { report, guide, locale, line: (statement) => statementLine(statement, standing, locale) };
}

export function apiSections({ guide, locale, line }: GuideContext): string[] {
  return [
    heading(2, locale.say('md.apis')),
    ...guide.file.apis.flatMap(({ title, statements }) => [
      heading(3, plain(title)),
      bullets(statements.map(line)),
    ]),
  ];
}

export function errorSections(context: GuideContext): string[] {
  const { guide, locale } = context;
  const head = ['error', 'cause', 'remedy', 'answers'].map((column) => locale.say(`md.error.${column}`));
  const rows = guide.errors.map(({ id, match, cause, remedy, evidence }) => [
    `${code(id)} ${match.http.join(' ')}`,
    plain(cause[locale.tag]),
    plain(remedy[locale.tag]),
    locale.number(evidence.length),
  ]);
  return [
    heading(2, locale.say('md.errors')),
    ...guide.file.errors.flatMap((error, at) => errorSection(error, at + 1, context)),
    details(locale.say('md.errors.all', { count: rows.length }), [table(head, rows)]),
  ];
}

function errorSection(error: GuideError, number: number, context: GuideContext): string[] {
  const { guide, locale, line } = context;
  const entries = error.entries.flatMap((id) => guide.errors.find((entry) => entry.id === id) ?? []);
  const causes = entries.map(({ cause }) => plain(cause[locale.tag]));
  return [
    heading(3, `${locale.say('md.error.heading', { number })} ${prose(error.title[locale.tag])}`),
    fence('text', `HTTP ${error.status}\n${JSON.stringify(error.body, null, 2)}`),
    `**${locale.say('md.error.cause')}**: ${causes.join(' ')}`,
    `**${locale.say('md.error.remedy')}**:`,
    numbered(error.remedies.map(line)),
    `**${locale.say('md.error.affected')}**: ${affectedWords(error, context.report, context.locale)}`,
  ];
}

export function practiceSections(context: GuideContext): string[] {
  const { report, guide, locale, line } = context;
  const { useCases, checklist, code: advice, handling } = guide.file;
  const feed = feedOf(report);
  return [
    heading(2, locale.say('md.practice')),
    heading(3, locale.say('md.practice.model')),
    ...useCases.map((useCase) => useCaseBlock(useCase, feed.models, context)),
    heading(3, locale.say('md.practice.check')),
    `✅ **${locale.say('md.practice.checklist')}**:`,
    numbered(checklist.map(line)),
    heading(3, locale.say('md.practice.code')),
    bullets(advice.map(line)),
    fence('python', pythonSnippet(feed, guide.snippets.python)),
    heading(3, locale.say('md.practice.errors')),
    bullets(handling.map(line)),
    fence('python', handlingSnippet(guide, locale.tag)),
  ];
}

function useCaseBlock(
  useCase: UseCase,
  models: readonly FeedModel[],
  { report, locale }: GuideContext,
): string {
  return `**${plain(useCase.title[locale.tag])}**: ${useCaseLine(useCase, models, answersOf(report), locale)}`;
}

export function resourceSections({ guide, locale }: GuideContext): string[] {
  return [
    heading(2, locale.say('md.resources')),
    ...guide.file.resources.flatMap(({ title, links }) => [
      heading(3, plain(title[locale.tag])),
      linkList(links, locale),
    ]),
  ];
}

function linkList(links: readonly GuideLink[], locale: Locale): string {
  return bullets(links.map(({ title, url }) => `**${plain(title[locale.tag])}**: ${link(url, url)}`));
}

export function questionSections({ guide, locale, line }: GuideContext): string[] {
  return [
    heading(2, locale.say('md.questions')),
    ...guide.file.questions.flatMap(({ question, answer, links }) => [
      heading(3, `Q: ${plain(question[locale.tag])}`),
      answer.length === 1
        ? `A: ${answer.map(line).join('')}`
        : `A: ${locale.say('md.answer.several')}\n\n${numbered(answer.map(line))}`,
      ...(links === undefined ? [] : [linkList(links, locale)]),
    ]),
  ];
}

/** A few words about a model: its name in the guide, and what it lacks. */
export function modelWords(model: Model, { guide, locale }: GuideContext): string {
  return guide.file.models[model.name]?.text[locale.tag] ?? '';
}
