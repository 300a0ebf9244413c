/** Checks of error answers: their envelope, their status, and that success carries none. */
import type { Body, Exchange, WireResponse } from '../../wire/exchange.ts';
import type { CheckResult, ClassifiedError, Drift, Violation } from '../check.ts';
import type { StreamEvent } from '../schema/events.ts';
import { findingsOf } from '../schema/findings.ts';
import { violationOf } from '../schema/result.ts';
import { errorBodyValidator } from '../schema/validators.ts';
import { parseEvents } from '../stream/event.ts';
import type { ErrorCatalogue } from './catalogue.ts';
import { classifyError, type ErrorAnswer } from './classify.ts';
import { ENVELOPES, isContractual, reportsError } from './envelope.ts';

const ENVELOPE = 'error.envelope';

export interface ErrorReport {
  readonly checks: CheckResult[];
  readonly drift: Drift[];
  readonly error: ClassifiedError | null;
}

/**
 * `error.envelope` (must: a known envelope, its fields of the right types), `error.known` (info: the
 * catalogue knows it), `error.status` (should: the HTTP status fits the class), `error.in-success` (must:
 * no error body under a success status). `events` are those of a stream, already read. Pure.
 */
export function checkErrorContract(
  exchange: Exchange,
  events: readonly StreamEvent[],
  catalogue: ErrorCatalogue,
): ErrorReport {
  const { response } = exchange;
  if (response === null) return { checks: [], drift: [], error: null };
  const success = successCheck(response);
  const answer = errorAnswer(response, events);
  if (answer === null) return { checks: success === null ? [] : [success], drift: [], error: null };
  const error = classifyError(answer, catalogue);
  const envelope = envelopeCheck(answer, error);
  const checks = [envelope.check, knownCheck(error)];
  const status = answer.inStream ? null : statusCheck(error, catalogue);
  if (status !== null) checks.push(status);
  if (success !== null) checks.push(success);
  return { checks, drift: envelope.drift, error };
}

interface LocatedAnswer extends ErrorAnswer {
  /** 0-based index of the frame. */
  readonly event?: number;
}

function errorAnswer(response: WireResponse, events: readonly StreamEvent[]): LocatedAnswer | null {
  const { status, body } = response;
  if (body.kind === 'sse') return errorFrame(status, events);
  const content = contentOf(body);
  if (status >= 400) return { status, body: content, inStream: false };
  if (!reportsError(content)) return null;
  // A background response that failed says so in its object; the HTTP status is that of reading it.
  return { status, body: content, inStream: isResponseObject(content) };
}

/** The first frame that reports an error and says why; else the first that reports one. */
function errorFrame(status: number, events: readonly StreamEvent[]): LocatedAnswer | null {
  for (const { index: event, event: name, data, value } of parseEvents(events)) {
    if (name === 'error' || reportsError(value))
      return { status, body: value ?? data, inStream: true, event };
  }
  return null;
}

function contentOf(body: Body): unknown {
  if (body.kind === 'json') return body.value;
  return body.kind === 'text' ? body.text : undefined;
}

function isResponseObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'object' in value && value.object === 'response';
}

function successCheck({ status, body }: WireResponse): CheckResult | null {
  if (status >= 400 || body.kind !== 'json') return null;
  const broken = reportsError(body.value) && !isResponseObject(body.value);
  const message = `an error body under status ${status}`;
  const violation: Violation = {
    check: 'error.in-success',
    severity: 'must',
    pointer: '/error',
    message,
    expected: 'a status of 400 or above',
    found: String(status),
  };
  return result('error.in-success', 'must', broken ? [violation] : [], 'the success carries no error body');
}

function envelopeCheck(
  answer: LocatedAnswer,
  error: ClassifiedError,
): { check: CheckResult; drift: Drift[] } {
  const at = answer.event === undefined ? {} : { event: answer.event };
  const sentence = `the error has a known envelope (${error.envelope})`;
  if (!isContractual(error.envelope)) {
    const message = `the error answer is ${describeEnvelope(error.envelope)}, expected a JSON error`;
    const expected = '{"error":{"code","message",…}}';
    const found = describeEnvelope(error.envelope);
    const violation = {
      check: ENVELOPE,
      severity: 'must',
      pointer: '',
      message,
      expected,
      found,
      ...at,
    } as const;
    return { check: result(ENVELOPE, 'must', [violation], sentence), drift: [] };
  }
  if (answer.inStream || error.envelope === 'apim-flat') {
    return { check: result(ENVELOPE, 'must', [], sentence), drift: [] };
  }
  const { faults, drift } = findingsOf(errorBodyValidator(), answer.body);
  const violations = faults.map((fault) => violationOf(ENVELOPE, fault));
  return { check: result(ENVELOPE, 'must', violations, sentence), drift: [...drift] };
}

function knownCheck(error: ClassifiedError): CheckResult {
  const message = `the catalogue does not know this error: HTTP ${error.httpStatus}, code ${error.code ?? 'none'}`;
  const violation: Violation = {
    check: 'error.known',
    severity: 'info',
    pointer: '',
    message,
    suggestion: 'add an entry to fixtures/catalog/errors.yaml, with evidence',
  };
  return result(
    'error.known',
    'info',
    error.entry === null ? [violation] : [],
    `the catalogue knows this error (${error.entry ?? ''})`,
  );
}

/** Null where the class is unknown. */
function statusCheck(error: ClassifiedError, catalogue: ErrorCatalogue): CheckResult | null {
  const expected = catalogue.http[error.class];
  if (expected === undefined) return null;
  const message = `HTTP ${error.httpStatus} for ${error.class}, expected ${expected.join(' or ')}`;
  const violation: Violation = {
    check: 'error.status',
    severity: 'should',
    pointer: '',
    message,
    expected: expected.join(' or '),
    found: String(error.httpStatus),
    reference: 'fixtures/catalog/errors.yaml#classes',
  };
  const fits = expected.includes(error.httpStatus);
  return result('error.status', 'should', fits ? [] : [violation], `the HTTP status fits ${error.class}`);
}

function describeEnvelope(name: string): string {
  return Object.entries(ENVELOPES).find(([key]) => key === name)?.[1] ?? name;
}

function result(
  id: string,
  severity: CheckResult['severity'],
  violations: readonly Violation[],
  sentence: string,
): CheckResult {
  const [first] = violations;
  if (first === undefined) return { id, severity, outcome: 'passed', message: sentence, violations };
  return { id, severity, outcome: 'failed', message: first.message, violations };
}
