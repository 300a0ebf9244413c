/** Cassettes as files: `recordings/<target>/<api>/<feature>/<model>.json`. The only part of wire/ that knows the disk. */
import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { RecordingFailure } from '../failure.ts';
import { partsOf } from '../matrix/selector.ts';
import type { Case } from '../matrix/types.ts';
import { type Cassette, MAX_CASSETTE_BYTES, readCassette, writeCassette } from './cassette.ts';
import { findSecrets } from './leak.ts';

/** The parts of a case that decide where its cassette lies. */
export type CassetteAddress = Pick<Case, 'target' | 'feature' | 'model' | 'formerly'>;

/**
 * Path of a case's cassette under `root`. Every part is encoded to letters, digits and `. _ @ -`, so that no
 * name, however hostile, leaves its folder or needs quoting; `%` starts the code of anything else.
 */
export function cassettePath(root: string, { target, feature, model }: CassetteAddress): string {
  const folders = [target, ...feature.split('/')].map(safeName);
  return inside(root, join(root, ...folders, `${safeName(model)}.json`));
}

function safeName(part: string): string {
  if (part === '') {
    throw new RecordingFailure('a case with an empty target, feature or model part has no recording', {
      remedy: 'Check the case id.',
    });
  }
  return part
    .replace(/[^A-Za-z0-9._@-]/gu, (character) =>
      [...Buffer.from(character)]
        .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
        .join(''),
    )
    .replace(/^\./, '%2E');
}

/** Where the cassette of a case lies that is in use: in its own place, or else in that of a name it had before. */
export function cassetteInUse(root: string, address: CassetteAddress): string {
  const own = cassettePath(root, address);
  if (address.formerly === undefined || existsSync(own)) return own;
  return (
    address.formerly.map((id) => cassettePath(root, partsOf(id))).find((path) => existsSync(path)) ?? own
  );
}

/** Read and prove the cassette of a case; null when there is none. `file` in errors is relative to the working directory. */
export async function loadCassette(root: string, address: CassetteAddress): Promise<Cassette | null> {
  return loadCassetteFile(root, cassetteInUse(root, address));
}

/**
 * The same for a path that was listed or typed; it must lie under `root`, also behind symbolic links.
 * Reads synchronously: six trips through the thread pool cost a replayed case more than all its checks.
 */
export async function loadCassetteFile(root: string, path: string): Promise<Cassette | null> {
  const lexical = inside(root, path);
  const shown = shownPath(lexical);
  const stats = lstatSync(lexical, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  const realRoot = realFolder(root);
  // A plain file lies where its folder lies; only a link has to be followed.
  const real = stats.isFile()
    ? join(realFolder(dirname(lexical)) ?? '', basename(lexical))
    : realOrNull(lexical);
  if (realRoot === null || real === null) return null;
  inside(realRoot, real, shown);
  return readCassette(readText(real, stats.isFile() ? stats.size : null, shown), shown);
}

/** `size` in bytes, where it is known already. */
function readText(file: string, size: number | null, shown: string): string {
  try {
    const bytes = size ?? statSync(file).size;
    if (bytes > MAX_CASSETTE_BYTES) throw tooLarge(shown, bytes);
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(error, shown);
  }
}

/** A folder in its place, no permission, a link in a circle: named by the system's own code. */
function unreadable(error: unknown, shown: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  return new RecordingFailure(`the recording cannot be read (${String(error.code)})`, {
    place: { file: shown },
    remedy: 'Restore it from version control, or record the case again.',
    cause: error,
  });
}

/**
 * Write the cassette of a case, whole or not at all. Refuses, without writing, when a secret is in it; the
 * message says where and what kind, never what.
 */
export async function saveCassette(
  root: string,
  address: CassetteAddress,
  cassette: Cassette,
  secrets: Iterable<string> = [],
): Promise<string> {
  const path = cassettePath(root, address);
  const text = writeCassette(cassette);
  const size = Buffer.byteLength(text);
  if (size > MAX_CASSETTE_BYTES) throw tooLarge(shownPath(path), size);
  const leaks = findSecrets(text, secrets);
  if (leaks.length > 0) {
    const places = [...new Set(leaks.map(({ kind, pointer }) => `${kind} at ${pointer || 'the text'}`))];
    throw new RecordingFailure(
      `the cassette of ${cassette.case} was not written, it holds secrets: ${places.slice(0, 5).join('; ')}`,
      {
        place: { file: shownPath(path) },
        remedy: 'Let the redactor know the value (secrets) or the host (aliases), then record again.',
      },
    );
  }
  await mkdir(dirname(path), { recursive: true });
  const [realRoot, realFolder] = await Promise.all([realpath(root), realpath(dirname(path))]);
  inside(realRoot, realFolder, shownPath(path));
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return path;
}

/** `path` made absolute; throws when it is not under `root`. */
function inside(root: string, path: string, shown = path): string {
  const [base, full] = [resolve(root), resolve(path)];
  if (full === base || full.startsWith(base.endsWith(sep) ? base : base + sep)) return full;
  throw new RecordingFailure('this path leads out of the recordings folder', {
    place: { file: shown },
    remedy: `Recordings are read from and written to ${shownPath(base)} only.`,
  });
}

const realFolders = new Map<string, string>();

/** `realOrNull` of a folder, looked up once: a feature has as many cassettes as there are models. */
function realFolder(folder: string): string | null {
  const known = realFolders.get(folder);
  if (known !== undefined) return known;
  const real = realOrNull(folder);
  if (real !== null) realFolders.set(folder, real);
  return real;
}

function realOrNull(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (!isMissing(error)) throw unreadable(error, shownPath(path));
    // A dangling link is something, and not a recording.
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
      throw new RecordingFailure('this is a link to nowhere', { place: { file: shownPath(path) } });
    }
    return null;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
}

function tooLarge(file: string, size: number): RecordingFailure {
  return new RecordingFailure(
    `the cassette has ${Math.ceil(size / 1024 / 1024)} MB, more than the ${MAX_CASSETTE_BYTES / 1024 / 1024} MB a cassette may have`,
    { place: { file }, remedy: 'Let the scenario use smaller files or ask for less.' },
  );
}
