/** The data plane's `GET models`: what the endpoint offers, by the names of its own. */
import type { Capabilities } from '../../inventory/index.ts';
import type { Target } from '../../matrix/types.ts';
import { createClient } from '../client.ts';
import type { Credential } from '../credential.ts';
import { capabilitiesOf } from './resource-manager.ts';

export interface ListedModel {
  /** As the endpoint writes it: `gpt-4.1-2025-04-14` on Azure, anything elsewhere. */
  readonly id: string;
  readonly lifecycle?: string;
  readonly capabilities?: Capabilities;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}$/;
const TIMEOUT_MS = 30_000;

/** Each id once. Throws what the SDK throws. */
export async function listModels(target: Target, credential: Credential): Promise<readonly ListedModel[]> {
  const sdk = await import('openai');
  const client = createClient(sdk, target, { fetch: globalThis.fetch, credential, timeoutMs: TIMEOUT_MS });
  const listed = new Map<string, ListedModel>();
  for await (const model of client.models.list()) {
    const fields: Readonly<Record<string, unknown>> = { ...model };
    if (!NAME.test(model.id)) continue;
    const { lifecycle_status: lifecycle, capabilities } = fields;
    listed.set(model.id, {
      id: model.id,
      ...(typeof lifecycle === 'string' && /^[\w.-]{1,60}$/.test(lifecycle) && { lifecycle }),
      ...(isRecord(capabilities) && capabilitiesOf(capabilities)),
    });
  }
  return [...listed.values()];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
