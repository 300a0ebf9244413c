/**
 * One request from arrival to answer: authentication, address, operation, faults, headers. The order
 * of the checks is the service's: key, path and api-version, deployment, body.
 */

import type { Operation } from '../wire/operation.ts';
import { createCompletion } from './chat/operations.ts';
import { disturbReply, disturbRequest, type Fault } from './faults.ts';
import { createFile, deleteFile, fileContent, listFiles, retrieveFile } from './files/operations.ts';
import { gatewayHeaders, serviceHeaders } from './headers.ts';
import { listModels, retrieveModel } from './models.ts';
import type { Deployments, Operate } from './operation.ts';
import { invalidKey, Refusal } from './refusal.ts';
import { type Reply, render } from './reply.ts';
import { readBody } from './requests/parse.ts';
import {
  cancelResponse,
  createResponse,
  deleteResponse,
  listInputItems,
  retrieveResponse,
} from './responses/operations.ts';
import type { State } from './state.ts';
import { type Address, addressOf } from './surface.ts';

export interface Service {
  readonly state: State;
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
  'files.create': createFile,
  'files.list': listFiles,
  'files.retrieve': retrieveFile,
  'files.content': fileContent,
  'files.delete': deleteFile,
  'models.list': listModels,
  'models.retrieve': retrieveModel,
};

export async function serve(service: Service, request: Request): Promise<Response> {
  const { state, region } = service;
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
      headers = serviceHeaders({ ordinal, region, deployment: { name, ...state.spend(name, tokens) } });
    };
    reply = await operate(service, request, url, address, ordinal, spent);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    reply = { kind: 'json', status: error.status, body: error.body, bare: error.envelope === 'deployment' };
  }
  const disturbed = disturbReply(service.faults, { operation, reply, headers });
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
  const run = OPERATIONS[operation];
  if (run === undefined) throw new Error(`no handler for ${operation}`);
  const hasBody = operation === 'chat.create' || operation === 'responses.create';
  const body = hasBody ? disturbRequest(faults, operation, await readBody(request)) : {};
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
