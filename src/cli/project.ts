import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { harnessHome } from '../home.ts';
import { type Project, readProject } from '../matrix/index.ts';
import { readTimings, TIMINGS_FILE, type Timings } from '../run/timings.ts';
import type { Terminal } from './terminal.ts';
import { refuseUnknownChecks } from './waiver-checks.ts';

export { harnessHome } from '../home.ts';
export { now } from '../now.ts';

/** Recordings lie beside the matrix that names their cases. */
export function recordingsOf(cwd: string, matrixFile: string): string {
  return join(dirname(resolve(cwd, matrixFile)), 'recordings');
}

/** What `merge --timings` wrote beside the matrix; null where there is no such file. */
export function timingsBeside(cwd: string, matrixFile: string): Timings | null {
  const file = join(dirname(matrixFile), TIMINGS_FILE);
  const path = resolve(cwd, file);
  return existsSync(path) ? readTimings(file, readFileSync(path, 'utf8')) : null;
}

/**
 * The matrix that the user named, with the catalogue of the harness. Throws ConfigurationFailure, also for a waiver
 * of a check that there is not.
 */
export function openProject(terminal: Terminal, matrixFile: string): Project {
  const [home, folder] = [harnessHome(), terminal.cwd];
  const project = readProject({ home, folder, matrixFile, env: terminal.env });
  refuseUnknownChecks(project, { home, folder, matrixFile });
  return project;
}
