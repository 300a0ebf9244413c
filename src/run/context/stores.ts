/** Containers and vector stores as a scenario sees them. */
import type OpenAI from 'openai';
import { type Containers, objects, type VectorStores } from '../scenario.ts';
import { taggedName } from '../tag.ts';
import type { Created } from './created.ts';

export function containersOf(client: OpenAI): Containers {
  return {
    retrieve: (id) => client.containers.retrieve(id),
    // One page: a scenario's container holds a handful of files.
    files: async (id) => (await client.containers.files.list(id)).data,
    async content(id, fileId) {
      const response = await client.containers.files.content.retrieve(fileId, { container_id: id });
      return response.text();
    },
  };
}

/** Ids of the containers that output items name; the items come from the wire. */
export function usedContainers(items: unknown): string[] {
  return objects(items).flatMap((item) =>
    item.type === 'code_interpreter_call' && typeof item.container_id === 'string' ? [item.container_id] : [],
  );
}

export function vectorStoresOf(client: OpenAI, created: Created, tag: string): VectorStores {
  return {
    async create(request) {
      const name = taggedName(tag, request.name ?? 'vector-store');
      const store = await client.vectorStores.create({ ...request, name });
      created.set(store.id, 'vector-store');
      return store;
    },
    retrieve: (id) => client.vectorStores.retrieve(id),
    addFile: (id, fileId) => client.vectorStores.files.create(id, { file_id: fileId }),
    async delete(id) {
      const deleted = await client.vectorStores.delete(id);
      created.delete(id);
      return deleted;
    },
  };
}
