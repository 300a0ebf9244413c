/** The table of docs/reliability.md: what breaks, and what a run says of it. The tests walk through it. */
import { CHAOS } from '../reference/chaos.ts';

export interface BrokenTarget {
  readonly fault: string;
  /** What happens, in a sentence. */
  readonly breaks: string;
  readonly status: 'blocked' | 'errored';
  /** Beginning of the reason in the result. */
  readonly reason: string;
  /** Whether it is asked again. */
  readonly retried: boolean;
}

const UNREACHABLE = 'could not be asked: fetch failed: ';
const BROKE = 'the wire broke: ';
const NO_HTTP = `${UNREACHABLE}Response does not match the HTTP/1.1 protocol`;

const REPORTED: Readonly<Record<string, Omit<BrokenTarget, 'fault' | 'breaks'>>> = {
  'chaos.reset': { status: 'blocked', reason: `${UNREACHABLE}read ECONNRESET`, retried: true },
  'chaos.garbage': { status: 'blocked', reason: NO_HTTP, retried: true },
  'chaos.silence': {
    status: 'errored',
    reason: `${BROKE}timeout-first-byte: no status line came`,
    retried: true,
  },
  'chaos.half-body': {
    status: 'errored',
    reason: `${BROKE}network: terminated: other side closed`,
    retried: true,
  },
  'chaos.reset-in-stream': {
    status: 'errored',
    reason: `${BROKE}network: terminated: read ECONNRESET`,
    retried: true,
  },
  'chaos.slow-loris': {
    status: 'errored',
    reason: `${BROKE}timeout-first-byte: no status line came`,
    retried: true,
  },
  'chaos.silent-stream': {
    status: 'errored',
    reason: `${BROKE}timeout-between-events: no event came`,
    retried: false,
  },
  'chaos.slow-body': {
    status: 'errored',
    reason: `${BROKE}timeout-total: the answer had not ended`,
    retried: false,
  },
  'chaos.endless-stream': {
    status: 'errored',
    reason: `${BROKE}too-large: the body is larger`,
    retried: false,
  },
  'chaos.large-body': { status: 'errored', reason: `${BROKE}too-large: the body is larger`, retried: false },
  'chaos.gzip-bomb': { status: 'errored', reason: `${BROKE}too-large: the body is larger`, retried: false },
  'chaos.redirect-loop': { status: 'blocked', reason: `${UNREACHABLE}unexpected redirect`, retried: false },
  'chaos.error-page': { status: 'blocked', reason: 'could not be asked: HTTP 503 (outage)', retried: true },
  'chaos.throttled': {
    status: 'blocked',
    reason: 'could not be asked: HTTP 429 429 (throttled)',
    retried: true,
  },
};

/** Played by the reference target over HTTP. */
export const CHAOS_ROWS: readonly BrokenTarget[] = CHAOS.map(({ name, breaks }) => {
  const reported = REPORTED[name];
  if (reported === undefined) throw new Error(`no row for ${name}`);
  return { fault: name, breaks, ...reported };
});

/** Bodies without end take their time to become too large; the others are over in seconds. */
export const HEAVY: ReadonlySet<string> = new Set([
  'chaos.endless-stream',
  'chaos.large-body',
  'chaos.gzip-bomb',
]);

/** Played by mountebank, a service virtualiser, or by nobody at all. */
export const FOREIGN_ROWS: readonly BrokenTarget[] = [
  {
    fault: 'CONNECTION_RESET_BY_PEER',
    breaks: 'mountebank takes the request and closes the connection.',
    status: 'blocked',
    reason: `${UNREACHABLE}other side closed`,
    retried: true,
  },
  {
    fault: 'RANDOM_DATA_THEN_CLOSE',
    breaks: 'mountebank answers with random bytes.',
    status: 'blocked',
    reason: NO_HTTP,
    retried: true,
  },
  {
    fault: 'wait behaviour',
    breaks: 'mountebank answers, long after the first byte was due.',
    status: 'errored',
    reason: `${BROKE}timeout-first-byte: no status line came`,
    retried: true,
  },
  {
    fault: 'invalid TLS',
    breaks: 'The certificate is self-signed.',
    status: 'blocked',
    reason: `${UNREACHABLE}self-signed certificate`,
    retried: false,
  },
  {
    fault: 'no TLS',
    breaks: 'A server without TLS at an https address.',
    status: 'blocked',
    reason: UNREACHABLE,
    retried: false,
  },
  {
    fault: 'nobody listens',
    breaks: 'The connection is refused.',
    status: 'blocked',
    reason: `${UNREACHABLE}connect ECONNREFUSED`,
    retried: true,
  },
];

