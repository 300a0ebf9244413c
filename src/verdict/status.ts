import type { CheckResult, ClassifiedError, ErrorClass } from '../checks/check.ts';
import { type Concern, consistsOf, refusedParameter } from './concern.ts';
import type { Status } from './types.ts';

/** Everything the status of a case that was run depends on. */
export interface StatusInput {
  readonly checks: readonly CheckResult[];
  /** The error that ended the scenario's own request; null when the scenario ran to its end. */
  readonly error: ClassifiedError | null;
  /** How the wire broke (reset, timeout, truncated body), redacted; null when it held. */
  readonly wireFailure: string | null;
  /**
   * Why no answer came at all although it was asked for again (refused connection, reset, no such host), redacted;
   * null when one came. The target was then not asked.
   */
  readonly unreachable?: string | null;
  /** Requests of a replay that the recording had no answer for. */
  readonly misses: number;
  /** Exchanges that took place, live or replayed. */
  readonly exchanges: number;
  /** A fault of the harness itself: an exception that is no answer, an invalid request of ours. */
  readonly harnessFault: string | null;
  /** What was asked for: the refusal of a parameter that is none of its own says nothing about it. */
  readonly asked?: Concern;
}

export interface Verdict {
  readonly status: Exclude<Status, 'not-run'>;
  /** One sentence; empty only for `supported` without any deviation. */
  readonly reason: string;
}

/** The service could not be asked: says nothing about support, whatever an entry of the catalogue claims. */
export const INFRASTRUCTURE: ReadonlySet<ErrorClass> = new Set<ErrorClass>([
  'auth',
  'forbidden',
  'throttled',
  'quota',
  'deployment-not-found',
  'outage',
]);

/** The service was asked and said no to this feature. */
const REFUSAL: ReadonlySet<ErrorClass> = new Set<ErrorClass>([
  'unsupported-operation',
  'unsupported-parameter',
]);

/**
 * What happened to a case (DESIGN section 2), strongest reason first:
 * a fault of ours or of the wire is `errored`; then the service's own error decides by its class; then the
 * checks. An answer that passes no `must` at all is not recognised as an answer: `errored`, so that a target
 * which says nothing of substance can be neither supported nor partial.
 */
export function statusOf(input: StatusInput): Verdict {
  if (input.harnessFault === null && typeof input.unreachable === 'string')
    return { status: 'blocked', reason: `could not be asked: ${input.unreachable}` };
  const fault = faultOf(input);
  if (fault !== null) return { status: 'errored', reason: fault };
  if (input.error !== null) return statusOfError(input.error, input.asked);
  return statusOfChecks(input.checks);
}

function faultOf({ harnessFault, misses, wireFailure, exchanges }: StatusInput): string | null {
  if (harnessFault !== null) return `the harness failed: ${harnessFault}`;
  if (misses > 0) {
    return `the recording has no answer for ${misses} ${misses === 1 ? 'request' : 'requests'}; record it again`;
  }
  if (wireFailure !== null) return `the wire broke: ${wireFailure}`;
  if (exchanges === 0) return 'nothing was sent';
  return null;
}

function statusOfError(error: ClassifiedError, asked: Concern | undefined): Verdict {
  const name = nameOf(error);
  if (error.class === 'unknown' || error.entry === null) {
    return { status: 'errored', reason: `an error that the catalogue does not know: ${name}` };
  }
  const contradiction =
    (INFRASTRUCTURE.has(error.class) && error.status === 'unsupported') ||
    (REFUSAL.has(error.class) && error.status === 'blocked');
  if (contradiction) {
    return {
      status: 'errored',
      reason: `the error catalogue contradicts itself: entry "${error.entry}" is ${error.class} and yet ${error.status}`,
    };
  }
  const refused = error.class === 'unsupported-parameter' ? refusedParameter(error) : null;
  if (asked !== undefined && refused !== null && !consistsOf(asked, refused)) {
    return { status: 'errored', reason: `refused for ${refused}, which is not what was asked for: ${name}` };
  }
  const said = { unsupported: 'refused', blocked: 'could not be asked', errored: 'failed' }[error.status];
  return { status: error.status, reason: `${said}: ${name}` };
}

/** `HTTP 400 OperationNotSupported (unsupported-operation): message`, the message cut to 200 characters. */
function nameOf(error: ClassifiedError): string {
  const code = error.code ?? error.type;
  const head = [`HTTP ${error.httpStatus}`, code, `(${error.class})`]
    .filter((part) => part !== null)
    .join(' ');
  const message = error.message.length > 200 ? `${error.message.slice(0, 199)}…` : error.message;
  return message === '' ? head : `${head}: ${message}`;
}

function statusOfChecks(checks: readonly CheckResult[]): Verdict {
  const musts = checks.filter(({ severity }) => severity === 'must');
  const failed = musts.filter(({ outcome }) => outcome === 'failed');
  if (musts.length === 0) return { status: 'errored', reason: 'no check that must hold was made' };
  if (failed.length === musts.length) {
    return { status: 'errored', reason: `no check that must hold did: ${list(failed)}` };
  }
  if (failed.length > 0) return { status: 'partial', reason: `accepted, but ${list(failed)}` };
  const deviations = checks.filter(({ severity, outcome }) => severity === 'should' && outcome === 'failed');
  return {
    status: 'supported',
    reason: deviations.length === 0 ? '' : `with a deviation: ${list(deviations)}`,
  };
}

/** The first failed check in words, the ids of up to two more, and how many remain. */
function list(checks: readonly CheckResult[]): string {
  const [first, ...others] = uniqueById(checks);
  if (first === undefined) return '';
  const ids = others.slice(0, 2).map(({ id }) => id);
  const rest = others.length - ids.length;
  const more = [...ids, ...(rest > 0 ? [`${rest} more`] : [])];
  return `${first.id}: ${first.message}${more.length === 0 ? '' : `; also ${more.join(', ')}`}`;
}

function uniqueById(checks: readonly CheckResult[]): readonly CheckResult[] {
  return [...new Map(checks.toReversed().map((check) => [check.id, check])).values()].toReversed();
}
