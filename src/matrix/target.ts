/** One entry of `targets:` with its environment resolved. Says what is wrong; never throws, never reads a key. */
import type { Inventory } from '../inventory/types.ts';
import { didYouMean } from '../suggest.ts';
import { type RawAddresses, readValue, targetAddress } from './address.ts';
import type { Region } from './catalogue.ts';
import { chooseFeatures, chooseModels, type ModelChoice } from './choose.ts';
import { cloudOf, readEntra } from './cloud.ts';
import { readDeployments, readResourceId } from './deployments.ts';
import { checkEndpoint } from './endpoint.ts';
import { type Environment, interpolate, malformedReference } from './interpolate.ts';
import { pictureOf } from './picture.ts';
import type { CredentialKind, Feature, Model, Picture, Surface, Target, TargetKind } from './types.ts';

export interface RawTarget extends RawAddresses {
  readonly kind: TargetKind;
  readonly endpoint?: string;
  readonly region?: string;
  readonly surface?: string;
  readonly auth?: Exclude<Target['auth'], 'any'>;
  readonly key_variable?: string;
  readonly credential?: CredentialKind;
  readonly scope?: string;
  readonly resource_id?: string;
  readonly deployments?: 'discover' | Readonly<Record<string, string>>;
  readonly picture?: Picture;
  readonly models?: readonly ModelChoice[];
  readonly features?: readonly string[];
}

export interface TargetContext {
  readonly environment: Environment;
  readonly regions: readonly Region[];
  /** Models of the catalogue that this kind of target pairs with, and those of them that are selected. */
  readonly known: readonly Model[];
  readonly selected: readonly Model[];
  readonly features: readonly Feature[];
  /** Those of the whole matrix. */
  readonly addresses: RawAddresses;
  /** `picture` of the whole matrix. */
  readonly picture: Picture | undefined;
  /** Pointer below the target, e.g. `/region`, and a sentence. */
  /** What `discover` wrote of this target; undefined: nothing yet. */
  readonly inventory: Inventory | undefined;
  complain(pointer: string, message: string): void;
}

const DEFAULT_AUTH = { azure: 'entra', 'openai-compatible': 'api-key', reference: 'any' } as const;

export function resolveTarget(name: string, raw: RawTarget, context: TargetContext): Target {
  const auth = raw.auth ?? DEFAULT_AUTH[raw.kind];
  const endpoint = readEndpoint(raw, auth, context);
  if (auth === 'entra' && raw.kind !== 'azure') {
    context.complain('/auth', `auth: entra is for azure targets; ${name} is ${raw.kind}`);
  }
  if (auth === 'none' && raw.kind === 'azure') {
    context.complain('/auth', 'an azure target needs auth: entra or auth: api-key');
  }
  const region = readRegion(raw, context);
  const keyVariable = auth === 'api-key' ? keyVariableOf(name, raw, endpoint.variable) : undefined;
  if (raw.key_variable !== undefined && auth !== 'api-key') {
    context.complain('/key_variable', `key_variable has no use with auth: ${auth}`);
  }
  return {
    name,
    kind: raw.kind,
    ...(endpoint.url !== undefined && { endpoint: endpoint.url }),
    ...(endpoint.variable !== undefined && { endpointVariable: endpoint.variable }),
    ...(region !== undefined && { region }),
    surface: readSurface(raw, context),
    auth,
    ...readEntra(raw, auth, cloudOf(endpoint.url, region, context), context),
    ...(keyVariable !== undefined && { keyVariable }),
    ...readDeployments(name, raw, context),
    ...readResourceId(raw, context),
    ...readRestrictions(raw, context),
    mcpServerUrl: targetAddress('mcp_server_url', raw, context.addresses, context),
    picture: pictureOf(raw, context.picture),
  };
}

