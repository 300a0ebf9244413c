import { describe, expect, it } from 'vitest';
import { type Operation, operationOf } from './operation.ts';

const ROUTES: readonly (readonly [string, string, Operation])[] = [
  ['POST', '/openai/v1/responses', 'responses.create'],
  ['GET', '/openai/files', 'files.list'],
  ['GET', '/v1/files/file-1/content', 'files.content'],
  ['POST', '/openai/v1/containers', 'containers.create'],
  ['GET', '/openai/v1/containers', 'containers.list'],
  ['GET', '/v1/containers/cntr_1', 'containers.retrieve'],
  ['DELETE', '/v1/containers/cntr_1/', 'containers.delete'],
  ['POST', '/v1/containers/cntr_1/files', 'container-files.create'],
  ['GET', '/v1/containers/cntr_1/files', 'container-files.list'],
  ['GET', '/v1/containers/cntr_1/files/cfile_1', 'container-files.retrieve'],
  ['GET', '/v1/containers/cntr_1/files/cfile_1/content', 'container-files.content'],
  ['DELETE', '/v1/containers/cntr_1/files/cfile_1', 'container-files.delete'],
  ['POST', '/openai/vector_stores', 'vector-stores.create'],
  ['GET', '/openai/vector_stores', 'vector-stores.list'],
  ['GET', '/openai/vector_stores/vs_1', 'vector-stores.retrieve'],
  ['DELETE', '/openai/vector_stores/vs_1', 'vector-stores.delete'],
  ['POST', '/v1/vector_stores/vs_1/files', 'vector-store-files.create'],
  ['GET', '/v1/vector_stores/vs_1/files', 'vector-store-files.list'],
  ['GET', '/v1/vector_stores/vs_1/files/file-1', 'vector-store-files.retrieve'],
  ['DELETE', '/v1/vector_stores/vs_1/files/file-1', 'vector-store-files.delete'],
  ['POST', '/v1/vector_stores/vs_1/search', 'other'],
  ['PUT', '/v1/files', 'other'],
];

describe('the operation of a request', () => {
  it.each(ROUTES)('%s %s is %s', (method, path, operation) => {
    expect(operationOf(method, path)).toBe(operation);
  });
});
