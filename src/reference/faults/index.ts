/**
 * Named faults: each breaks one thing, so that exactly one check has to notice. They work at two points
 * only: on the request before it is read, and on the reply before it is written.
 */
import type { Operation } from '../../wire/operation.ts';
import { ANY_FAULTS } from './any.ts';
import { CHAT_FAULTS } from './chat.ts';
import { CODE_INTERPRETER_FAULTS } from './code-interpreter.ts';
import type { Body, Fault, Sent } from './fault.ts';
import { FILES_FAULTS } from './files.ts';
import { HOSTED_FAULTS } from './hosted.ts';
import { INPUT_FAULTS } from './inputs.ts';
import { MCP_FAULTS } from './mcp.ts';
import { RESPONSES_FAULTS } from './responses.ts';
import { SEARCH_FAULTS } from './searches.ts';
import { SERVICE_FAULTS } from './service.ts';

export type { Fault } from './fault.ts';

/** Everything that can be broken. */
export const FAULTS: readonly Fault[] = [
  ...ANY_FAULTS,
  ...CHAT_FAULTS,
  ...RESPONSES_FAULTS,
  ...INPUT_FAULTS,
  ...MCP_FAULTS,
  ...CODE_INTERPRETER_FAULTS,
  ...SEARCH_FAULTS,
  ...HOSTED_FAULTS,
  ...FILES_FAULTS,
  ...SERVICE_FAULTS,
];

/** `body` as the faults make the service read it. */
export function disturbRequest(faults: readonly Fault[], operation: Operation, body: Body): Body {
  return faults.reduce((read, fault) => fault.request?.(operation, read) ?? read, body);
}

/** What the faults make of an answer. */
export function disturbReply(faults: readonly Fault[], sent: Sent): Sent {
  return faults.reduce((disturbed, fault) => fault.reply?.(disturbed) ?? disturbed, sent);
}
