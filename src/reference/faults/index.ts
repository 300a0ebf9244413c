/**
 * Named faults: each breaks one thing, so that exactly one check has to notice. They work at three points
 * only: on the request before it is read, on the reply before it is written, and in the place of an operation
 * whose fault is what it does, not what it says.
 */
import type { Operation } from '../../wire/operation.ts';
import type { Operate } from '../operation.ts';
import { ANY_FAULTS } from './any.ts';
import { CHAT_FAULTS } from './chat.ts';
import { CHAT_ANSWER_FAULTS } from './chat-answers.ts';
import { CHAT_MESSAGE_FAULTS } from './chat-messages.ts';
import { CHAT_PARAMETER_FAULTS } from './chat-parameters.ts';
import { CHAT_STREAM_FAULTS } from './chat-streams.ts';
import { CODE_INTERPRETER_FAULTS } from './code-interpreter.ts';
import type { Area } from './document.ts';
import { DOOR_FAULTS } from './door.ts';
import type { Body, Fault, Sent } from './fault.ts';
import { FILES_FAULTS } from './files.ts';
import { GRAMMAR_FAULTS } from './grammar.ts';
import { HOSTED_FAULTS } from './hosted.ts';
import { INPUT_FAULTS } from './inputs.ts';
import { MCP_FAULTS } from './mcp.ts';
import { MEANING_FAULTS } from './meaning.ts';
import { MODELS_FAULTS } from './models.ts';
import { RESPONSES_FAULTS } from './responses.ts';
import { RESPONSES_ANSWERS_FAULTS } from './responses-answers.ts';
import { RESPONSES_BACKGROUND_FAULTS } from './responses-background.ts';
import { RESPONSES_FILTERS_FAULTS } from './responses-filters.ts';
import { RESPONSES_PARAMETERS_FAULTS } from './responses-parameters.ts';
import { RESPONSES_REASONING_FAULTS } from './responses-reasoning.ts';
import { RESPONSES_STATE_FAULTS } from './responses-state.ts';
import { RESPONSES_TOOLS_FAULTS } from './responses-tools.ts';
import { SEARCH_FAULTS } from './searches.ts';
import { SERVICE_FAULTS } from './service.ts';

export type { Fault } from './fault.ts';

/** Everything that can be broken, by what it is about. */
export const FAULT_AREAS: readonly Area[] = [
  { title: 'Any answer', faults: [...ANY_FAULTS, ...MEANING_FAULTS] },
  { title: 'How streams are built', faults: GRAMMAR_FAULTS },
  { title: 'Chat completions', faults: [...CHAT_FAULTS, ...CHAT_STREAM_FAULTS] },
  { title: 'Parameters of a chat', faults: CHAT_PARAMETER_FAULTS },
  { title: 'Messages of a chat', faults: CHAT_MESSAGE_FAULTS },
  { title: 'Answers of a chat', faults: CHAT_ANSWER_FAULTS },
  { title: 'Responses', faults: [...RESPONSES_FAULTS, ...RESPONSES_ANSWERS_FAULTS] },
  { title: 'Responses: what is kept', faults: RESPONSES_STATE_FAULTS },
  { title: 'Responses: background tasks', faults: RESPONSES_BACKGROUND_FAULTS },
  { title: 'Responses: tools', faults: RESPONSES_TOOLS_FAULTS },
  { title: 'Responses: reasoning', faults: RESPONSES_REASONING_FAULTS },
  { title: 'Responses: parameters', faults: [...RESPONSES_PARAMETERS_FAULTS, ...RESPONSES_FILTERS_FAULTS] },
  { title: 'Responses: pictures and documents', faults: INPUT_FAULTS },
  { title: 'Responses: MCP servers', faults: MCP_FAULTS },
  { title: 'Responses: code interpreter', faults: CODE_INTERPRETER_FAULTS },
  { title: 'Responses: search', faults: SEARCH_FAULTS },
  { title: 'Responses: other tools of the service', faults: HOSTED_FAULTS },
  { title: 'Files', faults: FILES_FAULTS },
  { title: 'Models', faults: MODELS_FAULTS },
  { title: 'The service', faults: SERVICE_FAULTS },
  { title: 'The door: keys, tokens, surfaces', faults: DOOR_FAULTS },
];

export const FAULTS: readonly Fault[] = FAULT_AREAS.flatMap(({ faults }) => faults);
/** `request` as the faults make it arrive. */
export function disturbArrival(faults: readonly Fault[], request: Request): Request {
  return faults.reduce((arrived, fault) => fault.arrival?.(arrived) ?? arrived, request);
}

/** `body` as the faults make the service read it. */
export function disturbRequest(faults: readonly Fault[], operation: Operation, body: Body): Body {
  return faults.reduce((read, fault) => fault.request?.(operation, read) ?? read, body);
}

/** The operation as the faults make the service do it. */
export function disturbOperation(faults: readonly Fault[], operation: Operation, sound: Operate): Operate {
  return faults.reduce((done: Operate, { instead }) => {
    const other = instead?.[operation];
    return other === undefined ? done : (incoming) => other(incoming, done);
  }, sound);
}

/** What the faults make of an answer. */
export function disturbReply(faults: readonly Fault[], sent: Sent): Sent {
  return faults.reduce((disturbed, fault) => fault.reply?.(disturbed) ?? disturbed, sent);
}
