/** Projects in temporary folders, and two ways to use them: in this process, and as a user does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseResult } from '../verdict/types.ts';
import { main } from './main.ts';
import type { Terminal } from './terminal.ts';

export const HOME = fileURLToPath(new URL('../..', import.meta.url));

/** The embedded reference target alone. */
export const REFERENCE_MATRIX = 'version: 1\ntargets:\n  reference: { kind: reference }\nfeatures: ["*"]\n';

export interface TemporaryProject extends Disposable {
  readonly folder: string;
  /** Absolute path of a file of the project. */
  path(name: string): string;
  /** Writes a file, with its folders. */
  write(name: string, text: string): string;
  read(name: string): string;
  /** Brings committed recordings along: a folder or a file below `recordings/`. */
  record(name: string): void;
}

export function temporaryProject(matrix: string = REFERENCE_MATRIX): TemporaryProject {
  const folder = mkdtempSync(join(tmpdir(), 'aoai-project-'));
  const path = (name: string) => join(folder, name);
  const write = (name: string, text: string) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
    return path(name);
  };
  write('matrix.yaml', matrix);
  return {
    folder,
    path,
    write,
    read: (name) => readFileSync(path(name), 'utf8'),
    record: (name) =>
      cpSync(join(HOME, 'recordings', name), path(join('recordings', name)), { recursive: true }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process; for what starts no test runner. */
export async function call(
  project: { readonly folder: string },
  argv: readonly string[],
  over: Partial<Terminal> = {},
): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(argv, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    style: (_, text) => text,
    status: () => {},
    columns: 100,
    interactive: false,
    env: {},
    cwd: project.folder,
    ...over,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** What node compiled once it need not compile for the next process; entries are found by the content of their file. */
const COMPILED = join(tmpdir(), 'aoai-compiled');

/** The command as a process of its own, leader of its group, in an environment that only `env` adds to. */
export function start(
  project: { readonly folder: string },
  argv: readonly string[],
  env: NodeJS.ProcessEnv = {},
  wrapper: readonly string[] = [],
  program: string = join(HOME, 'src/cli/main.ts'),
): { readonly child: ChildProcess; readonly done: Promise<Said> } {
  const line = [...wrapper, process.execPath, program, ...argv];
  const child = spawn(line[0] ?? '', line.slice(1), {
    cwd: project.folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const done = new Promise<Said>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, out, err }));
  });
  return { child, done };
}

/** The rows of a run, by case id. */
export function rowsOf(journal: string): ReadonlyMap<string, CaseResult> {
  const rows = journal
    .split('\n')
    .filter((line) => line.startsWith('{"type":"result"'))
    .map((line): CaseResult => JSON.parse(line));
  return new Map(rows.map((row) => [row.case, row]));
}

/** What a run found out about each case, without times and places. */
export function verdictsOf(journal: string): Record<string, unknown> {
  return Object.fromEntries(
    [...rowsOf(journal)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, { status, checks }]) => [
        id,
        { status, checks: checks.map((check) => `${check.severity} ${check.id} ${check.outcome}`).sort() },
      ]),
  );
}
