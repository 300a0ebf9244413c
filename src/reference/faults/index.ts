/**
 * Named faults: each breaks one thing, so that exactly one check has to notice. They work at two points
 * only: on the request before it is read, and on the reply before it is written.
 */
import type { Operation } from '../../wire/operation.ts';
import { ANY_FAULTS } from './any.ts';
import { CHAT_FAULTS } from './chat.ts';
import type { Area } from './document.ts';
import { DOOR_FAULTS } from './door.ts';
import type { Body, Fault, Sent } from './fault.ts';
import { FILES_FAULTS } from './files.ts';
import { MODELS_FAULTS } from './models.ts';
import { RESPONSES_FAULTS } from './responses.ts';
import { SERVICE_FAULTS } from './service.ts';

export type { Fault } from './fault.ts';

/** Everything that can be broken, by what it is about. */
export const FAULT_AREAS: readonly Area[] = [
  { title: 'Any answer', faults: ANY_FAULTS },
  { title: 'Chat completions', faults: CHAT_FAULTS },
  { title: 'Responses', faults: RESPONSES_FAULTS },
  { title: 'Files', faults: FILES_FAULTS },
  { title: 'Models', faults: MODELS_FAULTS },
  { title: 'The service', faults: SERVICE_FAULTS },
  { title: 'The door of the service', faults: DOOR_FAULTS },
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

/** What the faults make of an answer. */
export function disturbReply(faults: readonly Fault[], sent: Sent): Sent {
  return faults.reduce((disturbed, fault) => fault.reply?.(disturbed) ?? disturbed, sent);
}
