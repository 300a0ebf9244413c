/** One cell of the table in words: the answer first, then who saw it, who says so, and what to do. */
import type { Claim } from '../claims/types.ts';
import type { Feature, Model } from '../matrix/types.ts';
import type { Evidence } from '../verdict/types.ts';
import { placeWords } from './claim-words.ts';
import { type Advice, type ExpectedError, judgeOf } from './feed/index.ts';
import type { Locale } from './locale.ts';
import { kindOf, moment } from './look.ts';
import { applies, type ReportCell, type ReportModel } from './model.ts';
import { statementOf } from './page-evidence.ts';
import { noteOf } from './page-grid.ts';
import { repeatNotes } from './repeat-notes.ts';

/** `documented-…`: nothing was seen, the best-ranked document alone answers, as in the capability feed. */
export type Answer =
  | 'supported'
  | 'partial'
  | 'unsupported'
  | 'documented-yes'
  | 'documented-no'
  | 'unknown'
  | 'not-applicable';

export interface Explanation {
  readonly feature: string;
  readonly model: string;
  readonly answer: Answer;
  /** The answer as a sentence. */
  readonly sentence: string;
  /** `retired 2026-11-19`; empty where there is nothing to say. */
  readonly lifecycle: string;
  /** How documents stand to what was seen; empty where neither speaks. */
  readonly assessment: string;
  readonly evidence: readonly string[];
  readonly documents: readonly string[];
  /**
   * Cause and remedy of the refusal seen, the parameters to leave out, the API to use instead, the error to
   * expect; empty where nothing is to be done.
   */
  readonly remedies: readonly string[];
}

interface Subject {
  readonly model: Model;
  readonly feature: Feature;
}

/** Cause and remedy of an entry of the error catalogue in one language; null for an unknown entry. */
export type ErrorWords = (entry: string) => { readonly cause: string; readonly remedy: string } | null;

/** Explains cells of one report, which is read once. */
export function explainer(
  report: ReportModel,
  locale: Locale,
  errorWords: ErrorWords,
): (subject: Subject) => Explanation {
  const judge = judgeOf(report);
  return (subject) => {
    const { model, feature } = subject;
    const id = feature.scope === 'target' ? '-' : model.id;
    const cell = report.cells.find((one) => one.feature === feature.id && one.model === id);
    const advice = judge.advice(feature, { ...model, id });
    const answer = answerOf(cell, subject, advice);
    return {
      feature: feature.id,
      model: id,
      answer,
      sentence: sentenceOf(answer, cell, advice, report, locale),
      lifecycle: feature.scope === 'target' ? '' : noteOf(model, locale, report.generatedAt.slice(0, 10)),
      assessment:
        cell === undefined || cell.assessment === 'unknown'
          ? ''
          : locale.say(`assessment.${cell.assessment}.sentence`),
      evidence: (cell?.evidence ?? [])
        .filter(({ status }) => status !== 'not-run')
        .map((one) => evidenceLine(one, locale)),
      documents: (cell?.claims ?? []).map((claim) => claimLine(report, claim, locale)),
      remedies: answer === 'not-applicable' ? [] : remediesOf(cell, advice, locale, errorWords),
    };
  };
}

/** Whether somebody who asks "can I use this?" has to hear no. */
export function isNo(answer: Answer): boolean {
  return answer === 'unsupported' || answer === 'documented-no' || answer === 'not-applicable';
}

function answerOf(cell: ReportCell | undefined, { model, feature }: Subject, { answer }: Advice): Answer {
  if (cell === undefined || cell.shown === 'unknown')
    return feature.scope === 'target' || applies(feature, model) ? 'unknown' : 'not-applicable';
  const { status } = cell;
  if (status === 'supported' || status === 'partial' || status === 'unsupported') return status;
  return answer.says === 'unknown' ? 'unknown' : `documented-${answer.says}`;
}

function sentenceOf(
  answer: Answer,
  cell: ReportCell | undefined,
  { answer: { disputed, source, date } }: Advice,
  { sources }: ReportModel,
  locale: Locale,
): string {
  if (disputed && source !== null && (answer === 'documented-yes' || answer === 'documented-no')) {
    return locale.say(`explain.disputed.${answer}`, {
      source: sources.get(source)?.title ?? source,
      date: date ?? locale.say('undated'),
    });
  }
  const seen = cell?.observedAt === undefined ? '' : moment(cell.observedAt, locale);
  return locale.say(`explain.${answer}`, { date: seen });
}

function evidenceLine(evidence: Evidence, locale: Locale): string {
  const { result, observation, status, observedAt, region } = evidence;
  const citation = observation?.citation;
  const where =
    citation === undefined
      ? (result?.case ?? '')
      : `${citation.repository}@${citation.commit.slice(0, 10)} ${citation.path}`;
  const reason = result?.reason ?? observation?.errorClass ?? '';
  return [
    `${locale.say(`status.${status}`)}, ${kindOf(evidence, locale)}, ${moment(observedAt, locale)}`,
    region ?? '',
    where,
    reason,
    ...(result === undefined ? [] : repeatNotes(result, locale)),
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function claimLine(report: ReportModel, claim: Claim, locale: Locale): string {
  const source = report.sources.get(claim.source);
  const own = statementOf(claim, locale);
  // Of no model in particular: beside one model it must not read as if the document had named that model.
  const said = claim.subject.model === undefined ? locale.say('explain.general', { said: own }) : own;
  const quote = claim.quote === undefined ? '' : ` — “${claim.quote}”`;
  return `${said}: ${source?.title ?? claim.source}, ${source?.date ?? locale.say('undated')}, ${placeWords(claim.where, locale)}${quote}`;
}

function remediesOf(
  cell: ReportCell | undefined,
  { answer, omit, instead, otherApi }: Advice,
  locale: Locale,
  errorWords: ErrorWords,
): string[] {
  const entries = new Set(cell?.evidence.flatMap(({ result }) => result?.error?.entry ?? []));
  const told = [...entries].flatMap((entry) => {
    const words = errorWords(entry);
    return words === null ? [] : [`${words.cause} ${words.remedy}`];
  });
  const gone = omit.filter((name) => instead[name] === undefined);
  const names = gone.join(locale.say('list.comma'));
  const { error } = answer;
  return [
    ...told,
    ...(otherApi === null
      ? []
      : [
          locale.say(otherApi.basis === 'evidence' ? 'explain.other-works' : 'explain.other-documented', {
            feature: otherApi.feature,
          }),
        ]),
    ...(gone.length === 0 ? [] : [locale.say('explain.leave-out', { names })]),
    ...Object.entries(instead).map(([name, substitute]) =>
      locale.say('explain.send-instead', { name, instead: substitute }),
    ),
    ...(error === null || told.length > 0 ? [] : [expectedLine(error, locale)]),
  ];
}

function expectedLine(error: ExpectedError, locale: Locale): string {
  const kind = locale.sayOr(`error.${error.class}`, error.class);
  const entries = error.entries.join(locale.say('list.comma'));
  return entries === ''
    ? locale.say('explain.expect-class', { class: kind })
    : locale.say('explain.expect', { class: kind, entries });
}
