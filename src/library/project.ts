import { dirname, join, resolve } from 'node:path';
import { harnessHome } from '../home.ts';
import { type Case, expand, type Project, readProject, select } from '../matrix/index.ts';

/** A matrix with everything it names, as the commands read it. */
export interface OpenedProject extends Project {
  /** Absolute path of the folder of the cassettes, `recordings` beside the matrix. */
  readonly recordings: string;
}

/**
 * Reads a matrix and what it names; executes none of it. `folder` (default: the working directory) is what
 * `matrix` (default `matrix.yaml`) and the paths in messages are relative to. Throws ConfigurationFailure, whose
 * `describe()` lists every problem with file:line:column.
 */
export function openProject(
  options: {
    readonly folder?: string;
    readonly matrix?: string;
    readonly env?: Readonly<Record<string, string | undefined>>;
  } = {},
): OpenedProject {
  const { folder = process.cwd(), matrix: matrixFile = 'matrix.yaml', env = process.env } = options;
  const recordings = join(dirname(resolve(folder, matrixFile)), 'recordings');
  return { ...readProject({ home: harnessHome(), folder, matrixFile, env }), recordings };
}

/**
 * The cases of a project, sorted by id: all, or those that the selectors (`responses/*:gpt-4.1*:sweden`, `!` excludes)
 * name. `today` (ISO date; default the day it is) decides which models are retired. Throws ConfigurationFailure for
 * a selector that matches nothing.
 */
export function casesOf(
  { matrix }: Project,
  selectors: readonly string[] = [],
  today: string = new Date().toISOString().slice(0, 10),
): readonly Case[] {
  return select(expand(matrix, { today }), selectors);
}
