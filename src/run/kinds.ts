/** The kinds of thing a scenario can create at a target. A new kind is an entry here, for runs and for `clean`. */
import type OpenAI from 'openai';
import { METADATA_KEY, tagIn } from './tag.ts';

/** Something at the target that carries the tag of a run. */
export interface Tagged {
  readonly id: string;
  readonly tag: string;
}

export interface Kind {
  /**
   * The service makes and names such a thing by itself, so that it can carry no tag: one that a run has noted was
   * named in the answer to a request of that run, and is its own.
   */
  readonly untaggable?: true;
  delete(client: OpenAI, id: string): Promise<unknown>;
  /** The tag that the thing carries; null for none. Throws what the service answers where there is no such thing. */
  tagOf(client: OpenAI, id: string): Promise<string | null>;
  /** Everything of this kind that carries a tag; absent where the API lists nothing of the kind. */
  list?(client: OpenAI): AsyncIterable<Tagged>;
}

export type KindName = 'file' | 'response' | 'container' | 'vector-store';

export const KINDS: Readonly<Record<KindName, Kind>> = {
  file: {
    delete: (client, id) => client.files.delete(id),
    tagOf: async (client, id) => tagIn((await client.files.retrieve(id)).filename),
    async *list(client) {
      for await (const { id, filename } of client.files.list()) {
        const tag = tagIn(filename);
        if (tag !== null) yield { id, tag };
      }
    },
  },
  response: {
    delete: (client, id) => client.responses.delete(id),
    tagOf: async (client, id) => tagIn((await client.responses.retrieve(id)).metadata?.[METADATA_KEY]),
  },
  // It ends by itself after 20 minutes unused.
  container: {
    untaggable: true,
    delete: (client, id) => client.containers.delete(id),
    tagOf: async (client, id) => tagIn((await client.containers.retrieve(id)).name),
  },
  'vector-store': {
    delete: (client, id) => client.vectorStores.delete(id),
    tagOf: async (client, id) => tagIn((await client.vectorStores.retrieve(id)).name),
    async *list(client) {
      for await (const { id, name } of client.vectorStores.list()) {
        const tag = tagIn(name);
        if (tag !== null) yield { id, tag };
      }
    },
  },
};

export function isKindName(name: string): name is KindName {
  return Object.hasOwn(KINDS, name);
}

export const KIND_NAMES: readonly KindName[] = Object.keys(KINDS).filter(isKindName);
