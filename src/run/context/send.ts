import type OpenAI from 'openai';
import { type Operation, operationOf } from '../../wire/operation.ts';
import type { KindName } from '../kinds.ts';
import type { Apis, RawRequest } from '../scenario.ts';
import type { Created } from './created.ts';

/** In the options of a request that a scenario has written itself; the client hands them on to `fetch`. */
export const AS_WRITTEN = Symbol('as written');

const WRITTEN: object = { [AS_WRITTEN]: true };

/** What such a request may have made although it should have been refused. */
const MADE: Readonly<Partial<Record<Operation, KindName>>> = {
  'responses.create': 'response',
  'files.create': 'file',
  'containers.create': 'container',
  'vector-stores.create': 'vector-store',
};

export function sendOf(client: OpenAI, deployment: string, created: Created): Apis['send'] {
  return async (request) => {
    const response = await client.request(optionsOf(request, deployment)).asResponse();
    const answer = jsonIn(await response.text());
    const kind = MADE[operationOf(request.method, request.path)];
    const id: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'id') : undefined;
    if (kind !== undefined && typeof id === 'string') created.set(id, kind);
    return answer;
  };
}

function optionsOf({ method, path, query, headers, body, raw }: RawRequest, deployment: string) {
  return {
    method: METHODS[method.toUpperCase()] ?? 'get',
    path,
    ...(query && { query }),
    // As bytes it is sent as it is, and its path has the deployment on every surface; even of no bytes.
    ...(raw !== undefined && { body: new TextEncoder().encode(raw) }),
    ...(body !== undefined && { body }),
    headers: { ...(raw !== undefined && { 'content-type': 'application/json' }), ...headers },
    fetchOptions: { ...WRITTEN },
    // On a dated surface the path names the deployment, which a body that is no object cannot tell.
    __metadata: { model: deployment },
  };
}

const METHODS: Readonly<Record<string, 'get' | 'post' | 'put' | 'patch' | 'delete'>> = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** The JSON of a text, or the text. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
