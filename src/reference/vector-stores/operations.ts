/** `vector_stores.*` and the files in them. */
import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import type { Operate } from '../operation.ts';
import { page } from '../page.ts';
import { fileNotFound, vectorStoreNotFound } from '../refusal.ts';
import type { Reply } from '../reply.ts';
import { parseRequest } from '../requests/parse.ts';
import { jsonObject, metadata } from '../requests/shapes.ts';
import type { State } from '../state.ts';
import { type StoreFile, VectorStore } from './store.ts';

const chunking = jsonObject.optional();
const storeRequest = z.strictObject({
  name: z.string().nullish(),
  description: z.string().nullish(),
  file_ids: z.array(z.string()).max(500).nullish(),
  expires_after: z
    .strictObject({ anchor: z.literal('last_active_at'), days: z.number().int().min(1).max(365) })
    .nullish(),
  chunking_strategy: chunking,
  metadata: metadata.nullish(),
});
const storeFileRequest = z.strictObject({
  file_id: z.string(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  chunking_strategy: chunking,
});

export const createVectorStore: Operate = async ({ body, state, ordinal }) => {
  const request = parseRequest(storeRequest, body);
  const store = new VectorStore(ordinal, state.seconds(), {
    name: request.name ?? null,
    metadata: request.metadata ?? {},
    expiresDays: request.expires_after?.days ?? null,
  });
  for (const id of request.file_ids ?? []) {
    store.add(uploaded(state, id, 'file_ids'), {}, state.seconds());
  }
  state.vectorStores.set(store.id, store);
  return json(store.object(state.seconds()));
};

export const listVectorStores: Operate = async ({ url, state }) =>
  page([...state.vectorStores.values()], url.searchParams, (store) => store.object(state.seconds()));

export const retrieveVectorStore: Operate = async ({ address, state }) => {
  const store = known(state, address.id);
  store.advance();
  return json(store.object(state.seconds()));
};

export const deleteVectorStore: Operate = async ({ address, state }) => {
  const { id } = known(state, address.id);
  state.vectorStores.delete(id);
  return json({ id, object: 'vector_store.deleted', deleted: true });
};

export const createVectorStoreFile: Operate = async ({ address, body, state }) => {
  const store = known(state, address.id);
  const request = parseRequest(storeFileRequest, body);
  const file = uploaded(state, request.file_id, 'file_id');
  store.touch(state.seconds());
  return json(store.fileObject(store.add(file, request.attributes ?? {}, state.seconds())));
};

export const listVectorStoreFiles: Operate = async ({ address, url, state }) => {
  const store = known(state, address.id);
  store.advance();
  return page([...store.files.values()], url.searchParams, (file) => store.fileObject(file));
};

export const retrieveVectorStoreFile: Operate = async ({ address, state }) => {
  const store = known(state, address.id);
  store.advance();
  return json(store.fileObject(fileIn(store, address.fileId)));
};

/** Takes the file out of the store; the uploaded file stays (documentation of the operation). */
export const deleteVectorStoreFile: Operate = async ({ address, state }) => {
  const store = known(state, address.id);
  const { id } = fileIn(store, address.fileId);
  store.files.delete(id);
  return json({ id, object: 'vector_store.file.deleted', deleted: true });
};

function json(body: JsonObject): Reply {
  return { kind: 'json', status: 200, body };
}

function known(state: State, id: string | null): VectorStore {
  const store = state.vectorStores.get(id ?? '');
  if (store === undefined) throw vectorStoreNotFound(id ?? '');
  return store;
}

function uploaded(state: State, id: string, param: string) {
  const file = state.files.get(id);
  if (file === undefined) throw fileNotFound(id, param);
  return file;
}

function fileIn(store: VectorStore, id: string | null): StoreFile {
  const file = store.files.get(id ?? '');
  if (file === undefined) throw fileNotFound(id ?? '', 'file_id');
  return file;
}
