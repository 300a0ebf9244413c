import { sep } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { Failure } from '../failure.ts';
import { harnessVersion } from '../version.ts';
import { systemFailure } from './system-failure.ts';
import { openTerminal, plain, type Terminal } from './terminal.ts';

/**
 * The command line, DESIGN section 9. This file is the contract: names, options, help. What a command
 * does stands in the file of its name and is loaded only when it is called, so that `--version` is quick.
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
    .option('--against <plan.json>', 'show the cases added and removed since an earlier --format json')
    .option('--coverage', 'show what the documents say, and which scenarios and checks test it', false)
    .addOption(json())
    .action(async (selectors, options) =>
      exit(await (await import('./plan.ts')).plan(selectors, options, terminal)),
    );

  command(
    'discover',
    'Write what each resource holds to inventory/; exits with 1 when a deployment vanished.',
    'aoai-conform discover sweden',
  )
    .argument('[targets...]', 'names of the matrix; default: those with deployments: discover')
    .addOption(matrix())
    .option('--accept', 'write the inventory although something vanished', false)
    .addOption(json())
    .action(async (targets, options) =>
      exit(await (await import('./discover.ts')).discover(targets, options, terminal)),
    );

  command(
    'doctor',
    'Check each target before money is spent: address, sign-in, deployments, quota, access.',
    'aoai-conform doctor sweden',
  )
    .argument('[targets...]', 'names of the matrix; default: all')
    .addOption(matrix())
    .addOption(json())
    .action(async (targets, options) =>
      exit(await (await import('./doctor.ts')).doctor(targets, options, terminal)),
    );

  command('run', 'Run the cases and write the results as JSONL.', "aoai-conform run 'chat/*' --mode live")
    .argument('[selectors...]', 'feature:model:target, with * and a leading ! to exclude')
    .option('--only <selector...>', 'the same as the argument')
    .addOption(matrix())
    .addOption(
      new Option('--mode <mode>', 'replay recordings, record them, or run live without recording')
        .choices(['replay', 'record', 'live'])
        .default('replay'),
    )
    .option('--shard <i/n>', 'run the i-th of n shares, split by hash of the case id')
    .option('--baseline <run.jsonl>', 'compare with an earlier run; a regression exits with 1')
    .option('--resume', 'continue an interrupted run', false)
    .option('--repeat <number>', 'run each live case so often; what differs is reported as flaky', repeats)
    .option('--out <file>', 'where the results go', 'reports/run.jsonl')
    .addOption(json())
    .action(async (selectors, options) =>
      exit(await (await import('./run.ts')).run(selectors, options, terminal)),
    );

  command(
    'report',
    'Write the compatibility report from results and observations.',
    'aoai-conform report reports/run.jsonl',
  )
    .argument('[runs...]', 'results of `run`; default reports/run.jsonl')
    .addOption(matrix())
    .option('--out <folder>', 'where the report goes', 'reports')
    .option('--baseline <run.jsonl>', 'show what changed since this run')
    .option('--history <folder>', 'tell the history kept in this folder, and add the runs to it')
    .option('--format <list>', 'of html, md, json, csv, feed, badges, junit, ctrf, summary', list, [
      'html',
      'md',
      'json',
    ])
    .option('--locale <list>', 'of en, zh-CN, zh-TW', list, ['en'])
    .option('--verify', 'write nothing; prove schema and hashes of what was written', false)
    .addOption(json())
    .action(async (runs, options) =>
      exit(await (await import('./report.ts')).report(runs, options, terminal)),
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
      exit(await (await import('./explain.ts')).explainCells(model, feature, options, terminal)),
    );

  command(
    'diff',
    'What changed between two runs, grouped by cause; exits with 1 for a regression.',
    'aoai-conform diff yesterday.jsonl reports/run.jsonl',
  )
    .argument('<base>', 'the older run')
    .argument('<head>', 'the newer run')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'md', 'json']).default('text'),
    )
    .option('--carry <run.jsonl>', 'write the newer run, with the older verdict of what could not be asked')
    .addOption(json())
    .action(async (base, head, options) =>
      exit((await import('./diff.ts')).diff(base, head, options, terminal)),
    );

  command(
    'merge',
    'Join the shards of a run into one.',
    'aoai-conform merge shard-*.jsonl --out reports/run.jsonl',
  )
    .argument('<runs...>', 'results of `run --shard`')
    .option('--out <file>', 'where the joined run goes', 'reports/run.jsonl')
    .addOption(json())
    .action(async (runs, options) => exit((await import('./merge.ts')).merge(runs, options, terminal)));

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
      exit(await (await import('./import.ts')).importRecordings(paths, options, terminal)),
    );

  command(
    'validate',
    "Check anybody's recorded exchanges against schema, stream grammar and error contract.",
    'aoai-conform validate traffic.jsonl --json',
  )
    .argument('<paths...>', 'files, or - for standard input')
    .option(
      '--format <format>',
      'auto, har, vcr, nock, test-proxy, req-llm, sse, events, answer, traffic, exchanges, cassette',
      'auto',
    )
    .addOption(json())
    .action(async (paths, options) =>
      exit(await (await import('./validate.ts')).validate(paths, options, terminal)),
    );

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
        exit(await (await import('./recordings.ts')).recordings(action, options, terminal)),
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
      exit(await (await import('./recordings-prune.ts')).pruneRecordings(options, terminal)),
    );
  recordingsCommand(
    'diff',
    'What changed between two recordings of the same cases; exits with 1 for a breaking drift.',
    'diff before/recordings recordings',
  )
    .argument('<old>', 'a folder, or one cassette')
    .argument('<new>', 'a folder, or one cassette')
    .action(async (older, newer, options) =>
      exit(await (await import('./recordings-diff.ts')).diffRecordings(older, newer, options, terminal)),
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
      exit((await import('./history.ts')).history(action, folder, options, terminal)),
    );

  command(
    'waivers',
    'Which waivers of the matrix hold, and which are to be deleted; exits with 4 where one is.',
    'aoai-conform waivers reports/run.jsonl',
  )
    .argument('[run]', 'results of `run`', 'reports/run.jsonl')
    .addOption(matrix())
    .addOption(json())
    .action(async (run, options) => exit((await import('./waivers.ts')).waivers(run, options, terminal)));

  command(
    'requirements',
    'Score a run by a frozen set of requirements, or freeze what binds today.',
    'aoai-conform requirements score reports/run.jsonl --set requirements/2026-11-21.yaml',
  )
    .addArgument(new Command().createArgument('<action>', 'score or freeze').choices(['score', 'freeze']))
    .argument('[run]', 'results of `run`', 'reports/run.jsonl')
    .option('--set <file>', 'the set; default the newest that comes with the harness')
    .option('--out <folder>', 'where `freeze` writes', 'requirements')
    .addOption(matrix())
    .addOption(json())
    .action(async (action, run, options) =>
      exit((await import('./requirements.ts')).requirements(action, run, options, terminal)),
    );

  command(
    'clean',
    'Delete what interrupted runs have left at the targets: files and stored responses that carry their tag.',
    'aoai-conform clean sweden --dry-run',
  )
    .argument('[targets...]', 'names of the matrix; default all that have an endpoint')
    .addOption(matrix())
    .option('--run <file>', 'the results whose run noted what it created', 'reports/run.jsonl')
    .option('--dry-run', 'list it and delete nothing', false)
    .addOption(json())
    .action(async (targets, options) =>
      exit(await (await import('./clean.ts')).clean(targets, options, terminal)),
    );

  command(
    'serve',
    'Serve the reference target (it is not Azure), or recorded answers, over HTTP.',
    'aoai-conform serve --port 4010 --fault stream.sequence-gap\n  aoai-conform serve --replay recordings --rechunk 7',
  )
    .option('--port <number>', 'port on the loopback interface; 0 picks a free one', port, 4010)
    .option('--fault <name...>', 'break something on purpose', [])
    .option('--list-faults', 'list what can be broken, and serve nothing', false)
    .option('--rpm <number>', 'refuse with 429 beyond so many requests a minute and deployment', positive)
    .option(
      '--tpm <number>',
      'refuse with 429 once a deployment has used so many tokens in a minute',
      positive,
    )
    .option('--deployment <name=model...>', 'serve a model under another name', deployments)
    .option('--region <name>', 'name this region in x-ms-region')
    .addOption(
      new Option('--replay <folder>', 'answer from the cassettes of this folder, or from one file').conflicts(
        ['fault', 'rpm', 'tpm', 'deployment', 'region', 'listFaults'],
      ),
    )
    .option('--timing', 'recorded answers take the time they took', false)
    .addOption(
      new Option('--rechunk <bytes>', 'cut recorded streams anew, into chunks of at most so many bytes')
        .argParser(positive)
        .conflicts('timing'),
    )
    .action(async (options) => exit(await (await import('./serve.ts')).serve(options, terminal)));

  command(
    'init',
    'Write a matrix.yaml from the environment and what the resources answer.',
    'aoai-conform init',
  )
    .addOption(matrix())
    .option('--force', 'replace a matrix that is there', false)
    .addOption(json())
    .action(async (options) => exit(await (await import('./init.ts')).init(options, terminal)));

  return program;
}

function list(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

/** `gpt-4.1=ref-general`, added to those before it. */
function deployments(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, model] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (name === undefined || model === undefined)
    throw new InvalidArgumentError('A deployment is written name=model, such as gpt-4.1=ref-general.');
  return { ...before, [name]: model };
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535)
    throw new InvalidArgumentError('A port is 0 to 65535.');
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It takes a whole number from 1.');
  return value;
}

function repeats(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 20)
    throw new InvalidArgumentError('A case is repeated 1 to 20 times.');
  return value;
}

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
