import { ConfigurationFailure, type Failure, IncompleteFailure } from '../failure.ts';

/** What the user can mend by giving another path or other rights. */
const WRONG_PATH: Readonly<Record<string, string>> = {
  EISDIR: 'this is a folder, and a file is needed',
  ENOTDIR: 'a part of this path is a file, and a folder is needed',
  EEXIST: 'this is a file, and a folder is needed',
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ELOOP: 'this link leads in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/** What broke off in the middle. */
const EXHAUSTED: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file may not become any larger',
  EMFILE: 'too many files are open',
  EIO: 'the disk failed',
};

/** A refusal of the operating system as a Failure, with the path it is about; null for any other error. */
export function systemFailure(error: unknown): Failure | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (!('syscall' in error)) return null;
  const place = 'path' in error && typeof error.path === 'string' ? { file: error.path } : {};
  const wrong = WRONG_PATH[error.code];
  if (wrong !== undefined) return new ConfigurationFailure(wrong, { place, cause: error });
  const exhausted = EXHAUSTED[error.code];
  return exhausted === undefined ? null : new IncompleteFailure(exhausted, { place, cause: error });
}
