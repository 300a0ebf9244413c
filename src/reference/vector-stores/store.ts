/** Vector stores. A file is in progress when it is added and completed once somebody has looked. */
import type { StoredFile } from '../files/store.ts';
import { lettersOf } from '../identity.ts';
import type { JsonObject } from '../json.ts';
import { textOfPdf } from '../model/pdf.ts';

/** Default chunks of the service, in tokens (recorded by the documentation of the operation). */
const CHUNKING = { type: 'static', static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 } };

export interface StoreFile {
  /** That of the uploaded file. */
  readonly id: string;
  readonly file: StoredFile;
  readonly attributes: JsonObject;
  /** Null where the file holds no text that can be read: then it fails. */
  readonly text: string | null;
  /** Unix seconds. */
  readonly createdAt: number;
  status: 'in_progress' | 'completed' | 'failed';
}

export class VectorStore {
  readonly id: string;
  readonly files = new Map<string, StoreFile>();
  readonly #name: string | null;
  readonly #metadata: JsonObject;
  readonly #createdAt: number;
  readonly #expiresDays: number | null;
  #lastActiveAt: number;

  /** `now`: Unix seconds; `ordinal` names the request that creates it. */
  constructor(
    ordinal: number,
    now: number,
    options: {
      readonly name: string | null;
      readonly metadata: JsonObject;
      readonly expiresDays: number | null;
    },
  ) {
    this.id = `vs_${lettersOf(24, 'vector-store', ordinal)}`;
    this.#name = options.name;
    this.#metadata = options.metadata;
    this.#expiresDays = options.expiresDays;
    this.#createdAt = now;
    this.#lastActiveAt = now;
  }

  add(file: StoredFile, attributes: JsonObject, now: number): StoreFile {
    const text = textOf(file);
    const added: StoreFile = { id: file.id, file, attributes, text, createdAt: now, status: 'in_progress' };
    this.files.set(file.id, added);
    return added;
  }

  /** What was in progress is done: somebody looked. */
  advance(): void {
    for (const file of this.files.values()) file.status = file.text === null ? 'failed' : 'completed';
  }

  touch(now: number): void {
    this.#lastActiveAt = now;
  }

  expired(now: number): boolean {
    return this.#expiresDays !== null && now > this.#lastActiveAt + this.#expiresDays * 86_400;
  }

  object(now: number): JsonObject {
    const files = [...this.files.values()];
    const count = (status: StoreFile['status']) => files.filter((file) => file.status === status).length;
    const busy = count('in_progress') > 0;
    return {
      id: this.id,
      object: 'vector_store',
      name: this.#name,
      status: this.expired(now) ? 'expired' : busy ? 'in_progress' : 'completed',
      usage_bytes: files.reduce((sum, file) => sum + usageOf(file), 0),
      created_at: this.#createdAt,
      file_counts: {
        in_progress: count('in_progress'),
        completed: count('completed'),
        failed: count('failed'),
        cancelled: 0,
        total: files.length,
      },
      metadata: this.#metadata,
      expires_after:
        this.#expiresDays === null ? null : { anchor: 'last_active_at', days: this.#expiresDays },
      expires_at: this.#expiresDays === null ? null : this.#lastActiveAt + this.#expiresDays * 86_400,
      last_active_at: this.#lastActiveAt,
    };
  }

  fileObject(file: StoreFile): JsonObject {
    return {
      id: file.id,
      object: 'vector_store.file',
      usage_bytes: usageOf(file),
      created_at: file.createdAt,
      vector_store_id: this.id,
      status: file.status,
      last_error:
        file.status === 'failed'
          ? { code: 'unsupported_file', message: 'The file type is not supported.' }
          : null,
      chunking_strategy: CHUNKING,
      attributes: file.attributes,
    };
  }
}

/** Bytes of text and its embeddings, as if a chunk took one kilobyte. */
function usageOf({ status, text }: StoreFile): number {
  return status === 'completed' ? (text ?? '').length + 1024 : 0;
}

function textOf({ filename, bytes }: StoredFile): string | null {
  if (/\.pdf$/i.test(filename)) return textOfPdf(bytes);
  return /\.(?:txt|md|csv|json|html?)$/i.test(filename) ? new TextDecoder().decode(bytes) : null;
}
