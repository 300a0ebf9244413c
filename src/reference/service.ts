/**
 * One request from arrival to answer: authentication, address, operation, faults, headers. The order
 * of the checks is the service's: key, path and api-version, deployment, body.
 */

import type { Operation } from '../wire/operation.ts';
import { createCompletion } from './chat/operations.ts';
import {
  containerFileContent,
  createContainer,
  createContainerFile,
  deleteContainer,
  deleteContainerFile,
  listContainerFiles,
  listContainers,
  retrieveContainer,
  retrieveContainerFile,
} from './containers/operations.ts';
import {
  disturbArrival,
  disturbOperation,
  disturbReply,
  disturbRequest,
  type Fault,
} from './faults/index.ts';
import { createFile, deleteFile, fileContent, listFiles, retrieveFile } from './files/operations.ts';
import { gatewayHeaders, serviceHeaders } from './headers.ts';
import { listModels, retrieveModel } from './models.ts';
import type { Deployments, Operate } from './operation.ts';
import type { Quota } from './quota.ts';
import { invalidKey, Refusal } from './refusal.ts';
import { type Reply, render } from './reply.ts';
import { readBody } from './requests/parse.ts';
import { compactResponse } from './responses/compact.ts';
import {
  cancelResponse,
  createResponse,
  deleteResponse,
  listInputItems,
  retrieveResponse,
} from './responses/operations.ts';
import type { State } from './state.ts';
import { type Address, addressOf } from './surface.ts';
import {
  createVectorStore,
  createVectorStoreFile,
  deleteVectorStore,
  deleteVectorStoreFile,
  listVectorStoreFiles,
  listVectorStores,
  retrieveVectorStore,
  retrieveVectorStoreFile,
} from './vector-stores/operations.ts';

export interface Service {
  readonly state: State;
  readonly quota: Quota;
  readonly deployments: Deployments;
  readonly region: string;
  readonly keys: readonly string[];
  readonly tokens: (token: string) => boolean | Promise<boolean>;
  readonly faults: readonly Fault[];
}

const OPERATIONS: Readonly<Partial<Record<Operation, Operate>>> = {
  'chat.create': createCompletion,
  'responses.create': createResponse,
  'responses.retrieve': retrieveResponse,
  'responses.delete': deleteResponse,
  'responses.cancel': cancelResponse,
  'responses.input-items': listInputItems,
  'responses.compact': compactResponse,
  'files.create': createFile,
  'files.list': listFiles,
  'files.retrieve': retrieveFile,
  'files.content': fileContent,
  'files.delete': deleteFile,
  'models.list': listModels,
  'models.retrieve': retrieveModel,
  'containers.create': createContainer,
  'containers.list': listContainers,
  'containers.retrieve': retrieveContainer,
  'containers.delete': deleteContainer,
  'container-files.create': createContainerFile,
  'container-files.list': listContainerFiles,
  'container-files.retrieve': retrieveContainerFile,
  'container-files.content': containerFileContent,
  'container-files.delete': deleteContainerFile,
  'vector-stores.create': createVectorStore,
  'vector-stores.list': listVectorStores,
  'vector-stores.retrieve': retrieveVectorStore,
  'vector-stores.delete': deleteVectorStore,
  'vector-store-files.create': createVectorStoreFile,
  'vector-store-files.list': listVectorStoreFiles,
  'vector-store-files.retrieve': retrieveVectorStoreFile,
  'vector-store-files.delete': deleteVectorStoreFile,
};

/** Operations whose request is a JSON object. */
const WITH_JSON: readonly Operation[] = [
  'chat.create',
  'responses.create',
  'responses.compact',
  'containers.create',
  'vector-stores.create',
  'vector-store-files.create',
];

/** Operations that use a quota, as a 429 calls them. */
const COUNTED_AS: Readonly<Partial<Record<Operation, string>>> = {
  'chat.create': 'ChatCompletions_Create',
  'responses.create': 'Responses_Create',
};

export async function serve(service: Service, arrived: Request): Promise<Response> {
  const { state, region } = service;
  const request = disturbArrival(service.faults, arrived);
  const ordinal = state.nextOrdinal();
  let operation: Operation = 'other';
  let headers: Record<string, string> = gatewayHeaders(ordinal);
  let reply: Reply;
  try {
    await authenticate(service, request.headers);
    headers = serviceHeaders({ ordinal, region });
    const url = new URL(request.url);
    const address = addressOf(request.method, url);
    operation = address.operation;
    const spent = (name: string, tokens: number) => {
      service.quota.spend(name, tokens);
      headers = serviceHeaders({ ordinal, region, deployment: { name, left: service.quota.left(name) } });
    };
    reply = await operate(service, request, url, address, ordinal, spent);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    headers = { ...headers, ...error.headers };
    reply = { kind: 'json', status: error.status, body: error.body, bare: error.envelope === 'deployment' };
  }
  const disturbed = disturbReply(service.faults, { operation, request: arrived, reply, headers });
  return render(disturbed.reply, disturbed.headers);
}

async function operate(
  service: Service,
  request: Request,
  url: URL,
  address: Address,
  ordinal: number,
  spent: (deployment: string, tokens: number) => void,
): Promise<Reply> {
  const { state, deployments, faults } = service;
  const { operation } = address;
  const sound = OPERATIONS[operation];
  if (sound === undefined) throw new Error(`no handler for ${operation}`);
  const run = disturbOperation(faults, operation, sound);
  const body = WITH_JSON.includes(operation)
    ? disturbRequest(faults, operation, await readBody(request))
    : {};
  const named = address.deployment ?? body.model;
  const counted = COUNTED_AS[operation];
  if (counted !== undefined && typeof named === 'string' && deployments.has(named)) {
    service.quota.admit(named, counted, url.searchParams.get('api-version') ?? 'v1');
  }
  return run({ request, url, address, body, state, ordinal, deployments, signal: request.signal, spent });
}

/** `api-key`, or a bearer that is a key or an accepted token (facts section 3). Throws the gateway's 401. */
async function authenticate(service: Service, headers: Headers): Promise<void> {
  const key = headers.get('api-key');
  if (key !== null && service.keys.includes(key)) return;
  const bearer = headers.get('authorization')?.match(/^Bearer (.+)$/i)?.[1];
  if (bearer !== undefined && (service.keys.includes(bearer) || (await service.tokens(bearer)))) return;
  throw invalidKey();
}
