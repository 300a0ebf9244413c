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
  | 'containers.create'
  | 'containers.list'
  | 'containers.retrieve'
  | 'containers.delete'
  | 'container-files.create'
  | 'container-files.list'
  | 'container-files.retrieve'
  | 'container-files.content'
  | 'container-files.delete'
  | 'vector-stores.create'
  | 'vector-stores.list'
  | 'vector-stores.retrieve'
  | 'vector-stores.delete'
  | 'vector-store-files.create'
  | 'vector-store-files.list'
  | 'vector-store-files.retrieve'
  | 'vector-store-files.delete'
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
  // Before the files of the resource, whose paths are the ends of these.
  ['POST', /\/containers\/[^/]+\/files$/, 'container-files.create'],
  ['GET', /\/containers\/[^/]+\/files$/, 'container-files.list'],
  ['GET', /\/containers\/[^/]+\/files\/[^/]+\/content$/, 'container-files.content'],
  ['GET', /\/containers\/[^/]+\/files\/[^/]+$/, 'container-files.retrieve'],
  ['DELETE', /\/containers\/[^/]+\/files\/[^/]+$/, 'container-files.delete'],
  ['POST', /\/vector_stores\/[^/]+\/files$/, 'vector-store-files.create'],
  ['GET', /\/vector_stores\/[^/]+\/files$/, 'vector-store-files.list'],
  ['GET', /\/vector_stores\/[^/]+\/files\/[^/]+$/, 'vector-store-files.retrieve'],
  ['DELETE', /\/vector_stores\/[^/]+\/files\/[^/]+$/, 'vector-store-files.delete'],
  ['POST', /\/files$/, 'files.create'],
  ['GET', /\/files$/, 'files.list'],
  ['GET', /\/files\/[^/]+\/content$/, 'files.content'],
  ['GET', /\/files\/[^/]+$/, 'files.retrieve'],
  ['DELETE', /\/files\/[^/]+$/, 'files.delete'],
  ['GET', /\/models$/, 'models.list'],
  ['GET', /\/models\/[^/]+$/, 'models.retrieve'],
  ['POST', /\/containers$/, 'containers.create'],
  ['GET', /\/containers$/, 'containers.list'],
  ['GET', /\/containers\/[^/]+$/, 'containers.retrieve'],
  ['DELETE', /\/containers\/[^/]+$/, 'containers.delete'],
  ['POST', /\/vector_stores$/, 'vector-stores.create'],
  ['GET', /\/vector_stores$/, 'vector-stores.list'],
  ['GET', /\/vector_stores\/[^/]+$/, 'vector-stores.retrieve'],
  ['DELETE', /\/vector_stores\/[^/]+$/, 'vector-stores.delete'],
];

/** Operations that answer a stored file as it is, whatever its bytes. */
export const FILE_CONTENTS: readonly Operation[] = ['files.content', 'container-files.content'];

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
