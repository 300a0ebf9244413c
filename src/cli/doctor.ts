import { ASKED_TOKENS, type Probe } from '../doctor/deployment.ts';
import { examineTarget } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';
import { readClaims } from '../material/claims.ts';
import { type Case, expand, type Matrix, type Model, type Target } from '../matrix/index.ts';
import { chooseTargets } from './choose-targets.ts';
import { harnessHome, now, openProject } from './project.ts';
import { jsonText, plainBlock, type Terminal } from './terminal.ts';

export interface DoctorOptions {
  readonly matrix: string;
  readonly json?: boolean;
}

/** Prints one line a check, as they come. 3 where a target cannot be asked, or none was looked at. */
export async function doctor(
  names: readonly string[],
  options: DoctorOptions,
  terminal: Terminal,
): Promise<number> {
  const project = openProject(terminal, options.matrix);
  const { matrix, catalogue } = project;
  const targets = chooseTargets(matrix, names, { byDefault: () => true, none: 'The matrix has no target.' });
  const { claims, sources } = readClaims(harnessHome(), project);
  const cases = expand(matrix, { today: now().toISOString().slice(0, 10) });
  const findings: Finding[] = [];
  const asking = targets.filter(({ endpoint }) => endpoint !== undefined);
  if (options.json !== true && asking.length > 0) {
    terminal.out(
      `Each deployment is sent one request of at most ${ASKED_TOKENS} output tokens; everything else is free of charge.`,
    );
  }
  for (const target of targets) {
    const examination = examineTarget(target, {
      env: terminal.env,
      named: names.includes(target.name),
      ...modelsOf(matrix, target, cases),
      limits: matrix.limits,
      prices: catalogue.prices,
      claims,
      sources,
      now: Date.now,
    });
    for await (const finding of examination) {
      findings.push(finding);
      if (options.json !== true) print(finding, terminal);
    }
  }
  const exitCode = exitCodeOf(findings);
  if (options.json === true) terminal.out(jsonText({ findings, exitCode }, 2));
  else summarise(findings, terminal);
  return exitCode;
}

/** Each deployment once, with the models that nothing but a missing deployment keeps from running. */
function modelsOf(
  { models }: Matrix,
  { name }: Target,
  cases: readonly Case[],
): { readonly probes: readonly Probe[]; readonly undeployed: readonly Model[] } {
  const own = cases.filter(({ target, model }) => target === name && model !== '-');
  const known = new Map(models.map((model) => [model.id, model]));
  const probes = new Map<string, Probe>();
  const undeployed = new Map<string, Model>();
  for (const { model: id, deployment, notRun } of own) {
    const model = known.get(id);
    if (model === undefined) continue;
    if (notRun === undefined) probes.set(deployment, { model, deployment });
    else if (notRun.reason === 'not-deployed') undeployed.set(id, model);
  }
  return { probes: [...probes.values()], undeployed: [...undeployed.values()] };
}

function exitCodeOf(findings: readonly Finding[]): 0 | 3 {
  const failed = findings.some(({ outcome }) => outcome === 'failed');
  const looked = findings.some(({ outcome }) => outcome === 'ok');
  return failed || !looked ? 3 : 0;
}

const COLOURS = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'gray' } as const;

function print({ target, check, outcome, says, remedy }: Finding, terminal: Terminal): void {
  const word = terminal.style(COLOURS[outcome], outcome.padEnd(7));
  terminal.out(`${word} ${target.padEnd(10)} ${check.padEnd(10)} ${plainBlock(says, '  ')}`);
  if (remedy !== '' && outcome !== 'ok') terminal.out(`${' '.repeat(30)}→ ${plainBlock(remedy, '  ')}`);
}

function summarise(findings: readonly Finding[], terminal: Terminal): void {
  const count = (outcome: Finding['outcome']) => findings.filter((one) => one.outcome === outcome).length;
  const parts = (['ok', 'warning', 'failed', 'skipped'] as const).filter((outcome) => count(outcome) > 0);
  terminal.out(parts.map((outcome) => `${count(outcome)} ${outcome}`).join(', '));
}
