import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuseOther, reserveResults } from './results-file.ts';

let folder: string;
let file: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aoai-results-'));
  file = join(folder, 'run.jsonl');
  lock = `${file}.lock`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lockedBy = (pid: number, host = hostname()) => writeFileSync(lock, JSON.stringify({ pid, host }));
const deadPid = () => spawnSync('true').pid;

describe('the lock of a results file', () => {
  it('names process and host, and is gone with the run', () => {
    {
      using _reserved = reserveResults(file);
      expect(JSON.parse(readFileSync(lock, 'utf8'))).toEqual({ pid: process.pid, host: hostname() });
      expect(() => reserveResults(file)).toThrow(
        `another run (pid ${process.pid}) writes ${file}; wait for it`,
      );
    }
    expect(existsSync(lock)).toBe(false);
    reserveResults(file)[Symbol.dispose]();
  });

  it('is respected while its process lives, and wherever that cannot be seen', () => {
    lockedBy(process.ppid);
    expect(() => reserveResults(file)).toThrow(`another run (pid ${process.ppid}) writes`);
    lockedBy(deadPid(), 'elsewhere');
    expect(() => reserveResults(file)).toThrow(/another run \(pid \d+ on elsewhere\) writes/);
    writeFileSync(lock, '');
    expect(() => reserveResults(file)).toThrow(`another run writes ${file}`);
    expect(existsSync(lock)).toBe(true);
  });

  it.each([
    ['a dead process', deadPid],
    ['an earlier process with the number of this one', () => process.pid],
  ])('is taken over from %s', (_, pid) => {
    lockedBy(pid());
    {
      using _reserved = reserveResults(file);
      expect(JSON.parse(readFileSync(lock, 'utf8')).pid).toBe(process.pid);
    }
    expect(existsSync(lock)).toBe(false);
  });
});

it.each([
  ['/dev/null', 'this is a device or a pipe, and a regular file is needed'],
  [tmpdir(), 'this is a folder, and a file is needed'],
])('%s is no place for results', (path, why) => {
  expect(() => reserveResults(path)).toThrow(why);
  expect(existsSync(`${path}.lock`)).toBe(false);
});

describe('a file that is to be emptied', () => {
  it.each([
    ['prose', '# My notes\n'],
    ['other JSON', '{"type":"result","case":"x"}\n'],
    ['white space', '\n'],
  ])('is refused where it holds %s', (_, text) => {
    writeFileSync(file, text);
    expect(() => refuseOther(file)).toThrow('this file holds no results of a run, and would be overwritten');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each([
    ['results', '{"type":"header","schema":1}\n'],
    ['the part of a header that a killed run wrote', '{"type":"he'],
    ['nothing', ''],
  ])('is taken where it holds %s', (_, text) => {
    writeFileSync(file, text);
    expect(() => refuseOther(file)).not.toThrow();
  });

  it('is taken where it is not there', () => {
    expect(() => refuseOther(file)).not.toThrow();
  });
});