/** `AZURE_OPENAI_ENDPOINT_SWEDEN` → `AZURE_OPENAI_API_KEY_SWEDEN`; a literal endpoint of `gateway` → `GATEWAY_API_KEY`. */
function keyVariableOf(name: string, raw: RawTarget, endpointVariable: string | undefined): string {
  if (raw.key_variable !== undefined) return raw.key_variable;
  if (endpointVariable?.includes('ENDPOINT')) return endpointVariable.replace('ENDPOINT', 'API_KEY');
  const stem = endpointVariable ?? name.toUpperCase().replaceAll('-', '_');
  return `${stem}_API_KEY`;
}

interface Endpoint {
  readonly url?: string;
  readonly variable?: string;
}

function readEndpoint(raw: RawTarget, auth: Target['auth'], context: TargetContext): Endpoint {
  if (raw.endpoint === undefined) return {};
  const malformed = malformedReference(raw.endpoint);
  if (malformed !== undefined) {
    context.complain('/endpoint', malformed);
    return {};
  }
  const { value, variables } = interpolate(raw.endpoint, context.environment);
  const [variable] = variables;
  const named = variable === undefined ? {} : { variable };
  if (value === undefined) return named;
  // A value from the environment is never printed: it names the resource, and a key pasted in the wrong place.
  const subject = variable === undefined ? 'the endpoint' : `the value of ${variables.join(', ')}`;
  const { url, problem } = checkEndpoint(raw.kind, value, { tokens: auth === 'entra' });
  if (problem !== undefined) context.complain('/endpoint', `${subject} ${problem}`);
  return url === undefined ? named : { url, ...named };
}

/** What the reference target says of itself in `x-ms-region`, so that nobody takes it for a place. */
const REFERENCE_REGION = 'reference';

function readRegion(raw: RawTarget, context: TargetContext): string | undefined {
  if (raw.kind === 'reference') {
    if (raw.region !== undefined) context.complain('/region', 'the reference target has no region');
    return REFERENCE_REGION;
  }
  if (raw.region === undefined) return undefined;
  const value = readValue('/region', raw.region, context);
  if (value === undefined) return undefined;
  const names = context.regions.map((region) => region.name);
  if (names.includes(value)) return value;
  const compact = value.toLowerCase().replaceAll(/[\s_-]/g, '');
  const described = value === raw.region ? `"${value}"` : `the value of ${raw.region}`;
  const guess = names.includes(compact) ? `, did you mean "${compact}"?` : didYouMean(compact, names);
  const hint = guess || '; a new region is a line in fixtures/catalog/regions.yaml';
  context.complain('/region', `${described} is not a known Azure region${value === raw.region ? hint : ''}`);
  return undefined;
}

function readSurface(raw: RawTarget, context: TargetContext): Surface {
  const value = raw.surface ?? 'v1';
  if (value === 'v1' || value === 'v1-preview') return value;
  if (isDatedSurface(value)) {
    if (raw.kind === 'azure') return value;
    context.complain('/surface', `a dated api-version is for azure targets; ${raw.kind} speaks v1`);
    return 'v1';
  }
  context.complain(
    '/surface',
    `"${value}" is not an API surface${didYouMean(value, ['v1', 'v1-preview'])}; it is v1, v1-preview or an api-version such as 2025-04-01-preview`,
  );
  return 'v1';
}

function isDatedSurface(value: string): value is Surface & `${number}-${number}-${number}${string}` {
  const match = /^(\d{4}-\d{2}-\d{2})(-preview)?$/.exec(value);
  return match?.[1] !== undefined && !Number.isNaN(Date.parse(match[1]));
}

function readRestrictions(raw: RawTarget, context: TargetContext): Partial<Target> {
  const complain = (list: string) => (index: number, message: string) =>
    context.complain(`/${list}/${index}`, `${message} (among those selected for this target)`);
  const models = raw.models && chooseModels(raw.models, context.selected, complain('models'));
  const features = raw.features && chooseFeatures(raw.features, context.features, complain('features'));
  return {
    ...(models && { models: models.map(({ id }) => id) }),
    ...(features && { features: features.map(({ id }) => id) }),
  };
}
