/** What a resource answers for its first matrix: region, surface, and which models are deployed under their own names. */
import type { Ask } from '../doctor/ask.ts';
import { asker } from '../doctor/ask.ts';
import { examineService } from '../doctor/service.ts';
import type { Model, Surface, Target } from '../matrix/types.ts';
import { openCredential } from '../targets/credential.ts';
import { MissingCredential } from '../targets/missing.ts';

export interface FirstLook {
  readonly surface: Surface;
  readonly region: string | null;
  /** Model id to deployment name, in the order of the catalogue. */
  readonly deployments: ReadonlyMap<string, string>;
  /** Why it could not be asked; null where it could. */
  readonly problem: Problem | null;
}

export interface Problem {
  readonly says: string;
  readonly remedy: string;
  /** The service answered, and turned the key or token down. */
  readonly refused: boolean;
}

/** Tried in this order; the second for resources that do not speak v1. */
const SURFACES = ['v1', '2025-04-01-preview'] as const satisfies readonly Surface[];
/** Requests at a time. */
const AT_ONCE = 8;

/** `models`: those that may be deployed. Costs nothing: no request that could be answered is sent. */
export async function lookAt(
  target: Target,
  models: readonly Model[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<FirstLook> {
  const nothing = { surface: SURFACES[0], region: null, deployments: new Map<string, string>() };
  let problem: Problem = { says: 'no answer', remedy: '', refused: false };
  for (const surface of SURFACES) {
    const attempt = { ...target, surface };
    try {
      const [sdk, credential] = await Promise.all([import('openai'), openCredential(attempt, env)]);
      const ask = remember(asker(sdk, attempt, credential));
      const { open, findings } = await examineService(attempt, ask.ask, Date.now);
      if (open) {
        const deployments = await deployedAmong(models, ask.ask);
        return { surface, region: ask.region(), deployments, problem: null };
      }
      const failed = findings.find(({ outcome }) => outcome === 'failed');
      if (failed !== undefined) {
        const { check, says, remedy } = failed;
        problem = { says, remedy, refused: check === 'auth' };
      }
      if (failed?.check !== 'surface') break;
    } catch (error) {
      if (!(error instanceof MissingCredential)) throw error;
      return { ...nothing, problem: { says: error.message, remedy: error.remedy, refused: false } };
    }
  }
  return { ...nothing, problem };
}

/** Keeps the region that any answer names. */
function remember(ask: Ask): { readonly ask: Ask; readonly region: () => string | null } {
  let region: string | null = null;
  return {
    ask: async (send) => {
      const answer = await ask(send);
      region ??= answer.headers.get('x-ms-region');
      return answer;
    },
    region: () => region?.toLowerCase().replaceAll(' ', '') ?? null,
  };
}

/** A model under its name, or under name-version where that is what there is. */
async function deployedAmong(models: readonly Model[], ask: Ask): Promise<ReadonlyMap<string, string>> {
  const names = [...new Set(models.flatMap(({ name, version }) => [`${name}-${version}`, name]))];
  const there = new Set<string>();
  const queue = [...names];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        if (await exists(name, ask)) there.add(name);
      }
    }),
  );
  const newest = new Map(models.map(({ name, id }) => [name, id]));
  return new Map(
    models.flatMap(({ id, name, version }): [string, string][] => {
      const own = `${name}-${version}`;
      if (there.has(own)) return [[id, own]];
      // One deployment is one version: the newest is assumed.
      return there.has(name) && newest.get(name) === id ? [[id, name]] : [];
    }),
  );
}

/**
 * A conversation without a message is refused by whatever is deployed, and costs nothing; where nothing is
 * deployed the answer is DeploymentNotFound.
 */
async function exists(deployment: string, ask: Ask): Promise<boolean> {
  const { error, status, broken } = await ask(async (client) =>
    client.chat.completions.create({ model: deployment, messages: [] }),
  );
  return broken === null && status === 400 && error?.class !== 'deployment-not-found';
}
