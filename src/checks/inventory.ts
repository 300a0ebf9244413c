/** Every check that is made of an exchange without being asked, in one list: for documents, and for the test that they are true. */
import { ASKED } from './asked.ts';
import type { Severity } from './check.ts';
import { SEMANTIC_RULES } from './semantics/index.ts';
import { STREAM_RULES } from './stream/index.ts';

export interface CheckEntry {
  readonly id: string;
  readonly severity: Severity;
  /** What passing means. */
  readonly says: string;
  readonly reference: string;
}

/** The checks that are no rules of a list: schema, headers, error contract. */
const OTHERS: readonly CheckEntry[] = [
  check('schema.request', 'must', "a request of the harness's own has the documented shape", 'schemas'),
  check('schema.content-type', 'must', 'the header says what the body is', 'schemas'),
  check('schema.json', 'must', 'the body, and every event, is JSON', 'schemas'),
  check('schema.response', 'must', 'the body has the documented shape', 'schemas'),
  check('schema.event', 'must', 'every event has the documented shape', 'schemas'),
  check('headers.request-id', 'should', 'an Azure answer carries a request id', 'headers'),
  check('headers.region', 'should', 'x-ms-region names a region', 'headers'),
  check('headers.retry-after', 'should', 'a throttled answer says when to come back', 'headers'),
  check('error.envelope', 'must', 'an error has a known envelope, its fields of the right types', 'errors'),
  check('error.status', 'should', 'the HTTP status fits the class of the error', 'errors'),
  check('error.in-success', 'must', 'a success carries no error body', 'errors'),
  check('error.known', 'info', 'the error catalogue knows the error', 'errors'),
];

function check(id: string, severity: Severity, says: string, anchor: string): CheckEntry {
  return { id, severity, says, reference: `docs/validation.md#${anchor}` };
}

/** In the order of their ids. A rule that both kinds of stream have in the same words stands once. */
export const CHECKS: readonly CheckEntry[] = [
  ...new Map(
    [...OTHERS, ASKED, ...STREAM_RULES.responses, ...STREAM_RULES.chat, ...SEMANTIC_RULES].map(
      ({ id, severity, says, reference }): [string, CheckEntry] => [
        `${id} ${says}`,
        { id, severity, says, reference },
      ],
    ),
  ).values(),
].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
