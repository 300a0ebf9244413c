import type { CheckResult, ExchangeReport } from '../checks/check.ts';
import { shippedCatalogue } from '../checks/errors/index.ts';
import { checkExchange } from '../checks/exchange.ts';
import { checkSemantics } from '../checks/semantics/index.ts';
import { checkStream, type StreamEvent } from '../checks/stream/index.ts';
import type { Exchange } from '../wire/exchange.ts';
import { exchangeOperation, type Operation } from '../wire/operation.ts';
import { readSse } from '../wire/sse.ts';

export interface InspectContext {
  readonly hostKind: 'azure' | 'openai' | 'other';
  /** Default: what method and path say; a foreign recording may have neither. */
  readonly operation?: Operation;
  /** True for a request of the harness itself: it is checked as well. */
  readonly ownRequest?: boolean;
}

export interface Inspection {
  readonly report: ExchangeReport;
  /** The events of a streamed answer, read once. */
  readonly events: readonly StreamEvent[];
  /** The JSON of the answer, or what its stream adds up to; null for anything else. */
  readonly answer: unknown;
}

/** Every automatic check over one exchange: the same for a run, for `validate` and for `import`. Pure but for the catalogue. */
export function inspect(exchange: Exchange, context: InspectContext): Inspection {
  const operation = context.operation ?? exchangeOperation(exchange);
  const { hostKind } = context;
  const stream = readStream(exchange, operation, hostKind);
  const report = checkExchange(
    exchange,
    stream.events,
    { hostKind, operation, catalogue: shippedCatalogue() },
    { stream: () => stream.checks, ownRequest: context.ownRequest ?? false },
  );
  const body = exchange.response?.body;
  const answer = body?.kind === 'json' ? body.value : stream.final;
  if (report.error !== null) return { report, events: stream.events, answer };
  const created = operation === 'chat.create' || operation === 'responses.create';
  const meaning = checkSemantics(requestOf(exchange), answer, { hostKind, created });
  return { report: { ...report, checks: [...report.checks, ...meaning] }, events: stream.events, answer };
}

interface ReadStream {
  readonly events: readonly StreamEvent[];
  readonly checks: readonly CheckResult[];
  readonly final: unknown;
}

const NO_STREAM: ReadStream = { events: [], checks: [], final: null };

function readStream(
  { request, response }: Exchange,
  operation: Operation,
  hostKind: InspectContext['hostKind'],
): ReadStream {
  if (response?.body.kind !== 'sse') return NO_STREAM;
  const { events, truncatedTail } = readSse(response.body.text);
  if (operation !== 'chat.create' && operation !== 'responses.create' && operation !== 'responses.retrieve') {
    return { events, checks: [], final: null };
  }
  const after = request.query.starting_after;
  const { checks, final } = checkStream({
    operation,
    hostKind,
    request: request.body.kind === 'json' ? request.body.value : null,
    events,
    truncatedTail,
    complete: response.complete,
    ...(after !== undefined && { startingAfter: Number(after) }),
  });
  return { events, checks, final };
}

function requestOf({ request }: Exchange): unknown {
  return request.body.kind === 'json' ? request.body.value : null;
}
