import { checkAsked } from '../checks/asked.ts';
import type { CheckResult, ExchangeReport } from '../checks/check.ts';
import { shippedCatalogue } from '../checks/errors/index.ts';
import { checkExchange } from '../checks/exchange.ts';
import { checkOwn, type OwnCheck, OwnCheckFailure } from '../checks/own.ts';
import { checkSemantics } from '../checks/semantics/index.ts';
import { checkStream, checkUnknownStream, type StreamEvent } from '../checks/stream/index.ts';
import { seen } from '../checks/view.ts';
import type { Exchange } from '../wire/exchange.ts';
import { exchangeOperation, FILE_CONTENTS, type Operation } from '../wire/operation.ts';
import { readSse } from '../wire/sse.ts';

export interface InspectContext {
  readonly hostKind: 'azure' | 'openai' | 'other';
  /** Default: what method and path say; a foreign recording may have neither. */
  readonly operation?: Operation;
  /** True for a request of the harness itself: it is checked as well. */
  readonly ownRequest?: boolean;
  /** True for one that a scenario has written itself, maybe wrong on purpose: then it is not checked. */
  readonly asWritten?: boolean;
}

export interface Inspection {
  readonly report: ExchangeReport;
  /** The events of a streamed answer, read once. */
  readonly events: readonly StreamEvent[];
  /** The JSON of the answer, or what its stream adds up to; null for anything else. */
  readonly answer: unknown;
  /** A success that says nothing: no body, `{}`, a stream without an event. It passes no check. */
  readonly void: boolean;
}

/** Every automatic check over one exchange: the same for a run, for `validate` and for `import`. Pure but for the catalogue. */
export function inspect(exchange: Exchange, context: InspectContext): Inspection {
  const operation = context.operation ?? exchangeOperation(exchange);
  const { hostKind } = context;
  const stream = readStream(exchange, operation, context);
  const report = checkExchange(
    exchange,
    stream.events,
    { hostKind, operation, catalogue: shippedCatalogue() },
    { stream: () => stream.checks, ownRequest: context.ownRequest === true && context.asWritten !== true },
  );
  const body = exchange.response?.body;
  const answer = body?.kind === 'json' ? body.value : stream.final;
  const { events } = stream;
  if (isVoid(exchange, operation, events, context)) {
    // Nothing could break these rules, so that they held says nothing.
    const checks = report.checks.filter(({ outcome }) => outcome === 'failed');
    return { report: { ...report, checks }, events, answer, void: true };
  }
  if (report.error !== null) return { report, events, answer, void: false };
  const created = operation === 'chat.create' || operation === 'responses.create';
  const meaning = checkSemantics(requestOf(exchange), answer, { hostKind, created });
  const asked = checkAsked(exchange, answer, operation);
  const checks = [...report.checks, ...meaning, ...(asked === null ? [] : [asked])];
  return { report: { ...report, checks }, events, answer, void: false };
}

/**
 * The reports of a case with the results of the user's own checks; `fault` names the check that broke, whose case then
 * says nothing about the target.
 */
export function inspectOwn(
  checks: readonly OwnCheck[],
  exchanges: readonly Exchange[],
  inspected: readonly Inspection[],
  hostKind: InspectContext['hostKind'],
): { readonly reports: readonly ExchangeReport[]; readonly fault: string | null } {
  const reports = inspected.map(({ report }) => report);
  if (checks.length === 0) return { reports, fault: null };
  try {
    const judged = inspected.map((inspection, ordinal) => {
      const exchange = exchanges[ordinal];
      if (exchange === undefined) return inspection.report;
      return withOwnChecks(checks, exchange, inspection, { hostKind });
    });
    return { reports: judged, fault: null };
  } catch (error) {
    if (!(error instanceof OwnCheckFailure)) throw error;
    return { reports, fault: error.message };
  }
}

/** A report with the results of the user's own checks besides. Throws OwnCheckFailure. */
export function withOwnChecks(
  checks: readonly OwnCheck[],
  exchange: Exchange,
  { report, events }: Inspection,
  { hostKind, operation }: Pick<InspectContext, 'hostKind' | 'operation'>,
): ExchangeReport {
  const results = checkOwn(checks, { exchange, seen: seen(exchange, events, operation), report, hostKind });
  return { ...report, checks: [...report.checks, ...results] };
}

function isVoid(
  { response }: Exchange,
  operation: Operation,
  events: readonly StreamEvent[],
  { ownRequest = false }: InspectContext,
): boolean {
  if (response === null || response.status >= 400) return false;
  // A file may be empty, and nobody knows what a foreign operation answers; one of ours was asked for something.
  if (FILE_CONTENTS.includes(operation) || (operation === 'other' && !ownRequest)) return false;
  const { body } = response;
  switch (body.kind) {
    case 'none':
      return true;
    case 'text':
      return body.text.trim() === '';
    case 'sse':
      return events.every(({ data }) => data === '[DONE]');
    case 'json':
      return body.value === null || (typeof body.value === 'object' && Object.keys(body.value).length === 0);
    default:
      return false;
  }
}

interface ReadStream {
  readonly events: readonly StreamEvent[];
  readonly checks: readonly CheckResult[];
  readonly final: unknown;
}

const NO_STREAM: ReadStream = { events: [], checks: [], final: null };

function readStream(
  { request, response, failure }: Exchange,
  operation: Operation,
  { hostKind, ownRequest = false }: InspectContext,
): ReadStream {
  if (response?.body.kind !== 'sse') return NO_STREAM;
  const { events, truncatedTail } = readSse(response.body.text);
  // Our own tap calls a stream without its last event incomplete, and says so when the wire broke: without
  // such a failure the service closed the stream, and what is missing was not sent.
  const complete = response.complete || (ownRequest && failure === undefined);
  if (operation !== 'chat.create' && operation !== 'responses.create' && operation !== 'responses.retrieve') {
    // A stored file may end as it likes.
    const isFile = FILE_CONTENTS.includes(operation);
    const checks = isFile ? [] : checkUnknownStream({ events, truncatedTail, complete });
    return { events, checks, final: null };
  }
  const after = request.query.starting_after;
  const { checks, final } = checkStream({
    operation,
    hostKind,
    request: request.body.kind === 'json' ? request.body.value : null,
    events,
    truncatedTail,
    complete,
    ...(after !== undefined && { startingAfter: Number(after) }),
  });
  return { events, checks, final };
}

function requestOf({ request }: Exchange): unknown {
  return request.body.kind === 'json' ? request.body.value : null;
}
