import { Option } from 'commander';
import { deployments, port, positive } from './arguments.ts';
import type { CommandLine } from './command-line.ts';

/** The resources: what they are, whether they can be asked, what is left at them. */
export function targetCommands({ command, exit, json, matrix, terminal }: CommandLine): void {
  command(
    'init',
    'Write a matrix.yaml from the environment and what the resources answer, or a scenario of your own.',
    'aoai-conform init\n  aoai-conform init --scenario responses/colour',
  )
    .addOption(matrix())
    .option('--scenario <api/feature>', 'write a scenario in YAML beside the matrix instead')
    .option('--force', 'replace a file that is there', false)
    .addOption(json())
    .action(async (options) => exit(await (await import('../init.ts')).init(options, terminal)));

  command(
    'doctor',
    'Check each target before money is spent: address, sign-in, deployments, quota, access.',
    'aoai-conform doctor sweden',
  )
    .argument('[targets...]', 'names of the matrix; default: all')
    .addOption(matrix())
    .addOption(json())
    .action(async (targets, options) =>
      exit(await (await import('../doctor.ts')).doctor(targets, options, terminal)),
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
      exit(await (await import('../discover.ts')).discover(targets, options, terminal)),
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
      exit(await (await import('../clean.ts')).clean(targets, options, terminal)),
    );

  command(
    'serve',
    'Serve the reference target (it is not Azure), or recorded answers, over HTTP.',
    'aoai-conform serve --port 4010 --fault stream.sequence-gap\n  aoai-conform serve --replay recordings --rechunk 7',
  )
    .option('--port <number>', 'port on the loopback interface; 0 picks a free one', port, 4010)
    .option('--fault <name...>', 'break something on purpose: one name, or several', [])
    .option('--list-faults', 'list what can be broken, and serve nothing', false)
    .option('--rpm <number>', 'refuse with 429 beyond so many requests a minute and deployment', positive)
    .option(
      '--tpm <number>',
      'refuse with 429 once a deployment has used so many tokens in a minute',
      positive,
    )
    .option(
      '--deployment <name=model...>',
      'serve a model under another name: one pair, or several',
      deployments,
    )
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
    .action(async (options) => exit(await (await import('../serve.ts')).serve(options, terminal)));
}
