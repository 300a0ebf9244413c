/**
 * Everything the automatic checks say about one exchange: request and answer against the schemas, headers,
 * error contract and, where given, the stream's grammar. Pure.
 *
 *   const report = checkExchange(exchange, events, { hostKind: 'azure', operation, catalogue });
 */
import type { Exchange } from '../wire/exchange.ts';
import type { CheckResult, ExchangeReport } from './check.ts';
import { checkErrorContract, type ErrorCatalogue } from './errors/index.ts';
import { checkHeaders } from './headers.ts';
import { checkRequest, checkSchema, type SchemaContext, type StreamEvent } from './schema/index.ts';

export interface ExchangeContext extends SchemaContext {
  readonly catalogue: ErrorCatalogue;
}

/** Checks over a whole stream: `checkStream` of `stream/index.ts` has this shape. */
export type StreamCheck = (
  exchange: Exchange,
  events: readonly StreamEvent[],
  context: SchemaContext,
) => readonly CheckResult[];

export interface ExchangeOptions {
  /** The stream grammar; without it streams are checked event by event only. */
  readonly stream?: StreamCheck;
  /** True for a request of the harness: then `schema.request` is checked. */
  readonly ownRequest?: boolean;
}

/** `events`: those of an SSE body, already read; empty for any other body. */
export function checkExchange(
  exchange: Exchange,
  events: readonly StreamEvent[],
  context: ExchangeContext,
  options: ExchangeOptions = {},
): ExchangeReport {
  const schema = checkSchema(exchange, events, context);
  const contract = checkErrorContract(exchange, events, context.catalogue);
  const request = options.ownRequest === true ? checkRequest(exchange, context) : { check: null, drift: [] };
  const isStream = exchange.response?.body.kind === 'sse';
  const stream = isStream && options.stream !== undefined ? options.stream(exchange, events, context) : [];
  return {
    checks: [
      ...(request.check === null ? [] : [request.check]),
      ...schema.checks,
      ...checkHeaders(exchange, context),
      ...contract.checks,
      ...stream,
    ],
    drift: [...request.drift, ...schema.drift, ...contract.drift],
    error: contract.error,
  };
}
