/** Addresses of resources as people write them, and what a host says about its cloud. Pure. */
import type { Cloud, TargetKind } from './types.ts';

/** Names under which Azure serves one resource; facts section 3, and the developer guides of the sovereign clouds. */
const RESOURCE_HOST =
  /^(?<resource>[a-z0-9-]+)\.(?<service>openai|cognitiveservices|services\.ai)\.azure\.(?<top>com|us|cn)$/;
const CLOUD_OF: Readonly<Record<string, Cloud>> = { com: 'public', us: 'usgov', cn: 'china' };
/** `eastus.api.cognitive.microsoft.com`: shared by all resources of a region. */
const REGIONAL_HOST = /^[a-z0-9]+\.api\.cognitive\.(?:microsoft\.(?:com|us)|azure\.cn)$/;
const PRIVATE_LINK = /^([a-z0-9-]+)\.privatelink\.(.+)$/;

/** What the address of a resource tells; null: a host of the user's own, such as a gateway or a custom domain. */
export function resourceHost(
  host: string,
): { readonly resource: string; readonly service: string; readonly cloud: Cloud } | null {
  const { resource, service, top } = RESOURCE_HOST.exec(host)?.groups ?? {};
  const cloud = CLOUD_OF[top ?? ''];
  return resource === undefined || service === undefined || cloud === undefined
    ? null
    : { resource, service, cloud };
}

/** Undefined for a host that belongs to no cloud by its name. */
export function cloudOfHost(host: string): Cloud | undefined {
  if (/\.(?:azure|microsoft)\.us$/.test(host)) return 'usgov';
  if (/\.azure\.cn$/.test(host)) return 'china';
  return /\.(?:azure|microsoft)\.com$/.test(host) ? 'public' : undefined;
}

export interface CheckedEndpoint {
  /** Without what the client adds itself, and without a trailing slash. */
  readonly url?: string;
  /** Continues a sentence that begins with what was checked. Never quotes the value. */
  readonly problem?: string;
}

/** The address that requests are built on, or why it is none. */
export function checkEndpoint(
  kind: TargetKind,
  value: string,
  { tokens }: { readonly tokens: boolean },
): CheckedEndpoint {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return { problem: 'is not an http(s) address; it begins with https://' };
  }
  if (url.username !== '' || url.password !== '') return { problem: 'carries credentials; leave them out' };
  const path = url.pathname.replace(/\/+$/, '');
  if (OPERATION.test(path)) {
    return { problem: `is the address of one operation; give ${expected(kind)}` };
  }
  if (url.search !== '' || url.hash !== '') return { problem: 'has a query; give the address alone' };
  return kind === 'azure' ? checkAzure(url, path, tokens) : checkOther(url, path);
}

/** What the portal shows as "target URI" ends in one of these. */
const OPERATION = /\/(?:deployments\/[^/]+.*|chat\/completions|completions|responses|embeddings|models)$/;

function expected(kind: TargetKind): string {
  return kind === 'azure'
    ? 'the address of the resource, such as https://my-resource.openai.azure.com'
    : 'the base address, such as https://api.openai.com/v1';
}

function checkAzure(url: URL, path: string, tokens: boolean): CheckedEndpoint {
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { problem: 'is not https; a key or token would travel in clear' };
  }
  if (PRIVATE_LINK.test(url.hostname)) {
    return {
      problem:
        'is a private link name, which no certificate bears; give the public name, which resolves to the private address inside the network',
    };
  }
  if (tokens && REGIONAL_HOST.test(url.hostname)) {
    return {
      problem: 'is the address of a region, which takes no Entra ID token; give the one of the resource',
    };
  }
  if (/^\/api\/projects(\/|$)/.test(path)) {
    return { problem: 'is the address of a Foundry project; give the one of its resource, without the path' };
  }
  // People copy the address of the API rather than of the resource; both mean the same.
  const prefix = path.replace(/\/openai(\/v1)?$/, '');
  const own = resourceHost(url.hostname) === null && !REGIONAL_HOST.test(url.hostname);
  // A gateway of the user's own may serve the resource below a path.
  if (prefix !== '' && !own) return { problem: `has a path; give ${expected('azure')}` };
  return { url: url.origin + prefix };
}

function checkOther(url: URL, path: string): CheckedEndpoint {
  const bare = url.hostname === 'api.openai.com' && path === '' ? '/v1' : path;
  return { url: url.origin + bare };
}

/** Whether what is sent there stays on this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}
