/** Cloud and Entra ID settings of one entry of `targets:`. */
import { cloudOfHost } from './endpoint.ts';
import type { RawTarget, TargetContext } from './target.ts';
import type { Cloud, Target } from './types.ts';

/** Of the host where its name tells; elsewhere of the region. They must not disagree. */
export function cloudOf(url: string | undefined, region: string | undefined, context: TargetContext): Cloud {
  const ofRegion = context.regions.find(({ name }) => name === region)?.cloud;
  const ofHost = url === undefined ? undefined : cloudOfHost(new URL(url).hostname);
  if (ofHost !== undefined && ofRegion !== undefined && ofHost !== ofRegion) {
    context.complain('/region', `${region} is a region of the cloud ${ofRegion}, the endpoint of ${ofHost}`);
  }
  return ofHost ?? ofRegion ?? 'public';
}

export function readEntra(
  raw: RawTarget,
  auth: Target['auth'],
  cloud: Cloud,
  context: TargetContext,
): Pick<Target, 'cloud' | 'credential' | 'scope'> {
  for (const key of ['credential', 'scope'] as const) {
    // Discovery asks Resource Manager with a token, also where the endpoint is asked with a key.
    const discovers = key === 'credential' && raw.resource_id !== undefined;
    if (raw[key] !== undefined && auth !== 'entra' && !discovers) {
      context.complain(`/${key}`, `${key} has no use with auth: ${auth}`);
    }
  }
  return {
    ...(cloud !== 'public' && { cloud }),
    ...(raw.credential !== undefined && { credential: raw.credential }),
    ...(raw.scope !== undefined && { scope: raw.scope }),
  };
}
