import type { ExchangeReport } from '../checks/check.ts';
import { checkSchema } from '../checks/schema/index.ts';
import { checkSemantics } from '../checks/semantics/index.ts';
import { checkStream } from '../checks/stream/index.ts';
import { type SeenExchange, seen } from '../checks/view.ts';
import type { Exchange } from '../wire/exchange.ts';
import { exchangeOperation, type Operation } from '../wire/operation.ts';
import { readSse } from '../wire/sse.ts';

export interface Inspection {
  readonly report: ExchangeReport;
  readonly seen: SeenExchange;
}
export function inspect(
  exchange: Exchange,
  context: { hostKind: 'azure' | 'openai' | 'other'; operation?: Operation },
): Inspection {
  const operation = context.operation ?? exchangeOperation(exchange);
  const body = exchange.response?.body;
  const sse = body?.kind === 'sse' ? readSse(body.text) : null;
  const view = seen(exchange, sse?.events ?? [], operation);
  const schema = checkSchema(exchange, sse?.events ?? [], { hostKind: context.hostKind, operation });
  const checks = [...schema.checks];
  if (
    sse !== null &&
    (operation === 'chat.create' || operation === 'responses.create' || operation === 'responses.retrieve')
  ) {
    const after = exchange.request.query.starting_after;
    checks.push(
      ...checkStream({
        operation,
        hostKind: context.hostKind,
        request: view.request,
        events: sse.events,
        truncatedTail: sse.truncatedTail,
        complete: exchange.response?.complete ?? false,
        ...(after === undefined ? {} : { startingAfter: Number(after) }),
      }).checks,
    );
  }
  if (!view.error)
    checks.push(
      ...checkSemantics(view.request, view.answer, {
        hostKind: context.hostKind,
        created: operation.endsWith('.create'),
      }),
    );
  return { report: { checks, drift: schema.drift, error: null }, seen: view };
}
