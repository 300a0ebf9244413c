/** What every workflow, action and pipeline of the project must keep to. Pure: text in, sentences out. */
import { isScalar, parseDocument, visit } from 'yaml';
import { createProgram } from './program.ts';
import { openTerminal } from './terminal.ts';

/** A reference to an action of somebody else names one commit, and says in words which version that is. */
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const VERSION = /^ v\d+\.\d+\.\d+$/;
/** Values that whoever opens a pull request or starts a workflow can choose. */
const FOREIGN = /\$\{\{[^}]*\b(?:github\.(?:event|head_ref|ref_name)|inputs\.|matrix\.)[^}]*\}\}/;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly script?: string;
  readonly checkout?: string;
  readonly persistCredentials?: boolean;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

interface Job {
  /** A workflow that the job calls, instead of steps. */
  readonly uses?: string;
  readonly secrets?: unknown;
  readonly permissions?: unknown;
  readonly 'timeout-minutes'?: number;
  readonly timeoutInMinutes?: number;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on?: unknown;
  readonly permissions?: unknown;
  readonly jobs?: Readonly<Record<string, Job>>;
}

/** A file of `.github/workflows`. */
export function problemsOfWorkflow(text: string, scripts: readonly string[]): string[] {
  const workflow: Workflow = parseDocument(text).toJS();
  const jobs = Object.entries(workflow.jobs ?? {});
  return [
    ...problemsOfPins(text),
    ...(workflow.permissions === undefined ? ['permissions are not declared'] : []),
    ...jobs.flatMap(([name, job]) => problemsOfJob(name, job, workflow)),
    ...problemsOfForks(workflow, text),
    ...jobs.flatMap(([, { steps = [] }]) => steps).flatMap((step) => problemsOfStep(step, scripts)),
  ];
}

/** `action.yml`. */
export function problemsOfAction(text: string, scripts: readonly string[]): string[] {
  const { runs, inputs = {}, outputs = {} } = parseDocument(text).toJS();
  const steps: readonly (Step & { readonly shell?: string })[] = runs.steps;
  const undescribed = Object.entries({ ...inputs, ...outputs }).filter(
    ([, value]) => !(value as { readonly description?: string }).description,
  );
  return [
    ...problemsOfPins(text),
    ...undescribed.map(([name]) => `${name} is not described`),
    ...steps.filter(({ run, shell }) => run && !shell).map(({ run }) => `no shell: ${run}`),
    ...(/secrets\./.test(text) ? ['an action has no secrets'] : []),
    ...steps.flatMap((step) => problemsOfStep(step, scripts)),
  ];
}

/** `azure-pipelines.yml`. */
export function problemsOfPipeline(text: string, scripts: readonly string[]): string[] {
  const jobs: {
    readonly job: string;
    readonly steps: readonly Step[];
    readonly timeoutInMinutes?: number;
  }[] = parseDocument(text)
    .toJS()
    .stages.flatMap((stage: { readonly jobs: unknown[] }) => stage.jobs);
  return jobs.flatMap(({ job, steps, timeoutInMinutes }) => [
    ...(timeoutInMinutes === undefined ? [`${job}: no timeout`] : []),
    ...steps
      .filter(({ checkout, persistCredentials }) => checkout && persistCredentials !== false)
      .map(() => `${job}: the checkout leaves its token behind`),
    ...steps.flatMap((step) => problemsOfStep(step, scripts)),
  ]);
}

function problemsOfPins(text: string): string[] {
  const problems: string[] = [];
  visit(parseDocument(text), {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'uses' || !isScalar(value)) return;
      const action = String(value.value);
      if (action.startsWith('./')) return;
      if (!PINNED.test(action)) problems.push(`${action} is not pinned to a commit`);
      else if (!VERSION.test(value.comment ?? '')) problems.push(`${action} does not say its version`);
    },
  });
  return problems;
}