export interface RunFault {
  readonly fault: string;
  readonly reports: string;
  readonly file: string;
  /** Name of the test, as it stands in the file. */
  readonly test: string;
}

/** What befalls the run itself. */
export const RUN_ROWS: readonly RunFault[] = [
  {
    fault: 'Ctrl+C (SIGINT), once',
    reports: 'what is under way ends and cleans up; exit 3, `--resume` does the rest',
    file: 'src/cli/interrupt.test.ts',
    test: 'finishes what is under way, cleans up, and leaves a run to be resumed',
  },
  {
    fault: 'Ctrl+C twice',
    reports: 'everything ends at once; finished cases are kept',
    file: 'src/cli/interrupt.test.ts',
    test: 'stops at once when asked twice, and keeps what had finished',
  },
  {
    fault: 'SIGKILL of the run and its workers',
    reports: 'finished cases are kept byte for byte, nothing is asked twice',
    file: 'src/cli/resume.test.ts',
    test: 'is finished by --resume: what was there stays byte for byte, nothing is asked or written twice',
  },
  {
    fault: 'SIGKILL of the run alone',
    reports: 'the workers end with it; a line cut in half is mended by `--resume`',
    file: 'src/cli/resume.test.ts',
    test: 'may have lost the end of a line, and takes its workers with it',
  },
  {
    fault: 'the worker dies',
    reports: 'exit 3 and how it died; finished cases are kept',
    file: 'src/cli/interrupt.test.ts',
    test: 'survives the death of its worker with every finished case',
  },
  {
    fault: 'the disk is full',
    reports: 'exit 3; whole lines only, no further case is asked',
    file: 'src/cli/interrupt.test.ts',
    test: 'keeps whole lines when the disk is full, and asks nothing more',
  },
  {
    fault: 'a deployment that keeps failing',
    reports: 'paused, probed three times, then its cases are `blocked` with the cause',
    file: 'src/run/schedule/schedule.test.ts',
    test: 'pauses a deployment that keeps failing, probes it, and gives it up with the cause',
  },
  {
    fault: 'the budget is used up',
    reports: '`not-run: budget`, exit 3',
    file: 'src/cli/budget.test.ts',
    test: 'sends no more requests than it may, and names what was left out',
  },
  {
    fault: 'the credential is refused',
    reports: 'the rest of the target is `blocked` at once, with what the service said and without a request',
    file: 'src/cli/refused-credential.test.ts',
    test: 'blocks what is left of the target at once and without a request; the other target is asked',
  },
  {
    fault: 'a worker dies in a large replay',
    reports: 'exit 3 and how it died; finished cases are kept, `--resume` does the rest',
    file: 'src/run/lanes.test.ts',
    test: 'says that it is incomplete when a worker dies, and --resume gives the lost cases their rows',
  },
  {
    fault: 'all of it at once, in a run of 534 cases',
    reports: 'the verdicts of calm weather',
    file: 'src/cli/storm.test.ts',
    test: 'ends with the verdicts of calm weather, case by case and check by check',
  },
  {
    fault: 'the service refuses',
    reports: '`unsupported`, asked once; never `blocked`, however often in a row',
    file: 'src/cli/broken-target.test.ts',
    test: 'tells refusals from a target that cannot be asked',
  },
];

/** The generated part of docs/reliability.md. */
export function faultTable(): string {
  const target = ({ fault, breaks, status, reason, retried }: BrokenTarget) =>
    `| \`${fault}\` | ${breaks} | \`${status}\` | ${reason.trim().replace(/:$/, '')} | ${retried ? 'yes' : 'no'} |`;
  return [
    '### The target breaks',
    '',
    'Tested by `src/cli/broken-target.test.ts`, row by row.',
    '',
    '| Fault | What happens | Status | Reason begins | Asked again |',
    '| --- | --- | --- | --- | --- |',
    ...[...CHAOS_ROWS, ...FOREIGN_ROWS].map(target),
    '',
    '### The run breaks',
    '',
    '| Fault | What the run reports | Test |',
    '| --- | --- | --- |',
    ...RUN_ROWS.map(({ fault, reports, file, test }) => `| ${fault} | ${reports} | \`${file}\`: ${test} |`),
    '',
  ].join('\n');
}
