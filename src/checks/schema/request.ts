/** Our own requests: a fault here is the harness's, never the target's. */
import type { Exchange, Part } from '../../wire/exchange.ts';
import type { CheckResult, Drift, Violation } from '../check.ts';
import { findingsOf } from './findings.ts';
import { resultOf, type SchemaContext, violationOf } from './result.ts';
import { requestValidator } from './validators.ts';

const ID = 'schema.request';
const SENTENCE = 'the request has the documented shape';

/**
 * `schema.request`. The check is null where the operation has no body or the recording kept none; unknown
 * parameters are drift, since a scenario may send a new one on purpose. Pure.
 */
export function checkRequest(
  exchange: Exchange,
  context: SchemaContext,
): { check: CheckResult | null; drift: Drift[] } {
  const { body } = exchange.request;
  if (context.operation === 'files.create') {
    return {
      check: body.kind === 'none' ? null : uploadCheck(body.kind === 'multipart' ? body.parts : null),
      drift: [],
    };
  }
  const validate = requestValidator(context.operation);
  if (validate === null || body.kind === 'none') return { check: null, drift: [] };
  if (body.kind !== 'json') {
    return {
      check: resultOf(ID, [violation('', `the request is ${body.kind}, expected JSON`)], SENTENCE),
      drift: [],
    };
  }
  const { faults, drift } = findingsOf(validate, body.value);
  const violations = faults
    .filter((fault) => !(fault.pointer === '/model' && fault.kind === 'missing' && namesDeployment(exchange)))
    .map((fault) => violationOf(ID, fault));
  return { check: resultOf(ID, violations, SENTENCE), drift: [...drift] };
}

/** On a dated surface the path names the deployment, and the body need not. */
function namesDeployment({ request }: Exchange): boolean {
  return request.path.includes('/deployments/');
}

function uploadCheck(parts: readonly Part[] | null): CheckResult {
  if (parts === null) return resultOf(ID, [violation('', 'an upload is a multipart form')], SENTENCE);
  const violations: Violation[] = [];
  if (!parts.some((part) => part.name === 'file' && 'filename' in part)) {
    violations.push(violation('/file', 'missing /file, the part with the file itself'));
  }
  if (!parts.some((part) => part.name === 'purpose' && 'value' in part && part.value !== '')) {
    violations.push(violation('/purpose', 'missing /purpose, which FileCreateParams requires'));
  }
  return resultOf(ID, violations, SENTENCE);
}

function violation(pointer: string, message: string): Violation {
  return { check: ID, severity: 'must', pointer, message, reference: 'openai#FileCreateParams' };
}
