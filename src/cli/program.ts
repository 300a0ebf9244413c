import { Command, Option } from 'commander';
import { harnessVersion } from '../version.ts';
import { publishingCommands } from './commands/publishing.ts';
import { recordingCommands } from './commands/recordings.ts';
import { runCommands } from './commands/runs.ts';
import { targetCommands } from './commands/targets.ts';
import { plain, type Terminal } from './terminal.ts';

/**
 * The command line, DESIGN section 9. The files of `commands/` are the contract: names, options,
 * help. What a command does stands in the file of its name and is loaded only when it is called, so that
 * `--version` is quick.
 */
export function createProgram(terminal: Terminal, exit: (code: number) => void): Command {
  const program = new Command('aoai-conform')
    .description('Conformance and compatibility test harness for Azure OpenAI.')
    .version(harnessVersion)
    .showHelpAfterError('(add --help for what the command takes)')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(plain(text.trimEnd())),
    });

  const command = (name: string, summary: string, example: string) =>
    program
      .command(name)
      .description(summary)
      .addHelpText('after', `\nExample:\n  ${example}`)
      .exitOverride();
  const matrix = () => new Option('--matrix <file>', 'the matrix').default('matrix.yaml');
  const json = () => new Option('--json', 'print JSON for programs');

  const line = { command, matrix, json, exit, terminal };
  targetCommands(line);
  runCommands(line);
  recordingCommands(line);
  publishingCommands(line);
  return program;
}
