import { Option } from 'commander';
import { another, repeats } from './arguments.ts';
import type { CommandLine } from './command-line.ts';

const SAMPLE =
  'ask less: pairwise, or a rotating share such as 2/7; none for every case (default: the matrix)';

/** What is asked: planned, run, compared. */
export function runCommands({ command, exit, json, matrix, terminal }: CommandLine): void {
  command(
    'plan',
    'What would run: cases, requests, tokens, cost, time.',
    "aoai-conform plan 'responses/*:gpt-4.1*'",
  )
    .argument('[selectors...]', 'feature:model:target, with * and a leading ! to exclude')
    .addOption(matrix())
    .addOption(
      new Option('--mode <mode>', 'decides what can run')
        .choices(['replay', 'record', 'live'])
        .default('live'),
    )
    .addOption(
      new Option('--format <format>', 'how to print').choices(['table', 'json', 'ids']).default('table'),
    )
    .option('--sample <share>', SAMPLE)
    .option('--baseline <run.jsonl>', 'with a sample: what this run left without a recent verdict goes first')
    .option('--against <plan.json>', 'show the cases added and removed since an earlier --format json')
    .option('--coverage', 'show what the documents say, and which scenarios and checks test it', false)
    .addOption(json())
    .action(async (selectors, options) =>
      exit(await (await import('../plan.ts')).plan(selectors, options, terminal)),
    );

  command('run', 'Run the cases and write the results as JSONL.', "aoai-conform run 'chat/*' --mode live")
    .argument('[selectors...]', 'feature:model:target, with * and a leading ! to exclude')
    .option('--only <selector>', 'the same as the argument; may be repeated', another)
    .addOption(matrix())
    .addOption(
      new Option('--mode <mode>', 'replay recordings, record them, or run live without recording')
        .choices(['replay', 'record', 'live'])
        .default('replay'),
    )
    .option('--shard <i/n>', 'run the i-th of n shares, split by hash of the case id')
    .option('--sample <share>', SAMPLE)
    .option('--baseline <run.jsonl>', 'compare with an earlier run; a regression exits with 1')
    .option('--history <folder>', 'the runs before, for the budget of flaky waivers')
    .option('--resume', 'continue an interrupted run', false)
    .option(
      '--repeat <number>',
      'run each live case so often, 3 or 1-10; what differs is reported as flaky',
      repeats,
    )
    .option('--out <file>', 'where the results go', 'reports/run.jsonl')
    .addOption(json())
    .action(async (selectors, options) =>
      exit(await (await import('../run.ts')).run(selectors, options, terminal)),
    );

  command(
    'diff',
    'What changed between two runs, grouped by cause; exits with 1 for a regression.',
    'aoai-conform diff yesterday.jsonl reports/run.jsonl',
  )
    .argument('<base>', 'the older run')
    .argument('<head>', 'the newer run')
    .addOption(matrix())
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'md', 'json']).default('text'),
    )
    .option('--carry <run.jsonl>', 'write the newer run, with the older verdict of what could not be asked')
    .addOption(json())
    .action(async (base, head, options) =>
      exit((await import('../diff.ts')).diff(base, head, options, terminal)),
    );

  command(
    'merge',
    'Join the shards of a run into one.',
    'aoai-conform merge shard-*.jsonl --out reports/run.jsonl',
  )
    .argument('<runs...>', 'results of `run --shard`')
    .option('--out <file>', 'where the joined run goes', 'reports/run.jsonl')
    .option(
      '--timings <timings.json>',
      'write how long each feature took; beside the matrix it balances the shards',
    )
    .addOption(json())
    .action(async (runs, options) => exit((await import('../merge.ts')).merge(runs, options, terminal)));
}
