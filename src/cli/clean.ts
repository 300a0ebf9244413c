import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationFailure } from '../failure.ts';
import type { Matrix, Target } from '../matrix/types.ts';
import { connectAs, openCredentials } from '../run/caller.ts';
import { type Cleaned, type CleanedTarget, cleanTarget } from '../run/clean.ts';
import {
  type Leftover,
  leftoversFile,
  noteLeftover,
  readLeftovers,
  tidyLeftovers,
} from '../run/leftovers.ts';
import { didYouMean } from '../suggest.ts';
import { knownHosts, knownSecrets } from '../targets/known-values.ts';
import { MissingCredential } from '../targets/missing.ts';
import { createRedactor, type Redactor } from '../wire/index.ts';
import { openProject } from './project.ts';
import { jsonText, plain, plainBlock, type Terminal } from './terminal.ts';

export interface CleanCommandOptions {
  readonly matrix: string;
  /** The results beside which a run keeps its list of created things. */
  readonly run: string;
  readonly dryRun: boolean;
  readonly json?: boolean;
}

/** As --run has it where it is not given. */
const DEFAULT_RUN = 'reports/run.jsonl';

interface Report extends CleanedTarget {
  readonly target: string;
  /** Why the target was not asked; null where it was. */
  readonly notAsked: string | null;
}

/**
 * 0 when nothing is left, or when nothing was to be deleted; 3 when something stays or could not be asked. Throws
 * ConfigurationFailure where there is no such run, or nobody to ask: that nothing was found would then say nothing.
 */
export async function clean(
  names: readonly string[],
  options: CleanCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { matrix } = openProject(terminal, options.matrix);
  const results = resolve(terminal.cwd, options.run);
  const list = leftoversFile(results);
  const hasRun = existsSync(results) || existsSync(list);
  if (!hasRun && options.run !== DEFAULT_RUN) throw noSuchRun(options.run);
  const noted = readLeftovers(list);
  const reports: Report[] = [];
  for (const target of chosen(matrix, names, noted)) {
    const own = noted.filter((thing) => thing.target === target.name);
    const report = await ask(target, own, matrix, options, terminal);
    if (!options.dryRun) strikeOff(list, own, report);
    reports.push(report);
  }
  const orphans = names.length > 0 ? [] : noted.filter(({ target }) => !known(matrix, target));
  const reasons = [...reports, ...orphaned(orphans)];
  if (reasons.length === 0) throw nobodyToAsk(matrix);
  if (!hasRun) {
    terminal.err(
      `no list of a run at ${leftoversFile(options.run)}; only what carries the tag was looked for`,
    );
  }
  if (!options.dryRun) tidyLeftovers(list);
  if (options.json === true) terminal.out(jsonText({ dryRun: options.dryRun, targets: reasons }, 2));
  else print(reasons, options, terminal);
  return reasons.some(isUnfinished) ? 3 : 0;
}

/** The named targets; without names all that have an endpoint, and those that a run left something at. */
function chosen(matrix: Matrix, names: readonly string[], noted: readonly Leftover[]): readonly Target[] {
  const all = matrix.targets.map(({ name }) => name);
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    throw new ConfigurationFailure(`there is no target "${unknown}"${didYouMean(unknown, all)}`, {
      place: { file: matrix.file },
      remedy: `It has ${all.join(', ')}.`,
    });
  }
  if (names.length > 0) return matrix.targets.filter(({ name }) => names.includes(name));
  return matrix.targets.filter(
    ({ name, endpoint }) => endpoint !== undefined || noted.some(({ target }) => target === name),
  );
}

function noSuchRun(run: string): ConfigurationFailure {
  return new ConfigurationFailure(
    `there is no such run: neither its results nor its list, ${leftoversFile(run)}`,
    {
      place: { file: run },
      remedy:
        'Name the file that `aoai-conform run --out` wrote, or leave --run away to look for tagged things.',
    },
  );
}

function nobodyToAsk({ file, targets }: Matrix): ConfigurationFailure {
  const variables = targets.flatMap(({ endpointVariable }) => endpointVariable ?? []);
  return new ConfigurationFailure('no target has an endpoint, so that nothing was asked', {
    place: { file },
    remedy:
      variables.length > 0
        ? `Set ${variables.join(' or ')}, or name the matrix of the run with --matrix.`
        : 'The server built in keeps nothing. Name the matrix of the run with --matrix, or add a target with an endpoint to this one.',
  });
}

