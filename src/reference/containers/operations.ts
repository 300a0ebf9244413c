/** `containers.*` and the files inside them. */
import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import type { Operate } from '../operation.ts';
import { page } from '../page.ts';
import {
  containerFileNotFound,
  containerNotFound,
  fileNotFound,
  invalidRequest,
  missingParameter,
} from '../refusal.ts';
import type { Reply } from '../reply.ts';
import { parseRequest, readBody } from '../requests/parse.ts';
import type { State } from '../state.ts';
import { Container, type ContainerFile, containerFileObject } from './store.ts';

const containerRequest = z.strictObject({
  name: z.string(),
  expires_after: z
    .strictObject({ anchor: z.literal('last_active_at'), minutes: z.number().int().min(1).max(20) })
    .nullish(),
  file_ids: z.array(z.string()).max(50).nullish(),
  memory_limit: z.enum(['1g', '4g', '16g', '64g']).nullish(),
});
const containerFileRequest = z.strictObject({ file_id: z.string() });

export const createContainer: Operate = async ({ body, state, ordinal }) => {
  const request = parseRequest(containerRequest, body);
  const container = new Container(ordinal, state.seconds(), {
    name: request.name,
    memory: request.memory_limit ?? undefined,
    idleMinutes: request.expires_after?.minutes,
  });
  for (const id of request.file_ids ?? []) copyInto(container, id, 'file_ids', state);
  state.containers.set(container.id, container);
  return json(container.object(state.seconds()));
};

export const listContainers: Operate = async ({ url, state }) =>
  page([...state.containers.values()], url.searchParams, (container) => container.object(state.seconds()));

export const retrieveContainer: Operate = async ({ address, state }) =>
  json(known(state, address.id).object(state.seconds()));

export const deleteContainer: Operate = async ({ address, state }) => {
  const { id } = known(state, address.id);
  state.containers.delete(id);
  return json({ id, object: 'container.deleted', deleted: true });
};

/** A form with the file itself, or JSON that names an uploaded one. */
export const createContainerFile: Operate = async ({ request, address, state }) => {
  const container = running(state, address.id);
  if (/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    const { file_id: id } = parseRequest(containerFileRequest, await readBody(request));
    return json(containerFileObject(container, copyInto(container, id, 'file_id', state)));
  }
  const form = await request.formData().catch(() => {
    throw invalidRequest('The multipart body could not be read.');
  });
  const upload = form.get('file');
  if (upload === null || typeof upload === 'string') throw missingParameter('file');
  const bytes = new Uint8Array(await upload.arrayBuffer());
  const file = container.put(upload.name, bytes, 'user', state.seconds());
  return json(containerFileObject(container, file));
};

export const listContainerFiles: Operate = async ({ address, url, state }) => {
  const container = running(state, address.id);
  return page([...container.files.values()], url.searchParams, (file) =>
    containerFileObject(container, file),
  );
};

export const retrieveContainerFile: Operate = async ({ address, state }) => {
  const container = running(state, address.id);
  return json(containerFileObject(container, fileIn(container, address.fileId)));
};

export const containerFileContent: Operate = async ({ address, state }) => ({
  kind: 'bytes',
  status: 200,
  contentType: 'application/octet-stream',
  bytes: fileIn(running(state, address.id), address.fileId).bytes,
});

export const deleteContainerFile: Operate = async ({ address, state }) => {
  const container = running(state, address.id);
  const { id } = fileIn(container, address.fileId);
  container.files.delete(id);
  return json({ id, object: 'container.file.deleted', deleted: true });
};

/** Puts an uploaded file into a container. Throws the service's refusal where there is no such file. */
export function copyInto(container: Container, fileId: string, param: string, state: State): ContainerFile {
  const file = state.files.get(fileId);
  if (file === undefined) throw fileNotFound(fileId, param);
  return container.put(file.filename, file.bytes, 'user', state.seconds());
}

function json(body: JsonObject): Reply {
  return { kind: 'json', status: 200, body };
}

function known(state: State, id: string | null): Container {
  const container = state.containers.get(id ?? '');
  if (container === undefined) throw containerNotFound(id ?? '');
  return container;
}

/** The files of a container go with it (documentation: an expired container cannot be used again). */
function running(state: State, id: string | null): Container {
  const container = known(state, id);
  if (container.expired(state.seconds())) throw containerNotFound(container.id);
  return container;
}

function fileIn(container: Container, id: string | null): ContainerFile {
  const file = container.files.get(id ?? '');
  if (file === undefined) throw containerFileNotFound(id ?? '');
  return file;
}
