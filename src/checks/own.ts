/**
 * A check of somebody's own: what the harness cannot know (a latency that was promised, a header of a gateway), over
 * every exchange that it concerns.
 *
 *   export const latency: ExchangeCheck = {
 *     id: 'contoso/first-byte',
 *     severity: 'should',
 *     says: 'the first byte comes within 2 s',
 *     source: 'https://wiki.contoso.example/slo',
 *     check: ({ exchange }) => {
 *       const ms = exchange.response?.firstByteMs;
 *       return ms === undefined ? null : ms <= 2000 ? [] : [{ message: `it came after ${ms} ms` }];
 *     },
 *   };
 */
import type { Exchange } from '../wire/exchange.ts';
import type { CheckResult, ExchangeReport, Severity, Violation } from './check.ts';
import type { SeenExchange } from './view.ts';

export interface ExchangeCheck {
  /** `<prefix>/<name>`, with a prefix of one's own: no check of the harness has one. */
  readonly id: string;
  readonly severity: Severity;
  /** What passing means, as a sentence. */
  readonly says: string;
  /** Where the rule comes from: a URL. */
  readonly source: string;
  /**
   * The faults, none where the rule is kept; null where it does not concern the exchange. Called once an
   * exchange, synchronously; what it is given is its own copy. What it throws is a fault of the harness, not of the target.
   */
  check(inspected: InspectedExchange): readonly ExchangeFault[] | null;
}

export interface InspectedExchange {
  /** As it crossed the wire, redacted; times in milliseconds. Replayed, it has the times of its recording. */
  readonly exchange: Exchange;
  /** The same, read: operation, JSON of request and answer, events of a stream. */
  readonly seen: SeenExchange;
  /** What the checks of the harness say. */
  readonly report: ExchangeReport;
  readonly hostKind: 'azure' | 'openai' | 'other';
}

export type ExchangeFault = Pick<Violation, 'message'> &
  Partial<Pick<Violation, 'pointer' | 'expected' | 'found' | 'suggestion'>>;

/** A check with the module it comes from. */
export interface OwnCheck extends ExchangeCheck {
  /** Path of the module, as the user would type it. */
  readonly module: string;
}

/** A check that threw, or gave what is none of its answers. */
export class OwnCheckFailure extends Error {
  constructor({ id, module }: OwnCheck, what: string, cause?: unknown) {
    super(`the check ${id} of ${module} ${what}`, { cause });
    this.name = 'OwnCheckFailure';
  }
}

/** The results of the checks that concern an exchange. Throws OwnCheckFailure. */
export function checkOwn(checks: readonly OwnCheck[], inspected: InspectedExchange): readonly CheckResult[] {
  return checks.flatMap((check) => {
    const faults = faultsOf(check, structuredClone(inspected));
    return faults === null ? [] : [resultOf(check, faults)];
  });
}

function faultsOf(check: OwnCheck, inspected: InspectedExchange): readonly ExchangeFault[] | null {
  let faults: unknown;
  try {
    faults = check.check(inspected);
  } catch (cause) {
    throw new OwnCheckFailure(
      check,
      `threw ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}`,
      cause,
    );
  }
  if (faults === null || areFaults(faults)) return faults;
  const found = faults instanceof Promise ? 'a promise' : JSON.stringify(faults)?.slice(0, 60);
  throw new OwnCheckFailure(check, `gave ${found}, expected null or a list of { message }`);
}

function areFaults(value: unknown): value is readonly ExchangeFault[] {
  return (
    Array.isArray(value) &&
    value.every(
      (fault: unknown) =>
        typeof fault === 'object' && fault !== null && typeof Reflect.get(fault, 'message') === 'string',
    )
  );
}

function resultOf({ id, severity, says, source }: OwnCheck, faults: readonly ExchangeFault[]): CheckResult {
  const [first] = faults;
  const outcome = first === undefined ? 'passed' : 'failed';
  const violations = faults.map(({ pointer = '', ...fault }) => ({
    check: id,
    severity,
    pointer,
    reference: source,
    ...fault,
  }));
  return { id, severity, outcome, message: first?.message ?? says, violations };
}
