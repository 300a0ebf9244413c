import type { CheckResult } from '../checks/check.ts';
import type { Claim } from '../claims/types.ts';
import type { Evidence } from '../verdict/types.ts';
import { placeWords, valueWords } from './claim-words.ts';
import { citationLink, webLink } from './link.ts';
import type { Locale } from './locale.ts';
import { kindOf, moment, SYMBOLS } from './look.ts';
import type { RecordedCase, ReportCell, ReportModel } from './model.ts';
import { type ExchangeView, exchangeViews } from './page-exchange.ts';
import { kindClass } from './page-grid.ts';
import { type TimesView, timesView } from './page-times.ts';
import { repeatNotes } from './repeat-notes.ts';
import { curlCommand, runCommand } from './reproduce.ts';
import { daysBetween } from './totals.ts';

/** What stands behind one cell, in words. */
export interface Detail {
  readonly kind: string;
  readonly symbol: string;
  readonly status: string;
  readonly assessment: string;
  /** Set for the reference target: it says nothing about Azure. */
  readonly warning: string;
  readonly reason: string;
  readonly notes: readonly string[];
  readonly claims: readonly ClaimView[];
  readonly evidence: readonly EvidenceView[];
  readonly failed: readonly FailedView[];
  readonly passed: string;
  readonly passedIds: string;
  readonly drift: readonly string[];
  readonly error: { readonly title: string; readonly message: string } | null;
  readonly run: string;
  readonly times: TimesView;
}

interface ClaimView {
  readonly against: boolean;
  readonly statement: string;
  readonly source: string;
  readonly link: string | null;
  readonly date: string;
  readonly where: string;
  readonly quote: string;
}

interface EvidenceView {
  readonly symbol: string;
  readonly kind: string;
  readonly status: string;
  readonly facts: string;
  readonly clocks: string;
  readonly link: string | null;
  readonly citation: string;
}

interface FailedView {
  readonly id: string;
  readonly severity: string;
  readonly message: string;
  readonly violations: readonly {
    readonly message: string;
    readonly pointer: string;
    readonly expected: string;
    readonly found: string;
    readonly suggestion: string;
    readonly reference: string;
    readonly link: string | null;
  }[];
}

/** The wire behind a cell: exchanges and the commands that repeat them. */
export interface WireDetail {
  readonly exchanges: readonly ExchangeView[];
  readonly lineage: readonly { readonly name: string; readonly value: string }[];
  readonly curl: readonly string[];
}

export function detailOf(cell: ReportCell, model: ReportModel, locale: Locale): Detail {
  const result = cell.evidence.find((each) => each.result !== undefined)?.result;
  const checks = result?.checks ?? [];
  const passed = checks.filter((check) => check.outcome === 'passed');
  const error = result?.error ?? null;
  return {
    kind: kindClass(cell),
    symbol: SYMBOLS[cell.shown],
    status: locale.say(`status.${cell.shown}`),
    assessment: cell.place === 'reference' ? '' : locale.say(`assessment.${cell.assessment}.sentence`),
    warning: cell.place === 'reference' ? locale.say('selftest.warning') : '',
    // A case that was not run today explains nothing about what was seen before.
    reason: result?.status === cell.status ? result.reason : '',
    notes: [
      ...(cell.versionInferred ? [locale.say('mark.inferred.sentence')] : []),
      ...(cell.mixed ? [locale.say('mark.mixed.sentence')] : []),
      ...(cell.stale ? [locale.say('mark.stale.sentence')] : []),
      ...(result === undefined ? [] : repeatNotes(result, locale)),
    ],
    claims: cell.claims.map((claim) => claimView(claim, cell.refuted.includes(claim), model, locale)),
    evidence: cell.evidence.map((each) => evidenceView(each, model.generatedAt, locale)),
    failed: checks.filter((check) => check.outcome === 'failed').map((check) => failedView(check, locale)),
    passed: passed.length === 0 ? '' : locale.say('checks.passed', { count: passed.length }),
    passedIds: passed.map((check) => check.id).join(', '),
    drift: (result?.drift ?? []).map(({ kind, schema, pointer, value }) =>
      [locale.say(`drift.${kind}`), schema, pointer, value ?? ''].filter((part) => part !== '').join(' '),
    ),
    error:
      error === null
        ? null
        : {
            title: [
              `HTTP ${error.httpStatus}`,
              error.code,
              error.type,
              locale.sayOr(`error.${error.class}`, error.class),
            ]
              .filter((part) => part !== null)
              .join(' · '),
            message: error.message,
          },
    times: timesView(model.times.get(cell.id), locale),
    run: runCommand(
      cell.place === 'reference' || result !== undefined
        ? (result?.case ?? cell.id)
        : `${cell.feature}:${cell.model}:*`,
    ),
  };
}