async function ask(
  target: Target,
  noted: readonly Leftover[],
  { limits, targets }: Matrix,
  { dryRun }: CleanCommandOptions,
  terminal: Terminal,
): Promise<Report> {
  const { name } = target;
  if (target.endpoint === undefined) {
    const notAsked =
      target.kind === 'reference'
        ? null // The embedded server ends with its process, and everything with it.
        : `${target.endpointVariable ?? 'the endpoint'} is not set`;
    return { target: name, notAsked, things: [], unlisted: [] };
  }
  try {
    const [sdk, credentials] = await Promise.all([import('openai'), openCredentials(target, terminal.env)]);
    const redactor = createRedactor({
      secrets: knownSecrets(targets, terminal.env),
      aliases: { ...knownHosts(targets), [new URL(target.endpoint).host]: name },
    });
    const client = connectAs(sdk, target, credentials, { fetch, timeoutMs: limits.caseTimeoutMs });
    const cleaned = await cleanTarget({ client, noted, dryRun });
    return { target: name, notAsked: null, ...redacted(cleaned, redactor) };
  } catch (error) {
    if (!(error instanceof MissingCredential)) throw error;
    return { target: name, notAsked: error.message, things: [], unlisted: [] };
  }
}

/** Reasons are words of the service; they may name its host, or repeat what it was sent. */
function redacted({ things, unlisted }: CleanedTarget, redactor: Redactor): CleanedTarget {
  const clear = <T extends { readonly reason: string }>(item: T): T => ({
    ...item,
    reason: redactor.text(item.reason),
  });
  return { things: things.map(clear), unlisted: unlisted.map(clear) };
}

/** What a run noted and what is no longer there leaves its list. */
function strikeOff(list: string, noted: readonly Leftover[], { target, things }: Report): void {
  for (const { kind, id, outcome } of things) {
    const listed = noted.some((thing) => thing.kind === kind && thing.id === id);
    if (listed && (outcome === 'deleted' || outcome === 'gone')) {
      noteLeftover(list, { event: 'deleted', target, kind, id });
    }
  }
}

function known({ targets }: Matrix, name: string): boolean {
  return targets.some((target) => target.name === name);
}

function orphaned(left: readonly Leftover[]): Report[] {
  return [...Map.groupBy(left, ({ target }) => target)].map(([target, things]) => ({
    target,
    notAsked: `the matrix has no such target, and a run left ${count(things.length)} there`,
    things: [],
    unlisted: [],
  }));
}

function isUnfinished({ notAsked, things, unlisted }: Report): boolean {
  return notAsked !== null || unlisted.length > 0 || things.some(isStuck);
}

function isStuck({ outcome }: Cleaned): boolean {
  return outcome === 'failed' || outcome === 'untagged';
}

const WORDS = {
  found: 'would delete',
  deleted: 'deleted',
  gone: 'already gone',
  untagged: 'left alone',
  failed: 'not deleted',
} as const satisfies Record<Cleaned['outcome'], string>;

function print(reports: readonly Report[], { dryRun }: CleanCommandOptions, terminal: Terminal): void {
  for (const { target, notAsked, things, unlisted } of reports) {
    const summary = things.length === 0 ? 'nothing left behind' : `${count(things.length)} left behind`;
    terminal.out(`${plain(target)}: ${notAsked === null ? summary : `not asked, ${plain(notAsked)}`}`);
    for (const { kind, id, tag, outcome, reason } of things) {
      const colour = outcome === 'failed' || outcome === 'untagged' ? 'red' : 'green';
      const by = tag === null ? '' : ` (${plain(tag)})`;
      const why = reason === '' ? '' : `: ${plainBlock(reason, '    ')}`;
      terminal.out(`  ${terminal.style(colour, WORDS[outcome])} ${kind} ${plain(id)}${by}${why}`);
    }
    for (const { kind, reason } of unlisted) {
      terminal.err(`  cannot list what there is of kind ${kind}: ${plainBlock(reason, '    ')}`);
    }
  }
  if (dryRun && reports.some(({ things }) => things.length > 0))
    terminal.out('Nothing was deleted (--dry-run).');
}

function count(things: number): string {
  return `${things} ${things === 1 ? 'thing' : 'things'}`;
}
