/** Which surface a path belongs to, and whether its api-version admits the operation. */
import { type Operation, operationOf } from '../wire/operation.ts';
import { apiVersionNotSupported, resourceNotFound, responsesApiVersion } from './refusal.ts';

export interface Address {
  readonly operation: Operation;
  /** Deployment named in the path (dated surface only); elsewhere the body names it. */
  readonly deployment: string | null;
  /** Id named in the path: of a response, a file, a model, a container or a vector store. */
  readonly id: string | null;
  /** Id of a file inside the container or vector store. */
  readonly fileId: string | null;
}

/** Dated versions of the data plane: api-version-lifecycle of the vendor's documentation. */
const DATED_VERSIONS: readonly string[] = [
  '2023-05-15',
  '2024-02-01',
  '2024-02-15-preview',
  '2024-03-01-preview',
  '2024-04-01-preview',
  '2024-05-01-preview',
  '2024-06-01',
  '2024-07-01-preview',
  '2024-08-01-preview',
  '2024-09-01-preview',
  '2024-10-01-preview',
  '2024-10-21',
  '2024-12-01-preview',
  '2025-01-01-preview',
  '2025-02-01-preview',
  '2025-03-01-preview',
  '2025-04-01-preview',
];
const FIRST_WITH_RESPONSES = '2025-03-01-preview';
/** facts section 3: on v1 the parameter is optional and one of these. */
const V1_VERSIONS: readonly string[] = ['v1', 'preview', 'latest'];

/** Throws a Refusal where the service would not route the request. */
export function addressOf(method: string, url: URL): Address {
  const version = url.searchParams.get('api-version');
  const path = url.pathname.replace(/\/+$/, '');
  const v1 = path.match(/^\/openai\/v1(\/.*)$/)?.[1];
  if (v1 !== undefined) {
    if (version !== null && !V1_VERSIONS.includes(version)) throw apiVersionNotSupported();
    return route(method, v1, null);
  }
  const dated = path.match(/^\/openai(\/.*)$/)?.[1];
  if (dated === undefined || version === null || !DATED_VERSIONS.includes(version)) throw resourceNotFound();
  const deployed = dated.match(/^\/deployments\/([^/]+)(\/.*)$/);
  const address =
    deployed?.[1] !== undefined && deployed[2] !== undefined
      ? route(method, deployed[2], decoded(deployed[1]))
      : route(method, dated, null);
  // The deployments path carries chat, the bare path everything else (facts section 7).
  if ((address.operation === 'chat.create') !== (address.deployment !== null)) throw resourceNotFound();
  if (address.operation.startsWith('responses.') && version < FIRST_WITH_RESPONSES)
    throw responsesApiVersion();
  return address;
}

/** First segment of a path to the operations below it, and the most segments that one has. */
const ROOTS: Readonly<Record<string, readonly [families: readonly string[], most: number]>> = {
  chat: [['chat'], 3],
  responses: [['responses'], 3],
  files: [['files'], 3],
  models: [['models'], 3],
  containers: [['containers', 'container-files'], 5],
  vector_stores: [['vector-stores', 'vector-store-files'], 4],
};

function route(method: string, path: string, deployment: string | null): Address {
  const segments = path.split('/').slice(1);
  const [families, most] = ROOTS[segments[0] ?? ''] ?? [[], 0];
  const operation = operationOf(method, path);
  // `operationOf` looks at the end of a path, because it reads foreign recordings; here nothing may precede it.
  const known = families.includes(operation.split('.')[0] ?? '') && segments.length <= most;
  if (!known) throw resourceNotFound();
  const [, id, , fileId] = segments[0] === 'chat' ? [] : segments;
  return {
    operation,
    deployment,
    id: id === undefined ? null : decoded(id),
    fileId: fileId === undefined ? null : decoded(fileId),
  };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw resourceNotFound();
  }
}
