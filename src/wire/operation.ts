import type { Exchange } from './exchange.ts';

/** What a request asks for, whatever the surface (v1, dated, deployments path, gateway prefix). */
export type Operation =
  | 'chat.create'
  | 'responses.create'
  | 'responses.retrieve'
  | 'responses.delete'
  | 'responses.cancel'
  | 'responses.input-items'
  | 'responses.compact'
  | 'files.create'
  | 'files.list'
  | 'files.retrieve'
  | 'files.content'
  | 'files.delete'
  | 'models.list'
  | 'models.retrieve'
  | 'other';

/** Method, path pattern behind the surface prefix, operation. First match wins. */
const ROUTES: readonly (readonly [string, RegExp, Operation])[] = [
  ['POST', /\/chat\/completions$/, 'chat.create'],
  ['POST', /\/responses$/, 'responses.create'],
  ['POST', /\/responses\/compact$/, 'responses.compact'],
  ['POST', /\/responses\/[^/]+\/cancel$/, 'responses.cancel'],
  ['GET', /\/responses\/[^/]+\/input_items$/, 'responses.input-items'],
  ['GET', /\/responses\/[^/]+$/, 'responses.retrieve'],
  ['DELETE', /\/responses\/[^/]+$/, 'responses.delete'],
  ['POST', /\/files$/, 'files.create'],
  ['GET', /\/files$/, 'files.list'],
  ['GET', /\/files\/[^/]+\/content$/, 'files.content'],
  ['GET', /\/files\/[^/]+$/, 'files.retrieve'],
  ['DELETE', /\/files\/[^/]+$/, 'files.delete'],
  ['GET', /\/models$/, 'models.list'],
  ['GET', /\/models\/[^/]+$/, 'models.retrieve'],
];

/** The operation of a method and a path without query. */
export function operationOf(method: string, path: string): Operation {
  const bare = path.replace(/\/+$/, '');
  return (
    ROUTES.find(([verb, pattern]) => verb === method.toUpperCase() && pattern.test(bare))?.[2] ?? 'other'
  );
}

export function exchangeOperation(exchange: Exchange): Operation {
  return operationOf(exchange.request.method, exchange.request.path);
}
