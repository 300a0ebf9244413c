/** Targets under the names of the matrix: no host and no resource name ever reaches a recording. */
import { encodedNeedles, type Needle } from './secrets.ts';

/** Origin of a target in every exchange and cassette. */
export function aliasOrigin(target: string): string {
  return `https://${aliasHost(target)}`;
}

function aliasHost(target: string): string {
  return `${target.toLowerCase().replace(/[^a-z0-9-]+/g, '-')}.target.invalid`;
}

/** Resource names too ordinary to be looked for outside of a host name. */
const ORDINARY = new Set([
  'openai',
  'azure',
  'models',
  'model',
  'responses',
  'assistants',
  'target',
  'invalid',
  'localhost',
  'gateway',
  'reference',
  'region',
  'default',
  'service',
  'system',
  'string',
  'content',
]);
/** Plain and encoded: the host itself, the resource's other hosts, and the bare resource name where it is not an ordinary word. */
export function aliasNeedles(hosts: ReadonlyMap<string, string>): Needle[] {
  return [...hosts].flatMap(([host, target]) => {
    if (host.endsWith('.target.invalid')) return [];
    // A port is written with a colon, which a URL inside of another escapes.
    const found = [...new Set([host, encodeURIComponent(host)])];
    const [, resource, top] =
      /^([a-z0-9-]+)\.(?:openai|services\.ai|cognitiveservices)\.azure\.(com|us|cn)$/.exec(host) ?? [];
    if (resource !== undefined) {
      found.push(
        ...['openai', 'services.ai', 'cognitiveservices'].map(
          (service) => `${resource}.${service}.azure.${top}`,
        ),
      );
    }
    const named = resource !== undefined && resource.length >= 5 && !ORDINARY.has(resource);
    const needles: Needle[] = [...new Set(found)].map((text) => ({
      text,
      kind: 'alias',
      replacement: aliasHost(target),
      bounded: true,
      ignoreCase: true,
    }));
    if (named)
      needles.push({ text: resource, kind: 'alias', replacement: target, bounded: true, ignoreCase: true });
    // The resource's name begins its hosts, so their encodings are found by its own as well.
    return [...needles, ...(named ? [...found, resource] : found).flatMap(encodedNeedles)];
  });
}

/** Other names that a recording must not tell, and what stands for them there: `run-1` to `run`. */
export function standInNeedles(standIns: Readonly<Record<string, string>>): Needle[] {
  return Object.entries(standIns)
    .filter(([text, replacement]) => text !== replacement)
    .map(([text, replacement]) => ({ text, kind: 'run-id', replacement }));
}
