/** One case, from its first request to its result. */
import type OpenAI from 'openai';
import type { CheckResult, ExchangeReport } from '../checks/check.ts';
import type { OwnCheck } from '../checks/own.ts';
import type { Case, Model, Target } from '../matrix/types.ts';
import { collate, collateDrift } from '../verdict/collate.ts';
import { recordingMatches } from '../verdict/recording.ts';
import { statusOf } from '../verdict/status.ts';
import type { CaseResult, RunMode } from '../verdict/types.ts';
import type { Exchange } from '../wire/exchange.ts';
import { type Attempt, systemClock, type Tap } from '../wire/index.ts';
import { attemptNotes } from './attempt-notes.ts';
import type { Note } from './context/created.ts';
import { openContext } from './context/index.ts';
import { Deadline } from './deadline.ts';
import { inspect, inspectOwn } from './inspect.ts';
import { isBroken, isBrokenPromise } from './interrupted.ts';
import { type CredentialHeard, openLine } from './line.ts';
import { withoutRepeated } from './repeated-deletions.ts';
import type { Caller, Document, Scenario } from './scenario.ts';
import { SCENARIO_ENDS } from './scenario-checks.ts';
import { UsageCount } from './usage.ts';

export interface CaseJob {
  readonly item: Case;
  readonly scenario: Scenario;
  readonly target: Target;
  /** The model that carries the requests. */
  readonly model: Model;
  readonly mode: RunMode;
  readonly tap: Tap;
  /** For what the scenario throws: the client saw the answers as they came. */
  readonly redact?: (text: string) => string;
  /** Builds the client of a caller on the fetch it is given; by default that of the matrix. */
  readonly connect: (fetch: typeof globalThis.fetch, caller?: Caller) => OpenAI;
  /** Tag of the run, carried by everything that is created. */
  readonly tag: string;
  /** Told of each thing that is created or deleted. */
  readonly note?: Note;
  readonly document: (name: string) => Document;
  /** The user's own, made of every exchange besides those of the harness. */
  readonly checks?: readonly OwnCheck[];
  readonly timeoutMs: number;
  /** Time that does not count can be taken out of it; default `timeoutMs` of the clock on the wall. */
  readonly deadline?: Deadline;
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Where the evidence of a replay comes from. */
  readonly cassette: { readonly path: string; readonly sha256: string; readonly recordedAt: string } | null;
}

export interface ExecutedCase {
  readonly result: CaseResult;
  /** Everything that crossed the wire, clean-up included: what a recording stores. */
  readonly exchanges: readonly Exchange[];
  /** Attempts that were followed by another one. */
  readonly attempts: readonly Attempt[];
  /** What the service made of the credential of the target; null where only other callers were heard. */
  readonly credential: CredentialHeard;
}

export async function executeCase(job: CaseJob): Promise<ExecutedCase> {
  const startedAt = job.now();
  const line = openLine(job.tap.fetch);
  const running = openContext({
    connect: (caller) => job.connect(isOwn(caller) ? line.ownFetch : line.fetch, caller),
    tag: job.tag,
    ...(job.note && { note: job.note }),
    deployment: job.item.deployment,
    calledDeployment: job.item.calledDeployment ?? '',
    model: job.model,
    target: job.target,
    document: job.document,
    pause: job.pause,
    headers: () => line.headers,
    status: () => line.status,
  });
  const deadline = job.deadline ?? new Deadline(job.timeoutMs, systemClock);
  const thrown = await attempt(() => job.scenario.run(running.context), deadline, line.hangUp);
  const sent = line.sent;
  // A client of its own: that of the scenario may have been cut off by the deadline.
  const leftovers = await running.cleanUp(() => job.connect(job.tap.fetch));
  const sentInAll = await job.tap.exchanges();
  const { exchanges, attempts } = withoutRepeated(
    { exchanges: sentInAll, attempts: job.tap.ledger().attempts ?? [] },
    sent,
  );
  const own = exchanges.slice(0, sent);
  const hostKind = hostKindOf(job.target);
  const inspected = own.map((exchange, ordinal) =>
    inspect(exchange, { hostKind, ownRequest: true, asWritten: line.written.has(ordinal) }),
  );
  const mine = inspectOwn(job.checks ?? [], own, inspected, hostKind);
  const findings = {
    startedAt,
    thrown,
    words: wordsOf(thrown, job.redact),
    own,
    attempts,
    reports: mine.reports,
    checkFault: mine.fault,
    answers: inspected.map(({ answer }) => answer),
    leftovers,
    asserted: running.checks,
    substance: inspected.length === 0 || inspected.some((inspection) => !inspection.void),
  };
  const result = resultOf(job, findings);
  return { result, exchanges, attempts, credential: line.credential };
}

