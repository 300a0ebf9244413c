import type { CheckResult, Severity, Violation } from '../check.ts';
import type { ParsedEvent } from './event.ts';

/** What a rule may know about the stream besides its events. */
export interface StreamContext {
  readonly operation: 'chat.create' | 'responses.create' | 'responses.retrieve';
  readonly hostKind: 'azure' | 'openai' | 'other';
  /** The request's JSON body; null where it is unknown or there is none. */
  readonly request: unknown;
  /** The body was received to its end, so what is not there was not sent. */
  readonly whole: boolean;
  /** The stream was resumed after this sequence number. */
  readonly startingAfter: number | undefined;
}

/** One sentence of the protocol, with what it takes to see it broken. */
export interface Rule<State> {
  /** Stable id of the check. */
  readonly id: string;
  readonly severity: Severity;
  /** The sentence, true where the rule is kept. */
  readonly says: string;
  /** Where the sentence comes from. */
  readonly reference: string;
  /** False for a type of event that the watcher need not see: it could only look away. Default: it sees all. */
  readonly concerns?: (type: string) => boolean;
  /** One watcher a stream, since a rule may remember; null where the rule does not concern the stream. */
  readonly watch: (context: StreamContext) => Watcher<State> | null;
}

interface Watcher<State> {
  /** Sees each event before the state takes it in. */
  readonly event?: (event: ParsedEvent, state: State, report: Report) => void;
  /** Sees the state after the last event. */
  readonly end?: (state: State, report: Report) => void;
  /** False when nothing in the stream concerned the rule: then it gives no result. */
  readonly applied?: () => boolean;
}

export interface Finding {
  /** The event that shows the fault; without it, the end of the stream does. */
  readonly event?: ParsedEvent | undefined;
  readonly message: string;
  readonly pointer?: string | undefined;
  readonly expected?: string | undefined;
  readonly found?: string | undefined;
}

export type Report = (finding: Finding) => void;

/** A protocol's state: takes in one event after another, never complains, always goes on. */
export interface State {
  /** Called before the rules see the event. */
  prepare?(event: ParsedEvent): void;
  /** Called after the rules saw the event. */
  apply(event: ParsedEvent): void;
}

/** A stream can break one rule in each of its events; nobody reads more than these. */
const MOST_VIOLATIONS = 25;

/** Runs the rules over the events in one pass. `timeline` names the neighbours of an event. */
export function applyRules<S extends State>(
  rules: readonly Rule<S>[],
  context: StreamContext,
  events: readonly ParsedEvent[],
  timeline: readonly ParsedEvent[],
  state: S,
): CheckResult[] {
  const running: Running<S>[] = [];
  for (const rule of rules) {
    const watcher = rule.watch(context);
    if (watcher !== null) running.push(started(rule, watcher));
  }
  watch(running, events, state);
  const results: CheckResult[] = [];
  for (const { rule, end, applied, found, report } of running) {
    end?.(state, report);
    if (found.length > 0 || (applied?.() ?? true)) results.push(resultOf(rule, found, timeline));
  }
  return results;
}

/** A rule at work on one stream. All have one shape, so that the engine need not learn each rule's own. */
interface Running<S> {
  readonly rule: Rule<S>;
  readonly see: Watcher<S>['event'];
  readonly end: Watcher<S>['end'];
  readonly applied: Watcher<S>['applied'];
  readonly found: readonly Finding[];
  readonly report: Report;
}

function started<S>(rule: Rule<S>, { event: see, end, applied }: Watcher<S>): Running<S> {
  const found: Finding[] = [];
  return { rule, see, end, applied, found, report: (finding) => void found.push(finding) };
}

/** Shows each event to the rules that it concerns, then to the state. */
function watch<S extends State>(
  running: readonly Running<S>[],
  events: readonly ParsedEvent[],
  state: S,
): void {
  const byType = new Map<string, readonly Running<S>[]>();
  for (const event of events) {
    let concerned = byType.get(event.type);
    if (concerned === undefined) {
      concerned = running.filter(
        ({ rule, see }) => see !== undefined && rule.concerns?.(event.type) !== false,
      );
      byType.set(event.type, concerned);
    }
    state.prepare?.(event);
    for (const { see, report } of concerned) see?.(event, state, report);
    state.apply(event);
  }
}

/** The result of a rule from what it found. */
export function resultOf(
  rule: Omit<Rule<never>, 'watch'>,
  found: readonly Finding[],
  timeline: readonly ParsedEvent[],
): CheckResult {
  const { id, severity } = rule;
  const [first] = found;
  if (first === undefined) return { id, severity, outcome: 'passed', message: rule.says, violations: [] };
  const more = found.length > 1 ? ` (and ${found.length - 1} more)` : '';
  const violations = found.slice(0, MOST_VIOLATIONS).map((finding) => violationOf(rule, finding, timeline));
  return { id, severity, outcome: 'failed', message: `${first.message}${more}`, violations };
}

function violationOf(
  rule: Omit<Rule<never>, 'watch'>,
  finding: Finding,
  timeline: readonly ParsedEvent[],
): Violation {
  const { event, message, pointer = '', expected, found } = finding;
  return {
    check: rule.id,
    severity: rule.severity,
    pointer,
    message,
    reference: rule.reference,
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
    ...(event === undefined ? {} : { event: event.index, neighbours: neighbours(event.index, timeline) }),
  };
}

function neighbours(index: number, timeline: readonly ParsedEvent[]): string[] {
  const name = (at: number): string => timeline[at]?.type ?? (at < 0 ? '(start)' : '(end)');
  return [name(index - 1), name(index), name(index + 1)];
}
