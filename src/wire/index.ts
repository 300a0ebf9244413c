/**
 * The wire: what goes to a target and what comes back.
 *
 *   const redactor = createRedactor({ secrets: [key], aliases: { [host]: target.name }, salt: case.id });
 *   const tap = createTap({ source: live(fetch, { timeouts }), redactor });           // live, record
 *   const tap = createTap({ source: replay(cassette), redactor });                    // replay
 *   new OpenAI({ baseURL, apiKey, fetch: tap.fetch, maxRetries: 0 });
 *   const exchanges = await tap.exchanges();
 *   await saveCassette('recordings', case, createCassette({ case: case.id, lineage, exchanges }), [key]);
 *
 * The shapes that checks read are in exchange.ts and operation.ts, streams in sse.ts.
 */

export { aliasOrigin } from './alias.ts';
export {
  type Cassette,
  createCassette,
  type Lineage,
  modelOf,
  type Recording,
  readCassette,
  writeCassette,
} from './cassette.ts';
export { exchangesOf } from './cassette-exchange.ts';
export { type Clock, systemClock } from './clock.ts';
export { cassetteInUse, cassettePath, loadCassette, loadCassetteFile, saveCassette } from './disk.ts';
export type * from './exchange.ts';
export { blockUnmockedRequests, installOfflineGuard, NetworkBlocked } from './guard.ts';
export { findSecrets, type Leak } from './leak.ts';
export { type LiveOptions, live, type Timeouts } from './live.ts';
export { exchangeOperation, type Operation, operationOf } from './operation.ts';
export { createRedactor, type Redactor, type RedactorOptions } from './redact.ts';
export { type ReplayOptions, replay } from './replay.ts';
export type { Attempt, Ledger, Miss, RecordedRequest, Source } from './source.ts';
export { isTerminalEvent, readSse, type SseEvent, SseReader } from './sse.ts';
export { createTap, type Tap, type TapFetch, type TapOptions } from './tap.ts';
