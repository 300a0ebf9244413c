/**
 * `doctor`: each target from its address to its deployments, before money is spent. The first thing that
 * fails ends the look at what rests on it; the rest is told as skipped.
 *
 *   for await (const finding of examineTarget(target, surroundings)) …
 */
import type { Claim, ClaimSource } from '../claims/index.ts';
import type { Catalogue, Limits, Model, Target } from '../matrix/index.ts';
import { openCredential } from '../targets/credential.ts';
import { MissingCredential } from '../targets/missing.ts';
import { type Ask, asker } from './ask.ts';
import { examineAccess, examineOffer } from './checklist.ts';
import { examineDeployment, examineQuota, examineRegion, type Probe, type Probed } from './deployment.ts';
import { CHECKS, type CheckName, type Finding, type Told, tell } from './finding.ts';
import { examineCertificate, examineName } from './network.ts';
import { examineService } from './service.ts';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Named on the command line: then an endpoint that is not set is a failure. */
  readonly named: boolean;
  /** What a run would ask here: each model with its deployment. */
  readonly probes: readonly Probe[];
  /** Models of this target that a run would not ask because they are not deployed. */
  readonly undeployed: readonly Model[];
  readonly limits: Limits;
  readonly prices: Catalogue['prices'];
  readonly claims: readonly Claim[];
  readonly sources: readonly ClaimSource[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export async function* examineTarget(target: Target, surroundings: Surroundings): AsyncGenerator<Finding> {
  const seen = new Set<CheckName>();
  for await (const told of examine(target, surroundings)) {
    seen.add(told.check);
    yield { target: target.name, ...told };
  }
  for (const check of CHECKS) {
    if (!seen.has(check) && seen.size > 1)
      yield { target: target.name, ...tell(check, 'skipped', NOT_REACHED) };
  }
}

const NOT_REACHED = 'not looked at, because of what failed before';

async function* examine(target: Target, surroundings: Surroundings): AsyncGenerator<Told> {
  const { env, now } = surroundings;
  if (target.endpoint === undefined) {
    yield withoutEndpoint(target, surroundings.named);
    return;
  }
  const url = new URL(target.endpoint);
  yield tell(
    'endpoint',
    'ok',
    `${target.kind}, surface ${target.surface}${target.endpointVariable === undefined ? '' : `, from ${target.endpointVariable}`}`,
  );
  const name = await examineName(url);
  yield name;
  if (name.outcome === 'failed') return;
  const certificate = await examineCertificate(url, now());
  yield certificate;
  if (certificate.outcome === 'failed') return;
  const ask = await openLine(target, env);
  if ('check' in ask) {
    yield ask;
    return;
  }
  const reception = await examineService(target, ask.ask, now);
  yield* reception.findings;
  if (!reception.open) return;
  yield* examineDeployments(target, ask.ask, surroundings);
}

function withoutEndpoint({ kind, endpointVariable }: Target, named: boolean): Told {
  if (kind === 'reference')
    return tell('endpoint', 'ok', 'the server inside this project, which needs nothing');
  const variable = endpointVariable ?? 'the endpoint';
  const remedy = `export ${variable}=https://<your-resource>.openai.azure.com`;
  return tell('endpoint', named ? 'failed' : 'skipped', `${variable} is not set`, remedy);
}

async function openLine(target: Target, env: Surroundings['env']): Promise<{ readonly ask: Ask } | Told> {
  try {
    const [sdk, credential] = await Promise.all([import('openai'), openCredential(target, env)]);
    return { ask: asker(sdk, target, credential) };
  } catch (error) {
    if (!(error instanceof MissingCredential)) throw error;
    return tell('auth', 'failed', error.message, error.remedy);
  }
}

async function* examineDeployments(
  target: Target,
  ask: Ask,
  { probes, undeployed, limits, prices, claims, sources }: Surroundings,
): AsyncGenerator<Told> {
  const probed: Probed[] = [];
  for (const probe of probes) {
    const one = await examineDeployment(probe, ask, prices.get(probe.model.id));
    probed.push(one);
    yield one.told;
  }
  if (probes.length === 0) {
    yield tell(
      'deployment',
      'warning',
      'no deployment to ask: nothing of what the matrix selects can run here',
      `See why with: aoai-conform plan ':*:${target.name}'`,
    );
  }
  const answers = probed.flatMap(({ answer }) => answer ?? []);
  yield examineRegion(target, answers);
  yield examineQuota(probed, limits);
  const models = [...probes.map(({ model }) => model), ...undeployed];
  const answering = new Set(
    probed.flatMap(({ probe, answer }) => (answer?.status === 200 ? [probe.model.id] : [])),
  );
  yield* examineAccess(models, answering);
  yield* examineOffer(target, models, claims, sources);
}