/** The reference target speaks Azure's dialect. */
function hostKindOf(target: Target): 'azure' | 'openai' | 'other' {
  if (target.kind !== 'openai-compatible') return 'azure';
  return target.endpoint !== undefined && new URL(target.endpoint).hostname === 'api.openai.com'
    ? 'openai'
    : 'other';
}

interface Findings {
  readonly startedAt: number;
  readonly thrown: unknown;
  /** What was thrown, redacted, as far as a message shows it. */
  readonly words: string;
  readonly own: readonly Exchange[];
  readonly attempts: readonly Attempt[];
  readonly reports: readonly ExchangeReport[];
  /** A check of the user's own that broke; null: none did. */
  readonly checkFault: string | null;
  /** JSON of each answer, or what its stream adds up to. */
  readonly answers: readonly unknown[];
  readonly leftovers: readonly string[];
  readonly asserted: readonly CheckResult[];
  /** False when every answer was empty: whatever held then held of nothing. */
  readonly substance: boolean;
}

function resultOf(job: CaseJob, findings: Findings): CaseResult {
  const { item, target, mode } = job;
  const { missed } = job.tap.ledger();
  const { attempts } = findings;
  // An earlier refusal was asked for; only the newest answer can have ended the scenario.
  const error = findings.thrown === null ? null : (findings.reports.at(-1)?.error ?? null);
  const broken = isBrokenPromise({ error, ...findings });
  const own = [...findings.asserted, ...endsAsWritten(findings, broken), ...recordingMatches(missed)];
  const kept = findings.substance ? own : own.filter(({ outcome }) => outcome === 'failed');
  const checks = collate(findings.reports, kept);
  const verdict = statusOf({
    checks,
    error: broken ? null : error,
    wireFailure: wireFailureOf(findings),
    unreachable: mode === 'replay' ? null : unreachableOf(findings.own),
    misses: missed.length,
    exchanges: findings.own.length,
    harnessFault: findings.checkFault ?? harnessFaultOf(findings, error !== null),
    asked: job.scenario,
  });
  const now = new Date(job.now()).toISOString();
  return {
    type: 'result',
    case: item.id,
    feature: item.feature,
    model: item.model,
    target: item.target,
    targetKind: target.kind,
    ...verdict,
    notRun: null,
    checks,
    drift: collateDrift(findings.reports),
    error,
    evidence: {
      mode,
      observedLiveAt: mode === 'replay' ? (job.cassette?.recordedAt ?? null) : now,
      replayedAt: mode === 'replay' ? now : null,
      cassette: job.cassette?.path ?? null,
      sha256: job.cassette?.sha256 ?? null,
    },
    region: regionOf(findings.own) ?? target.region ?? null,
    surface: target.surface,
    modelEchoed: echoedModel(findings.answers),
    usage: usageOf(findings.answers, attempts.length),
    leftovers: findings.leftovers,
    ...(attempts.length === 0 ? {} : { attempts: attemptNotes(attempts) }),
    durationMs: Math.round(job.now() - findings.startedAt),
  };
}

/** Whether a caller shows the credential of the target as the matrix says; scenarios send others on purpose. */
function isOwn({ credential, keyIn, surface, apiVersion }: Caller = {}): boolean {
  return [credential, keyIn, surface, apiVersion].every((different) => different === undefined);
}

