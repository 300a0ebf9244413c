import type { Command, Option } from 'commander';
import type { Terminal } from '../terminal.ts';

/** What each group of commands is given to build itself. */
export interface CommandLine {
  /** Adds a command with its summary and an example. */
  command(name: string, summary: string, example: string): Command;
  /** `--matrix <file>`. */
  matrix(): Option;
  /** `--json`. */
  json(): Option;
  /** Takes the exit code of the command that was called. */
  exit(code: number): void;
  readonly terminal: Terminal;
}
