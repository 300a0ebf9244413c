/** Uploaded files. Shapes as recorded on Azure: ids begin with `assistant-`, the status is at once `processed`. */
import type { JsonObject } from '../json.ts';

export interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly purpose: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Unix seconds. */
  readonly createdAt: number;
  /** Unix seconds; from then on the file is gone. Null: never. */
  readonly expiresAt: number | null;
}

export function fileObject(file: StoredFile): JsonObject {
  return {
    object: 'file',
    id: file.id,
    purpose: file.purpose,
    filename: file.filename,
    bytes: file.bytes.length,
    created_at: file.createdAt,
    expires_at: file.expiresAt,
    status: 'processed',
    status_details: null,
  };
}

/** `seconds`: Unix seconds now. */
export function isExpired({ expiresAt }: StoredFile, seconds: number): boolean {
  return expiresAt !== null && seconds >= expiresAt;
}
