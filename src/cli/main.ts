import { sep } from 'node:path';
import { CommanderError } from 'commander';
import { Failure } from '../failure.ts';
import { createProgram } from './program.ts';
import { systemFailure } from './system-failure.ts';
import { openTerminal, plain, type Terminal } from './terminal.ts';

/** Paths as the user would type them. */
function nearby(message: string, cwd: string): string {
  if (cwd === sep) return message;
  return message
    .split(cwd + sep)
    .reduce((before, after) => before + (/[^\s"'(]$/.test(before) ? cwd + sep : '') + after);
}

/** Parses the command line and runs it; every failure ends in one message and its exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const program = createProgram(terminal, (value) => {
    code = value;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const failure = error instanceof Failure ? error : systemFailure(error);
    if (failure !== null) {
      terminal.err(`${terminal.style('red', 'error')} ${plain(nearby(failure.describe(), terminal.cwd))}`);
      return failure.exitCode;
    }
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(`${terminal.style('red', 'defect')} ${plain(told)}`);
    terminal.err(
      'This is a defect of the harness, not of the target. Please report it with the lines above.',
    );
    return 3;
  }
}

if (import.meta.main ?? process.argv[1]?.endsWith('cli.js')) {
  // A reader that has seen enough (`aoai-conform plan | head`) closes the pipe; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  process.exitCode = await main(process.argv.slice(2), openTerminal(process));
}
