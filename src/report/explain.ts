/** One cell of the table in words: the answer first, then who saw it, who says so, and what to do. */
import type { Claim } from '../claims/types.ts';
import type { Feature, Model } from '../matrix/types.ts';
import type { Evidence } from '../verdict/types.ts';
import { placeWords } from './claim-words.ts';
import type { Locale } from './locale.ts';
import { kindOf, moment } from './look.ts';
import { applies, type ReportCell, type ReportModel } from './model.ts';
import { statementOf } from './page-evidence.ts';
import { noteOf } from './page-grid.ts';
import { repeatNotes } from './repeat-notes.ts';

/** `documented-…`: nothing was seen, documents alone answer. `differs`: they say yes and no. */
export type Answer =
  | 'supported'
  | 'partial'
  | 'unsupported'
  | 'documented-yes'
  | 'documented-no'
  | 'differs'
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
  /** Cause and remedy of the refusal seen, or the API that does work; empty where nothing is to be done. */
  readonly remedies: readonly string[];
}

/** Cause and remedy of an entry of the error catalogue in one language; null for an unknown entry. */
export type ErrorWords = (entry: string) => { readonly cause: string; readonly remedy: string } | null;

export function explain(
  report: ReportModel,
  subject: { readonly model: Model; readonly feature: Feature },
  locale: Locale,
  errorWords: ErrorWords,
): Explanation {
  const { model, feature } = subject;
  const id = feature.scope === 'target' ? '-' : model.id;
  const cell = report.cells.find((one) => one.feature === feature.id && one.model === id);
  const answer = answerOf(cell, subject);
  const date = cell?.observedAt === undefined ? '' : moment(cell.observedAt, locale);
  return {
    feature: feature.id,
    model: id,
    answer,
    sentence: locale.say(`explain.${answer}`, { date }),
    lifecycle: feature.scope === 'target' ? '' : noteOf(model, locale, report.generatedAt.slice(0, 10)),
    assessment:
      cell === undefined || cell.assessment === 'unknown'
        ? ''
        : locale.say(`assessment.${cell.assessment}.sentence`),
    evidence: (cell?.evidence ?? [])
      .filter(({ status }) => status !== 'not-run')
      .map((one) => evidenceLine(one, locale)),
    documents: (cell?.claims ?? []).map((claim) => claimLine(report, claim, locale)),
    remedies: cell === undefined ? [] : remediesOf(report, cell, subject, locale, errorWords),
  };
}

/** Whether somebody who asks "can I use this?" has to hear no. */
export function isNo(answer: Answer): boolean {
  return answer === 'unsupported' || answer === 'documented-no' || answer === 'not-applicable';
}

function answerOf(
  cell: ReportCell | undefined,
  { model, feature }: { readonly model: Model; readonly feature: Feature },
): Answer {
  if (cell === undefined || cell.shown === 'unknown')
    return feature.scope === 'target' || applies(feature, model) ? 'unknown' : 'not-applicable';
  const { status, says } = cell;
  if (status === 'supported' || status === 'partial' || status === 'unsupported') return status;
  if (says === null || says === 'note') return 'unknown';
  if (says === 'differs') return 'differs';
  return says === 'no' ? 'documented-no' : 'documented-yes';
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
  report: ReportModel,
  cell: ReportCell,
  { model, feature }: { readonly model: Model; readonly feature: Feature },
  locale: Locale,
  errorWords: ErrorWords,
): string[] {
  const entries = new Set(cell.evidence.flatMap(({ result }) => result?.error?.entry ?? []));
  const told = [...entries].flatMap((entry) => {
    const words = errorWords(entry);
    return words === null ? [] : [`${words.cause} ${words.remedy}`];
  });
  const negative = isNo(answerOf(cell, { model, feature }));
  return negative ? [...told, ...otherApi(report, model, feature, locale)] : told;
}

const BASIC: Readonly<Record<string, string>> = { chat: 'chat/completion', responses: 'responses/create' };

/** For an API as a whole: the other one, where it is known to work with the model or at least documented. */
function otherApi(report: ReportModel, model: Model, feature: Feature, locale: Locale): string[] {
  if (feature.id !== BASIC[feature.api]) return [];
  const other = feature.api === 'chat' ? BASIC.responses : BASIC.chat;
  const cell = report.cells.find((one) => one.feature === other && one.model === model.id);
  if (cell === undefined || other === undefined) return [];
  if (cell.status === 'supported') return [locale.say('explain.other-works', { feature: other })];
  const documented = cell.shown === 'documented' && cell.says === 'yes';
  return documented ? [locale.say('explain.other-documented', { feature: other })] : [];
}
