/**
 * Exchanges against the schemas of the pinned `openai` package, as corrected by the overlay.
 *
 *   const { checks, drift } = checkSchema(exchange, events, { hostKind: 'azure', operation: 'chat.create' });
 *   const request = checkRequest(exchange, { hostKind: 'azure', operation: 'chat.create' });
 */

export type { StreamEvent } from './events.ts';
export { checkRequest } from './request.ts';
export { checkSchema } from './response.ts';
export type { SchemaContext } from './result.ts';
export { type AnswerGroup, answerRoots } from './validators.ts';
