import { another, positive } from './arguments.ts';
import type { CommandLine } from './command-line.ts';

/** What crossed the wire, ours and that of others. */
export function recordingCommands({ command, exit, json, matrix, terminal }: CommandLine): void {
  const recordings = command(
    'recordings',
    'List, verify, prune or compare the recorded cassettes.',
    'aoai-conform recordings verify\n  aoai-conform recordings diff before/recordings recordings',
  );
  const recordingsCommand = (name: string, summary: string, example: string) =>
    recordings
      .command(name)
      .description(summary)
      .addHelpText('after', `\nExample:\n  aoai-conform recordings ${example}`)
      .addOption(json())
      .exitOverride();
  for (const [action, summary] of [
    ['list', 'Every cassette, with its date.'],
    ['verify', 'Prove hash, form, place and freedom from secrets; exits with 4 where one fails.'],
  ] as const) {
    recordingsCommand(action, summary, action)
      .addOption(matrix())
      .action(async (options) =>
        exit(await (await import('../recordings.ts')).recordings(action, options, terminal)),
      );
  }
  recordingsCommand(
    'prune',
    'List the cassettes of no case of the matrix, and old ones; exits with 4 while there are any.',
    'prune --older-than 90 --yes',
  )
    .addOption(matrix())
    .option('--older-than <days>', 'those recorded so many days ago, or earlier, as well', positive)
    .option('--yes', 'delete them', false)
    .action(async (options) =>
      exit(await (await import('../recordings-prune.ts')).pruneRecordings(options, terminal)),
    );
  recordingsCommand(
    'diff',
    'What changed between two recordings of the same cases; exits with 1 for a breaking drift.',
    'diff before/recordings recordings',
  )
    .argument('<old>', 'a folder, or one cassette')
    .argument('<new>', 'a folder, or one cassette')
    .action(async (older, newer, options) =>
      exit(await (await import('../recordings-diff.ts')).diffRecordings(older, newer, options, terminal)),
    );

  command(
    'import',
    'Turn third-party recordings into observations: facts with a citation, never bodies.',
    'aoai-conform import recordings.har --observations facts.jsonl',
  )
    .argument('<paths...>', 'files or folders')
    .option(
      '--format <format>',
      'auto, har, vcr, nock, test-proxy, req-llm, sse, events, answer, traffic, exchanges, cassette',
      'auto',
    )
    .option('--observations <file>', 'where the facts go', 'fixtures/observations/public.jsonl')
    .option('--repository <owner/name>', 'cite this repository, for files that do not name one')
    .option('--commit <sha>', 'cite this commit')
    .option('--license <id>', 'cite this licence')
    .addOption(matrix())
    .addOption(json())
    .action(async (paths, options) =>
      exit(await (await import('../import.ts')).importRecordings(paths, options, terminal)),
    );

  command(
    'validate',
    "Check anybody's recorded exchanges against schema, stream grammar and error contract.",
    'aoai-conform validate traffic.jsonl --json\n  aoai-conform validate --checks ./checks/latency.ts traffic.jsonl',
  )
    .argument('<paths...>', 'files, or - for standard input')
    .option(
      '--format <format>',
      'auto, har, vcr, nock, test-proxy, req-llm, sse, events, answer, traffic, exchanges, cassette',
      'auto',
    )
    .option('--checks <module>', 'make the checks of this module as well; may be repeated', another)
    .addOption(json())
    .action(async (paths, options) =>
      exit(await (await import('../validate.ts')).validate(paths, options, terminal)),
    );
}
