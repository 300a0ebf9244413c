/** Everything one instance remembers. Instances share nothing. */

import type { Container } from './containers/store.ts';
import { isExpired, type StoredFile } from './files/store.ts';
import { PromptCache } from './model/cache.ts';
import type { StoredResponse } from './responses/job.ts';
import type { VectorStore } from './vector-stores/store.ts';

export class State {
  readonly responses = new Map<string, StoredResponse>();
  readonly files = new Map<string, StoredFile>();
  readonly prompts = new PromptCache();
  readonly containers = new Map<string, Container>();
  readonly vectorStores = new Map<string, VectorStore>();
  readonly #now: () => number;
  #ordinal = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** An uploaded file; undefined where there is none, or where it has expired. */
  file(id: string): StoredFile | undefined {
    const file = this.files.get(id);
    return file === undefined || isExpired(file, this.seconds()) ? undefined : file;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#now();
  }

  /** Unix seconds. */
  seconds(): number {
    return Math.floor(this.#now() / 1000);
  }

  /** 1, 2, 3, …: names a request; ids and variations are derived from it. */
  nextOrdinal(): number {
    this.#ordinal += 1;
    return this.#ordinal;
  }
}
