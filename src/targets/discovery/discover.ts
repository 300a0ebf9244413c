/** One look at a target: Resource Manager and the data plane. */
import { ConfigurationFailure, Failure, IncompleteFailure } from '../../failure.ts';
import type { Inventory } from '../../inventory/index.ts';
import { resourceHost } from '../../matrix/endpoint.ts';
import type { Model, Target } from '../../matrix/types.ts';
import { credentialFor } from '../credential.ts';
import { entraCredential } from '../entra/credential.ts';
import { assemble } from './assemble.ts';
import { type ListedModel, listModels } from './models-list.ts';
import { parseResourceId, type ResourceId } from './resource-id.ts';
import { type ResourceFacts, readResource } from './resource-manager.ts';

export interface Look {
  readonly inventory: Inventory;
  /** What was not as expected and did not end the look. */
  readonly warnings: readonly string[];
  /** What must not stand in the file. */
  readonly secrets: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Throws MissingCredential, ConfigurationFailure for a resource id that is unset or none, IncompleteFailure
 * where what decides about deployments cannot be read: Resource Manager on Azure, the list of models elsewhere.
 */
export async function discoverTarget(
  target: Target,
  catalogue: readonly Model[],
  env: Environment,
  date: string,
): Promise<Look> {
  const warnings: string[] = [];
  const id = target.kind === 'azure' ? resourceIdOf(target, env) : null;
  const resource = id === null ? null : await askResourceManager(target, id, env, warnings);
  const listed = await askDataPlane(target, env, warnings, resource !== null);
  if (id !== null) warnings.push(...telling(resource, id));
  const secrets = id === null ? [] : [id.subscription];
  return { inventory: assemble(target, { resource, listed }, catalogue, date), warnings, secrets };
}

function resourceIdOf(target: Target, env: Environment): ResourceId {
  const variable = target.resourceIdVariable;
  if (variable === undefined) {
    throw new ConfigurationFailure(`target "${target.name}" has no resource_id, which discovery needs`, {
      remedy: `Add resource_id: \${AZURE_OPENAI_RESOURCE_ID} to it, and let the variable hold the ARM id.`,
    });
  }
  const value = env[variable];
  if (!value) {
    throw new ConfigurationFailure(`target "${target.name}" needs ${variable}, which is not set`, {
      remedy: 'Set it to the ARM id of the resource: az cognitiveservices account show --query id.',
    });
  }
  const id = parseResourceId(value);
  if (id !== null) return id;
  throw new ConfigurationFailure(`the value of ${variable} is not the ARM id of an Azure OpenAI resource`, {
    remedy:
      'It reads /subscriptions/…/resourceGroups/…/providers/Microsoft.CognitiveServices/accounts/…, nothing after.',
  });
}

/** The name of a deployment is what requests carry, so it is kept; that it tells something is said. */
function telling(resource: ResourceFacts | null, { account, group }: ResourceId): string[] {
  const names = [account, group].map((name) => name.toLowerCase()).filter((name) => name.length >= 5);
  return (resource?.deployments ?? [])
    .filter(({ name }) => names.some((telling) => name.toLowerCase().includes(telling)))
    .map(({ name }) => `deployment ${name} bears the name of its resource, and the file will hold it`);
}

async function askResourceManager(
  target: Target,
  id: ResourceId,
  env: Environment,
  warnings: string[],
): Promise<ResourceFacts> {
  // Keys are for the data plane alone; Resource Manager is asked as the signed-in identity.
  const facts = await readResource(target, id, await entraCredential(target, env), env);
  if (target.region !== undefined && facts.region !== undefined && facts.region !== target.region) {
    warnings.push(`the matrix says region ${target.region}, the resource is in ${facts.region}`);
  }
  if (target.endpoint !== undefined && isAnother(new URL(target.endpoint).hostname, facts.host)) {
    warnings.push(
      `endpoint and resource_id name different resources: check ${target.endpointVariable ?? 'the endpoint'} and ${target.resourceIdVariable}`,
    );
  }
  return facts;
}

/** Only where both bear the name of a resource; a private host says nothing. */
function isAnother(host: string, declared: string | undefined): boolean {
  const [ours, theirs] = [resourceHost(host), resourceHost(declared ?? '')];
  return ours !== null && theirs !== null && ours.resource !== theirs.resource;
}

async function askDataPlane(
  target: Target,
  env: Environment,
  warnings: string[],
  optional: boolean,
): Promise<readonly ListedModel[] | null> {
  if (target.endpoint === undefined) {
    const reason = `${target.endpointVariable ?? 'the endpoint'} is not set`;
    if (!optional) throw new ConfigurationFailure(`target "${target.name}" cannot be asked: ${reason}`);
    warnings.push(`the list of models was not read: ${reason}`);
    return null;
  }
  try {
    return await listModels(target, await credentialFor(target, env));
  } catch (error) {
    if (error instanceof Failure && !optional) throw error;
    const reason = error instanceof Failure ? error.message : (statusOf(error) ?? 'it cannot be reached');
    if (!optional) {
      throw new IncompleteFailure(`the list of models of target "${target.name}" cannot be read: ${reason}`, {
        remedy: `Find out why with: aoai-conform doctor ${target.name}`,
      });
    }
    warnings.push(`the list of models was not read: ${reason}`);
    return null;
  }
}

function statusOf(error: unknown): string | undefined {
  const status: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'status') : undefined;
  return typeof status === 'number' ? `the endpoint answers ${status}` : undefined;
}
