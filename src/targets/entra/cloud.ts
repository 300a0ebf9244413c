/** Who signs tokens in a cloud, and for whom. */
import { resourceHost } from '../../matrix/endpoint.ts';
import type { Cloud, Target } from '../../matrix/types.ts';

interface CloudFacts {
  /** Sign-in service; @azure/identity `AzureAuthorityHosts`. */
  readonly authority: string;
  /** Azure Resource Manager. */
  readonly management: string;
  /** Last part of the audiences. */
  readonly domain: string;
}

const CLOUDS: Readonly<Record<Cloud, CloudFacts>> = {
  public: {
    authority: 'https://login.microsoftonline.com',
    management: 'https://management.azure.com',
    domain: 'azure.com',
  },
  usgov: {
    authority: 'https://login.microsoftonline.us',
    management: 'https://management.usgovcloudapi.net',
    domain: 'azure.us',
  },
  china: {
    authority: 'https://login.chinacloudapi.cn',
    management: 'https://management.chinacloudapi.cn',
    domain: 'azure.cn',
  },
};

type Environment = Readonly<Record<string, string | undefined>>;

export interface Authority {
  readonly authorityHost: string;
  /** Microsoft's own are known to the library; any other would be asked about at login.microsoftonline.com. */
  readonly disableInstanceDiscovery: boolean;
}

/** `AZURE_AUTHORITY_HOST` decides; without it the cloud of the target does. */
export function authorityOf({ cloud = 'public' }: Pick<Target, 'cloud'>, env: Environment): Authority {
  const authorityHost = env.AZURE_AUTHORITY_HOST || CLOUDS[cloud].authority;
  const known = Object.values(CLOUDS).some(
    ({ authority }) => authority === authorityHost.replace(/\/+$/, ''),
  );
  return { authorityHost, disableInstanceDiscovery: !known };
}

/**
 * Scope of tokens for the data plane (facts section 3): `https://ai.azure.com/.default` at
 * `services.ai.azure.com`, elsewhere `https://cognitiveservices.azure.com/.default`, which every surface of
 * a resource takes; in a sovereign cloud the same under its domain. `scope` of the target overrides both.
 */
export function scopeOf(target: Pick<Target, 'endpoint' | 'cloud' | 'scope'>): string {
  if (target.scope !== undefined) return target.scope;
  const host = target.endpoint === undefined ? '' : new URL(target.endpoint).hostname;
  const audience = resourceHost(host)?.service === 'services.ai' ? 'ai' : 'cognitiveservices';
  return `https://${audience}.${CLOUDS[target.cloud ?? 'public'].domain}/.default`;
}

/** Address of Azure Resource Manager; `AZURE_RESOURCE_MANAGER_ENDPOINT` overrides the cloud's. */
export function managementOf({ cloud = 'public' }: Pick<Target, 'cloud'>, env: Environment): string {
  return (env.AZURE_RESOURCE_MANAGER_ENDPOINT || CLOUDS[cloud].management).replace(/\/+$/, '');
}

/** Scope of tokens for Resource Manager, which is its public name whatever the address. */
export function managementScopeOf({ cloud = 'public' }: Pick<Target, 'cloud'>): string {
  return `${CLOUDS[cloud].management}/.default`;
}
