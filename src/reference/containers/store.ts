/** Sandboxes of the code interpreter and the files in them (documentation: 20 minutes without use end one). */
import { hexOf, lettersOf } from '../identity.ts';
import type { JsonObject } from '../json.ts';

/** Where files lie inside a container. */
const FOLDER = '/mnt/data';
const IDLE_MINUTES = 20;

export interface ContainerFile {
  readonly id: string;
  readonly filename: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Who put it there: the caller, or the code that ran. */
  readonly source: 'user' | 'assistant';
  /** Unix seconds. */
  readonly createdAt: number;
}

export class Container {
  readonly id: string;
  readonly name: string;
  readonly files = new Map<string, ContainerFile>();
  readonly #memory: string;
  readonly #createdAt: number;
  readonly #idleMinutes: number;
  #lastActiveAt: number;

  /** `now`: Unix seconds; `ordinal` names the request that opens it. */
  constructor(
    ordinal: number,
    now: number,
    options: {
      readonly name?: string;
      readonly memory?: string | undefined;
      readonly idleMinutes?: number | undefined;
    } = {},
  ) {
    this.id = `cntr_${hexOf(48, 'container', ordinal)}`;
    this.name = options.name ?? 'auto';
    this.#memory = options.memory ?? '1g';
    this.#idleMinutes = options.idleMinutes ?? IDLE_MINUTES;
    this.#createdAt = now;
    this.#lastActiveAt = now;
  }

  expired(now: number): boolean {
    return now - this.#lastActiveAt > this.#idleMinutes * 60;
  }

  touch(now: number): void {
    this.#lastActiveAt = now;
  }

  /** A file of the same name is replaced. */
  put(
    filename: string,
    bytes: Uint8Array<ArrayBuffer>,
    source: ContainerFile['source'],
    now: number,
  ): ContainerFile {
    const id = `cfile_${lettersOf(32, this.id, filename, this.files.size)}`;
    for (const file of this.files.values()) if (file.filename === filename) this.files.delete(file.id);
    const file = { id, filename, bytes, source, createdAt: now };
    this.files.set(id, file);
    return file;
  }

  object(now: number): JsonObject {
    return {
      id: this.id,
      object: 'container',
      created_at: this.#createdAt,
      status: this.expired(now) ? 'expired' : 'running',
      expires_after: { anchor: 'last_active_at', minutes: this.#idleMinutes },
      last_active_at: this.#lastActiveAt,
      memory_limit: this.#memory,
      name: this.name,
    };
  }
}

export function pathOf({ filename }: Pick<ContainerFile, 'filename'>): string {
  return `${FOLDER}/${filename}`;
}

export function containerFileObject(container: Container, file: ContainerFile): JsonObject {
  return {
    id: file.id,
    object: 'container.file',
    created_at: file.createdAt,
    bytes: file.bytes.length,
    container_id: container.id,
    path: pathOf(file),
    source: file.source,
  };
}
