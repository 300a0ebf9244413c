import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigurationFailure } from '../failure.ts';
import type { Terminal } from './terminal.ts';

/** Throws ConfigurationFailure where a file to be written, `option`, is one of those that are read, whatever its spelling. */
export function refuseInput(
  option: string,
  output: string,
  inputs: readonly string[],
  terminal: Terminal,
): void {
  const written = real(resolve(terminal.cwd, output));
  if (!inputs.some((input) => real(resolve(terminal.cwd, input)) === written)) return;
  throw new ConfigurationFailure(`${option} names a run that is read, and would replace it`, {
    place: { file: output },
    remedy: `Name another file for ${option}.`,
  });
}

/** Links followed, as far as the file or at least its folder is there. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(real(folder), basename(path));
  }
}
