import type { Exchange, WireResponse } from '../../wire/exchange.ts';
import { FILE_CONTENTS, type Operation } from '../../wire/operation.ts';
import type { CheckResult, Drift } from '../check.ts';
import { contentTypeCheck } from './content-type.ts';
import { checkEvents, type StreamEvent } from './events.ts';
import { findingsOf } from './findings.ts';
import { createdOf, isErrorBody, isTolerated, resultOf, type SchemaContext, violationOf } from './result.ts';
import { responseValidator } from './validators.ts';

/** Operations whose answer is whatever was stored or asked, not our JSON. */
const UNTYPED: readonly Operation[] = [...FILE_CONTENTS, 'other'];

/**
 * Checks `schema.content-type`, `schema.json` and `schema.response` (a JSON answer) or `schema.event` (a
 * stream). Error answers (status 400 and above, error frames) are left to the error contract. `events`
 * are the body's events, already read; empty for anything but a stream. An exchange without a response
 * gives no checks. Pure.
 */
export function checkSchema(
  exchange: Exchange,
  events: readonly StreamEvent[],
  context: SchemaContext,
): { checks: CheckResult[]; drift: Drift[] } {
  const { response } = exchange;
  if (response === null) return { checks: [], drift: [] };
  const checks: CheckResult[] = [];
  const contentType = contentTypeCheck(exchange, response, context.operation);
  if (contentType !== null) checks.push(contentType);
  if (UNTYPED.includes(context.operation)) return { checks, drift: [] };
  if (response.body.kind === 'sse') {
    const stream = checkEvents(events, context);
    return { checks: [...checks, ...stream.checks], drift: stream.drift };
  }
  const json = jsonCheck(response);
  if (json !== null) checks.push(json);
  if (response.body.kind !== 'json' || response.status >= 400 || isErrorBody(response.body.value)) {
    return { checks, drift: [] };
  }
  const body = checkBody(response.body.value, context);
  return { checks: body.check === null ? checks : [...checks, body.check], drift: body.drift };
}

/** `schema.json`: null for an error answer without JSON, which `error.envelope` speaks about. */
function jsonCheck(response: WireResponse): CheckResult | null {
  const { body } = response;
  if (response.status >= 400 && body.kind !== 'json') return null;
  if (body.kind === 'json') return resultOf('schema.json', [], 'the body is JSON');
  const found = body.kind === 'none' ? 'an empty body' : `a body of kind ${body.kind}`;
  const cause = body.kind === 'text' ? jsonProblem(body.text) : '';
  const message = `the answer is ${found}, expected JSON${cause}`;
  const violation = {
    check: 'schema.json',
    severity: 'must',
    pointer: '',
    message,
    expected: 'JSON',
    found,
  } as const;
  return resultOf('schema.json', [violation], 'the body is JSON');
}

function jsonProblem(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return error instanceof Error ? ` (${error.message.slice(0, 120)})` : '';
  }
}

function checkBody(value: unknown, context: SchemaContext): { check: CheckResult | null; drift: Drift[] } {
  const validate = responseValidator(context.operation);
  if (validate === null) return { check: null, drift: [] };
  const { faults, drift } = findingsOf(validate, value);
  const violations = faults
    .filter((fault) => !isTolerated(fault, value, context, createdOf(value)))
    .map((fault) => violationOf('schema.response', fault));
  return {
    check: resultOf('schema.response', violations, 'the body has the documented shape'),
    drift: [...drift],
  };
}