/** Null where no recording of the cell was handed to the report. */
export function wireDetailOf(cell: ReportCell, model: ReportModel, locale: Locale): WireDetail | null {
  for (const { result } of cell.evidence) {
    const path = result?.evidence.cassette;
    const recording = path === null || path === undefined ? undefined : model.recordings.get(path);
    if (result === undefined || recording === undefined) continue;
    return {
      exchanges: exchangeViews(recording.exchanges, result.checks, locale),
      lineage: lineageOf(recording),
      curl: recording.exchanges.slice(0, 3).map(curlCommand),
    };
  }
  return null;
}

function lineageOf({ lineage }: RecordedCase) {
  return Object.entries(lineage)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => ({
      name,
      value: typeof value === 'object' ? JSON.stringify(value) : String(value),
    }));
}

function claimView(claim: Claim, against: boolean, { sources }: ReportModel, locale: Locale): ClaimView {
  const source = sources.get(claim.source);
  return {
    against,
    statement: statementOf(claim, locale),
    source: source?.title ?? claim.source,
    link: webLink(source?.url),
    date: source?.date ?? locale.say('undated'),
    where: placeWords(claim.where, locale),
    quote: claim.quote ?? '',
  };
}

/** The claim in one word, or the value it states. */
export function statementOf(claim: Claim, locale: Locale): string {
  if (claim.statement === 'value' && claim.value !== undefined)
    return valueWords(claim.value, locale, claim.topic);
  return locale.say(`statement.${claim.statement}`);
}

function evidenceView(evidence: Evidence, generatedAt: string, locale: Locale): EvidenceView {
  const { result, observation } = evidence;
  const facts = [
    evidence.region === null ? '' : locale.say('evidence.region', { region: evidence.region }),
    result === undefined
      ? ''
      : locale.say('evidence.target', { target: result.target, surface: result.surface }),
    result?.modelEchoed ? locale.say('evidence.echoed', { model: result.modelEchoed }) : '',
    observation?.errorClass ? locale.sayOr(`error.${observation.errorClass}`, observation.errorClass) : '',
    observation === undefined ? '' : countsOf(observation.checks, locale),
    observation === undefined ? '' : fidelityOf(observation.fidelity, locale),
  ];
  const link = observation === undefined ? null : citationLink(observation.citation);
  return {
    symbol: SYMBOLS[evidence.status],
    kind: kindOf(evidence, locale),
    status: locale.say(`status.${evidence.status}`),
    facts: facts.filter((fact) => fact !== '').join(' · '),
    clocks: clocksOf(evidence, generatedAt, locale),
    link,
    citation:
      observation === undefined ? (result?.evidence.cassette ?? '') : citationOf(observation.citation),
  };
}

function countsOf(checks: { passed: readonly string[]; failed: readonly string[] }, locale: Locale): string {
  const failed = checks.failed.length === 0 ? '' : ` (${checks.failed.join(', ')})`;
  return locale.say('checks.counts', { passed: checks.passed.length, failed: checks.failed.length }) + failed;
}

function citationOf({
  repository,
  commit,
  path,
}: {
  repository: string;
  commit: string;
  path: string;
}): string {
  return `${repository}@${commit.slice(0, 8)} ${path}`;
}

/** Both clocks: when the traffic was seen, live unless it is the reference target's, and when it was last replayed. */
function clocksOf(
  { observedAt, result, observation }: Evidence,
  generatedAt: string,
  locale: Locale,
): string {
  const days = daysBetween(observedAt, generatedAt);
  const clock = result?.targetKind === 'reference' ? 'clock.reference' : 'clock.live';
  const seen = locale.say(clock, { date: moment(observedAt, locale) });
  const age = days === null ? '' : ` (${locale.say('clock.age', { count: days })})`;
  const replayed = result?.evidence.replayedAt ?? null;
  const replay =
    replayed === null ? '' : ` · ${locale.say('clock.replay', { date: moment(replayed, locale) })}`;
  const source = observation?.dateSource
    ? ` · ${locale.say('clock.source', {
        source: locale.sayOr(`date-source.${observation.dateSource}`, observation.dateSource),
      })}`
    : '';
  return `${seen}${age}${replay}${source}`;
}

function failedView(check: CheckResult, locale: Locale): FailedView {
  return {
    id: check.id,
    severity: locale.say(`severity.${check.severity}`),
    message: check.message,
    violations: check.violations.map((violation) => ({
      message: violation.message,
      pointer: [
        violation.pointer,
        violation.event === undefined ? '' : locale.say('wire.event', { index: violation.event }),
      ]
        .filter((part) => part !== '')
        .join(' · '),
      expected: violation.expected ?? '',
      found: violation.found ?? '',
      suggestion: violation.suggestion ?? '',
      reference: violation.reference ?? '',
      link: webLink(violation.reference),
    })),
  };
}

function fidelityOf(fidelity: string, locale: Locale): string {
  return locale.sayOr(`fidelity.${fidelity.replace(',sse-rebuilt-from-events', '.rebuilt')}`, fidelity);
}