function problemsOfJob(name: string, job: Job, workflow: Workflow): string[] {
  const problems: string[] = [];
  // A job that calls a workflow has no steps; that workflow sets its own limits.
  if (job.uses === undefined && job['timeout-minutes'] === undefined) problems.push(`${name}: no timeout`);
  if (job.secrets === 'inherit') problems.push(`${name}: hands every secret on`);
  if (job.uses !== undefined && job.permissions === undefined)
    problems.push(`${name}: hands its own rights on`);
  const permissions = Object.entries((job.permissions ?? workflow.permissions ?? {}) as object);
  const may = (what: string) => permissions.some(([scope, access]) => `${scope}: ${access}` === what);
  if (may('contents: write') && may('id-token: write'))
    problems.push(`${name}: the job that signs in must not write to the repository`);
  for (const { uses = '', with: given } of job.steps ?? []) {
    if (uses.startsWith('actions/checkout@') && given?.['persist-credentials'] !== false)
      problems.push(`${name}: the checkout leaves its token behind`);
    if (uses.startsWith('azure/login@') && !may('id-token: write'))
      problems.push(`${name}: signs in without id-token: write`);
    if (uses.startsWith('azure/login@') && given?.creds !== undefined)
      problems.push(`${name}: signs in with a stored secret`);
  }
  return problems;
}

/** What runs the code of a fork holds no secret and may only read. */
function problemsOfForks({ on, permissions, jobs = {} }: Workflow, text: string): string[] {
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys((on ?? {}) as object);
  const problems: string[] = [];
  for (const event of ['pull_request_target', 'workflow_run', 'issue_comment'])
    if (events.includes(event)) problems.push(`${event} runs with the rights of the repository`);
  if (!events.includes('pull_request')) return problems;
  if (/secrets\.|\bvars\./.test(text)) problems.push('a workflow of pull requests names a secret');
  for (const granted of [permissions, ...Object.values(jobs).map((job) => job.permissions ?? {})]) {
    for (const [scope, access] of Object.entries((granted ?? {}) as object))
      if (access !== 'read' && access !== 'none') problems.push(`a pull request may ${access} ${scope}`);
    if (granted === 'write-all') problems.push('a pull request may write');
  }
  return problems;
}

function problemsOfStep(step: Step, scripts: readonly string[]): string[] {
  const shell = step.run ?? step.script ?? step.inputs?.inlineScript;
  if (typeof shell !== 'string') return [];
  return [
    ...(FOREIGN.test(shell) ? [`a value from outside becomes part of a script: ${shell}`] : []),
    ...commandsOf(shell).flatMap((words) => problemsOfCommand(words, scripts)),
  ];
}

/** The commands of a script, each as its words. Quotes are dropped: no option of ours needs them. */
function commandsOf(script: string): string[][] {
  return script
    .replaceAll(/\\\n\s*/g, ' ')
    .split(/\n|&&|\|\||;|\b(?:do|then)\b/)
    .map((line) => line.replaceAll(/\$\{\w+:\+([^}]*)\}/g, '$1').replaceAll(/["']/g, ''))
    .map((line) => line.trim().split(/\s+/));
}

function problemsOfCommand([program, ...words]: readonly string[], scripts: readonly string[]): string[] {
  if (program === 'npm') return problemsOfNpm(words, scripts);
  if (program === 'node' && /^(?:dist\/cli\.js|\$CLI)$/.test(words[0] ?? ''))
    return problemsOfOurs(words.slice(1));
  if (program === 'aoai-conform') return problemsOfOurs(words);
  return [];
}

function problemsOfNpm([command, name]: readonly string[], scripts: readonly string[]): string[] {
  if (command === 'ci') return [];
  const script = command === 'run' ? name : command;
  return scripts.includes(script ?? '') ? [] : [`package.json has no script ${script}`];
}

/** A command of the command line with its options, as main.ts declares them. */
function problemsOfOurs([name, ...words]: readonly string[]): string[] {
  const program = createProgram(openTerminal(process), () => {});
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) return [`there is no command ${name}`];
  const end = words.indexOf('--');
  return words.flatMap((word, at) => {
    if (!word.startsWith('--') || word === '--' || (end !== -1 && at > end)) return [];
    const option = command.options.find(({ long }) => long === word);
    if (option === undefined) return [`${name} has no option ${word}`];
    const value = words[at + 1];
    if (option.required && (value === undefined || value.startsWith('--')))
      return [`${name} ${word} has no value`];
    const chosen = option.argChoices !== undefined && !value?.startsWith('$');
    return chosen && !option.argChoices?.includes(value ?? '')
      ? [`${name} ${word} does not take ${value}`]
      : [];
  });
}
