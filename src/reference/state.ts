/** Everything one instance remembers. Instances share nothing. */

import type { Container } from './containers/store.ts';
import type { StoredFile } from './files/store.ts';
import { REQUESTS_PER_MINUTE, TOKENS_PER_MINUTE } from './headers.ts';
import type { StoredResponse } from './responses/job.ts';
import type { VectorStore } from './vector-stores/store.ts';

export class State {
  readonly responses = new Map<string, StoredResponse>();
  readonly files = new Map<string, StoredFile>();
  readonly containers = new Map<string, Container>();
  readonly vectorStores = new Map<string, VectorStore>();
  readonly #now: () => number;
  readonly #usage = new Map<string, { minute: number; requests: number; tokens: number }>();
  #ordinal = 0;

  constructor(now: () => number) {
    this.#now = now;
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

  /** What is left of a deployment's limits in this minute, after one request of `tokens` more. */
  spend(deployment: string, tokens: number): { requestsLeft: number; tokensLeft: number } {
    const minute = Math.floor(this.#now() / 60_000);
    const before = this.#usage.get(deployment);
    const spent =
      before?.minute === minute
        ? { minute, requests: before.requests + 1, tokens: before.tokens + tokens }
        : { minute, requests: 1, tokens };
    this.#usage.set(deployment, spent);
    return {
      requestsLeft: Math.max(0, REQUESTS_PER_MINUTE - spent.requests),
      tokensLeft: Math.max(0, TOKENS_PER_MINUTE - spent.tokens),
    };
  }
}