/** Runs the scenario against its deadline; null when it ended by itself. */
async function attempt(
  run: () => Promise<void>,
  deadline: Deadline,
  hangUp: (reason: Error) => void,
): Promise<unknown> {
  const expired = deadline.expired.then(() => {
    throw new CaseTimeout(deadline.ms);
  });
  deadline.start();
  try {
    await Promise.race([run(), expired]);
    return null;
  } catch (error) {
    if (error instanceof CaseTimeout) hangUp(error);
    return error ?? new Error('the scenario threw nothing');
  } finally {
    deadline.end();
  }
}

class CaseTimeout extends Error {
  constructor(milliseconds: number) {
    super(`the case did not end within ${milliseconds / 1000} s`);
  }
}

/**
 * A scenario that stumbles over an answer of the wrong shape has not met a defect of the harness: the
 * schema check of that answer has failed already, and the stumble is the feature not working. So is an
 * error in the middle of what had been accepted.
 */
function endsAsWritten({ thrown, words, reports }: Findings, broken: boolean): CheckResult[] {
  const id = SCENARIO_ENDS;
  if (thrown === null) {
    return [
      { id, severity: 'must', outcome: 'passed', message: 'the scenario ran to its end', violations: [] },
    ];
  }
  if (!broken && !reports.some((report) => report.checks.some(isBroken))) return [];
  const message = `the scenario could not go on: ${words}`;
  return [
    {
      id,
      severity: 'must',
      outcome: 'failed',
      message,
      violations: [{ check: id, severity: 'must', pointer: '', message }],
    },
  ];
}

/** A request of ours that is not as documented, or a scenario that failed over a sound answer. */
function harnessFaultOf({ thrown, words, reports, own }: Findings, refused: boolean): string | null {
  for (const { checks } of reports) {
    const faulty = checks.find((check) => check.id === 'schema.request' && check.outcome === 'failed');
    if (faulty !== undefined) return `our own request is not as documented: ${faulty.message}`;
  }
  if (thrown === null || refused) return null;
  if (thrown instanceof CaseTimeout) return null;
  if (own.some((exchange) => exchange.failure !== undefined)) return null;
  const excused = reports.some((report) => report.checks.some(isBroken));
  return excused ? null : `the scenario failed: ${words}`;
}

/** Redacted before it is cut: half a secret is not recognised. */
function wordsOf(error: unknown, redact: (text: string) => string = (text) => text): string {
  return redact(error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 300);
}

/** No answer to some request, however often it was sent. */
function unreachableOf(exchanges: readonly Exchange[]): string | null {
  const lost = exchanges.find(({ response, failure }) => response === null && failure?.kind === 'network');
  return lost?.failure?.message ?? null;
}

function wireFailureOf({ own, thrown }: Findings): string | null {
  const failure = own.find((exchange) => exchange.failure !== undefined)?.failure;
  // Between two polls nothing is on its way that could break.
  const mine = failure === undefined || failure.kind === 'aborted';
  if (mine && thrown instanceof CaseTimeout) return `timeout-case: ${thrown.message}`;
  return failure === undefined || failure.kind === 'replay-miss'
    ? null
    : `${failure.kind}: ${failure.message}`;
}

function regionOf(exchanges: readonly Exchange[]): string | null {
  for (const { response } of exchanges) {
    const region = response?.headers['x-ms-region'];
    if (region !== undefined) return region.toLowerCase().replaceAll(' ', '');
  }
  return null;
}

function echoedModel(answers: readonly unknown[]): string | null {
  for (const answer of answers) {
    const model = field(answer, 'model');
    if (typeof model === 'string' && model !== '') return model;
  }
  return null;
}

function usageOf(answers: readonly unknown[], attempts: number): CaseResult['usage'] {
  const count = new UsageCount();
  for (const answer of answers) count.add(answer);
  const { input, output } = count.total;
  return { requests: answers.length + attempts, inputTokens: input, outputTokens: output };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
