/**
 * A results file has one run at a time: two would put each case into it twice, which shows only when both have
 * sent everything. The lock lies beside it and names the process; that of a dead process on this machine is nobody's.
 */
import {
  closeSync,
  existsSync,
  linkSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { ConfigurationFailure } from '../failure.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** Locks that this process holds; one with its number that is not among them is of a process before it. */
const held = new Set<string>();

/**
 * Keeps every other run away from the results `file` until it is disposed of, or the process exits. Its folder has
 * to be there. Throws ConfigurationFailure where another run has it, and where it is no regular file.
 */
export function reserveResults(file: string): Disposable {
  refuseDevice(file);
  const lock = `${file}.lock`;
  if (!tryCreate(lock)) {
    const found = readLock(lock);
    if (!isAbandoned(lock, found)) throw taken(file, lock, found);
    takeAway(lock, found);
    if (!tryCreate(lock)) throw taken(file, lock, readLock(lock));
  }
  held.add(lock);
  const release = () => {
    if (held.delete(lock)) rmSync(lock, { force: true });
  };
  process.once('exit', release);
  return {
    [Symbol.dispose]() {
      process.off('exit', release);
      release();
    },
  };
}

/** Results are read back, cut and continued, which a device or a pipe does not allow. */
function refuseDevice(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return;
  throw new ConfigurationFailure(
    `this is ${found.isDirectory() ? 'a folder, and a file' : 'a device or a pipe, and a regular file'} is needed`,
    { place: { file }, remedy: 'Name a file with --out, such as reports/run.jsonl.' },
  );
}

/** How every results file begins: the header is its first line, and `type` the first member of that. */
const BEGINNING = '{"type":"header"';

/**
 * A run that begins anew empties its results file, which may only cost results. Throws ConfigurationFailure for a
 * `file` that holds something else.
 */
export function refuseOther(file: string): void {
  if (!existsSync(file)) return;
  const head = Buffer.alloc(BEGINNING.length);
  const descriptor = openSync(file, 'r');
  const length = readSync(descriptor, head);
  closeSync(descriptor);
  // A run that was killed at once may have left a part of its header.
  if (BEGINNING.startsWith(head.toString('utf8', 0, length))) return;
  throw new ConfigurationFailure('this file holds no results of a run, and would be overwritten', {
    place: { file },
    remedy: 'Name another file with --out, or delete this one.',
  });
}

/** False where it is there already. */
function tryCreate(lock: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(lock, 'wx');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  const holder: Holder = { pid: process.pid, host: hostname() };
  writeSync(descriptor, `${JSON.stringify(holder)}\n`);
  closeSync(descriptor);
  return true;
}

/** Empty where it is gone, or where its process has not written it yet. */
function readLock(lock: string): string {
  try {
    return readFileSync(lock, 'utf8');
  } catch {
    return '';
  }
}

function holderOf(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const [pid, host] = [Reflect.get(value, 'pid'), Reflect.get(value, 'host')];
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : null;
  } catch {
    return null;
  }
}

/** What another machine runs cannot be seen from here. */
function isAbandoned(lock: string, text: string): boolean {
  const holder = holderOf(text);
  if (holder === null || holder.host !== hostname()) return false;
  return holder.pid === process.pid ? !held.has(lock) : !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Renamed before it is deleted: of two that find the same dead lock, the slower must not delete the new one of the other. */
function takeAway(lock: string, text: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return; // Somebody was faster; creating it decides.
  }
  try {
    if (readLock(aside) !== text) linkSync(aside, lock);
  } finally {
    rmSync(aside, { force: true });
  }
}

function taken(file: string, lock: string, text: string): ConfigurationFailure {
  const holder = holderOf(text);
  const here = holder === null || holder.host === hostname() ? '' : ` on ${holder.host}`;
  const who = holder === null ? '' : ` (pid ${holder.pid}${here})`;
  return new ConfigurationFailure(`another run${who} writes ${file}; wait for it, or give another --out`, {
    remedy: `If there is no such run any more, delete ${lock}.`,
  });
}
