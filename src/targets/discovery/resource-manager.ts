/** What Azure Resource Manager says of a resource: `@azure/arm-cognitiveservices`, every page of every list. */
import type { AccountModel, Deployment as ArmDeployment } from '@azure/arm-cognitiveservices';
import type { TokenCredential } from '@azure/identity';
import { IncompleteFailure } from '../../failure.ts';
import type { Capabilities, Deployment, OfferedModel } from '../../inventory/index.ts';
import type { Target } from '../../matrix/types.ts';
import { managementOf, managementScopeOf } from '../entra/cloud.ts';
import { noToken } from '../entra/credential.ts';
import type { ResourceId } from './resource-id.ts';

export interface ResourceFacts {
  readonly region: string | undefined;
  /** Host of the endpoint that the resource gives for itself. */
  readonly host: string | undefined;
  readonly deployments: readonly Deployment[];
  readonly models: readonly OfferedModel[];
}

/** Throws MissingCredential where no token is to be had, IncompleteFailure where the resource cannot be read. */
export async function readResource(
  target: Target,
  id: ResourceId,
  credential: TokenCredential,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ResourceFacts> {
  const { CognitiveServicesManagementClient } = await import('@azure/arm-cognitiveservices');
  const client = new CognitiveServicesManagementClient(credential, id.subscription, {
    endpoint: managementOf(target, env),
    credentialScopes: managementScopeOf(target),
    retryOptions: { maxRetries: 2 },
  });
  try {
    const account = await client.accounts.get(id.group, id.account);
    return {
      region: account.location?.toLowerCase().replaceAll(' ', ''),
      host: hostOf(account.properties?.endpoint),
      deployments: (await all(client.deployments.list(id.group, id.account))).flatMap(toDeployment),
      models: (await all(client.accounts.listModels(id.group, id.account))).flatMap(toModel),
    };
  } catch (cause) {
    throw refusalOf(target, cause);
  }
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

function hostOf(endpoint: string | undefined): string | undefined {
  return endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint).hostname : undefined;
}

/** A deployment without a model and a version is none that a case could name. */
function toDeployment({ name, sku, properties }: ArmDeployment): Deployment[] {
  const model = idOf(properties?.model);
  if (name === undefined || model === undefined) return [];
  const capacity = properties?.currentCapacity ?? sku?.capacity;
  return [
    {
      name,
      model,
      state: properties?.provisioningState ?? 'Unknown',
      ...(sku?.name !== undefined && { sku: sku.name }),
      ...(capacity !== undefined && { capacity }),
      ...capabilitiesOf(properties?.capabilities),
    },
  ];
}

function toModel(model: AccountModel): OfferedModel[] {
  const id = idOf(model);
  if (id === undefined) return [];
  const retires = model.deprecation?.inference?.slice(0, 10);
  return [
    {
      id,
      ...(model.lifecycleStatus !== undefined && { lifecycle: model.lifecycleStatus }),
      ...(retires !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(retires) && { retires }),
      ...capabilitiesOf(model.capabilities),
    },
  ];
}

function idOf(model: { readonly name?: string; readonly version?: string } | undefined): string | undefined {
  return model?.name === undefined || model.version === undefined
    ? undefined
    : `${model.name}@${model.version}`;
}

/** Short words only: what is longer or stranger is no capability, and goes into no file. */
const WORD = /^[A-Za-z0-9._-]{1,60}$/;

/** Sorted by name; nothing where nothing is declared. */
export function capabilitiesOf(given: Readonly<Record<string, unknown>> | undefined): {
  readonly capabilities?: Capabilities;
} {
  const kept = Object.entries(given ?? {})
    .map(([name, value]) => [name, String(value)] as const)
    .filter(([name, value]) => WORD.test(name) && WORD.test(value))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return kept.length === 0 ? {} : { capabilities: Object.fromEntries(kept) };
}

/** Status and remedy; never what the service wrote, which names subscription and resource. */
function refusalOf(target: Target, cause: unknown): Error {
  const status: unknown =
    typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'statusCode') : undefined;
  const variable = target.resourceIdVariable ?? 'the resource id';
  const failed = (reason: string, remedy: string) =>
    new IncompleteFailure(`Resource Manager does not describe target "${target.name}": ${reason}`, {
      remedy,
    });
  if (status === 404) return failed('there is no such resource (404)', `Check ${variable}.`);
  if (status === 403 || status === 401) {
    return failed(
      `the identity may not read it (${status})`,
      'Give it the role Reader, or Cognitive Services User, on the resource.',
    );
  }
  if (typeof status === 'number') return failed(`it answers ${status}`, 'Try again later.');
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  if (code === 'REQUEST_SEND_ERROR' || /^E[A-Z]+$/.test(String(code))) {
    return failed(
      'it cannot be reached',
      'Check the network and its proxy, and AZURE_RESOURCE_MANAGER_ENDPOINT if it is set.',
    );
  }
  return noToken(target, cause);
}
