import { Command } from 'commander';
import { list, positive } from './arguments.ts';
import type { CommandLine } from './command-line.ts';

/** What is told, and what it is held to. */
export function publishingCommands({ command, exit, json, matrix, terminal }: CommandLine): void {
  command(
    'report',
    'Write the compatibility report from results and observations.',
    'aoai-conform report reports/run.jsonl',
  )
    .argument('[runs...]', 'results of `run`; default reports/run.jsonl')
    .addOption(matrix())
    .option('--out <folder>', 'where the report goes', 'reports')
    .option('--baseline <run.jsonl>', 'show what changed since this run')
    .option(
      '--history <folder>',
      'tell the history kept in this folder, and add the runs to it unless they are replays',
    )
    .option(
      '--format <list>',
      'of html, md, json, csv, feed, badges, attestation, junit, ctrf, summary',
      list,
      ['html', 'md', 'json', 'csv', 'feed', 'badges', 'attestation'],
    )
    .option('--single', 'write the first page alone, without links to pages beside it', false)
    .option('--locale <list>', 'of en, zh-CN, zh-TW', list, ['en'])
    .option('--verify', 'write nothing; prove schema and hashes of what was written', false)
    .addOption(json())
    .action(async (runs, options) =>
      exit(await (await import('../report.ts')).report(runs, options, terminal)),
    );

  command(
    'explain',
    'What is known about a model and a feature, in words; exits with 1 where it is not supported.',
    'aoai-conform explain gpt-5-pro chat/completion --locale zh-CN',
  )
    .argument('<model>', 'name (all versions), id name@version, or glob')
    .argument('[feature]', 'api/feature, an api, or a glob; default: all')
    .addOption(matrix())
    .option('--run <run.jsonl>', 'count this run as evidence; default reports/run.jsonl where there is one')
    .option('--locale <locale>', 'en, zh-CN or zh-TW', 'en')
    .addOption(json())
    .action(async (model, feature, options) =>
      exit(await (await import('../explain.ts')).explainCells(model, feature, options, terminal)),
    );

  command(
    'history',
    'List the runs of a history, or delete those that no date in it rests on.',
    'aoai-conform history prune history --keep 30 --dry-run',
  )
    .addArgument(new Command().createArgument('<action>', 'list or prune').choices(['list', 'prune']))
    .argument('[folder]', 'as given to `report --history`', 'history')
    .option('--keep <runs>', 'never delete the newest runs, so many', positive, 30)
    .option('--dry-run', 'list what would be deleted and delete nothing', false)
    .addOption(json())
    .action(async (action, folder, options) =>
      exit((await import('../history.ts')).history(action, folder, options, terminal)),
    );

  command(
    'waivers',
    'Which waivers of the matrix hold, and which are to be deleted; exits with 4 where one is.',
    'aoai-conform waivers reports/run.jsonl',
  )
    .argument('[run]', 'results of `run`', 'reports/run.jsonl')
    .option('--history <folder>', 'the runs before, for the budget of flaky waivers')
    .addOption(matrix())
    .addOption(json())
    .action(async (run, options) => exit((await import('../waivers.ts')).waivers(run, options, terminal)));

  command(
    'requirements',
    'Score a run by a frozen set of requirements, or freeze what binds today.',
    'aoai-conform requirements score reports/run.jsonl --set 2026-11-21',
  )
    .addArgument(new Command().createArgument('<action>', 'score or freeze').choices(['score', 'freeze']))
    .argument('[run]', 'results of `run`', 'reports/run.jsonl')
    .option('--set <file|date>', 'the set; default the newest that comes with the harness')
    .option('--out <folder>', 'where `freeze` writes', 'requirements')
    .addOption(matrix())
    .addOption(json())
    .action(async (action, run, options) =>
      exit((await import('../requirements.ts')).requirements(action, run, options, terminal)),
    );
}
