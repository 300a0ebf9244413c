/**
 * The embedded default target: a small, strict server of the Azure OpenAI v1 surface with models of
 * its own. It makes the harness runnable on a fresh machine, and with a named fault it proves that a
 * check bites. It is not Azure, and nothing it answers says anything about Azure.
 *
 *   const reference = createReference();
 *   const client = new OpenAI({
 *     baseURL: 'http://reference.invalid/openai/v1/', apiKey: DEFAULT_KEY, fetch: reference.fetch,
 *   });
 */
import { Hono } from 'hono';
import { ConfigurationFailure } from '../failure.ts';
import { didYouMean } from '../suggest.ts';
import { type Listening, type ListenOptions, listen } from '../wire/listen.ts';
import { MODELS, type ReferenceModel } from './catalog.ts';
import { DEFAULT_KEY, DEFAULT_TOKEN } from './credentials.ts';
import { FAULTS, type Fault } from './faults/index.ts';
import { inProcess } from './in-process.ts';
import type { Deployments } from './operation.ts';
import { type Counted, type Limits, Quota } from './quota.ts';
import { serve } from './service.ts';
import { State } from './state.ts';

export { MODELS } from './catalog.ts';
export { DEFAULT_KEY, DEFAULT_TOKEN } from './credentials.ts';
export { FAULT_AREAS, FAULTS, type Fault } from './faults/index.ts';
export { BUILTIN_URL as BUILTIN_MCP_URL } from './mcp/address.ts';

export interface ReferenceOptions {
  /** Milliseconds since the epoch. Two instances with the same clock answer the same bytes. */
  readonly now?: () => number;
  /** Names from `FAULTS`, or faults of one's own. */
  readonly faults?: readonly (string | Fault)[];
  /** For each deployment; beyond them a 429. By default nobody is refused. */
  readonly limits?: Limits;
  /** Accepted keys, as `api-key` or as bearer. */
  readonly keys?: readonly string[];
  /** Whether a bearer token that is no key is accepted; by default `DEFAULT_TOKEN` is. */
  readonly tokens?: (token: string) => boolean | Promise<boolean>;
  /** Region id, e.g. `swedencentral`; by default `reference`, which is no place. */
  readonly region?: string;
  /** Deployment name to model name; by default each model under its own name. */
  readonly deployments?: Readonly<Record<string, string>>;
}

export interface Tally {
  readonly kept: Readonly<Record<'responses' | 'files' | 'containers' | 'vectorStores', number>>;
  readonly counted: Counted;
}

export interface Reference {
  /** The server without a network: the `fetch` option of an OpenAI client. */
  readonly fetch: typeof fetch;
  readonly app: Hono;
  /** What it keeps now, and what it was asked for. */
  tally(): Tally;
  close(): void;
}

/** One isolated instance. Throws ConfigurationFailure for an unknown fault or model. */
export function createReference(options: ReferenceOptions = {}): Reference {
  const now = options.now ?? Date.now;
  const service = {
    state: new State(now),
    quota: new Quota(options.limits ?? {}, now),
    deployments: deploymentsOf(options.deployments),
    region: options.region ?? 'reference',
    keys: options.keys ?? [DEFAULT_KEY],
    tokens: options.tokens ?? ((token) => token === DEFAULT_TOKEN),
    faults: (options.faults ?? []).map(faultNamed),
  };
  const app = new Hono();
  app.all('*', (context) => serve(service, context.req.raw));
  return {
    fetch: inProcess((request) => app.fetch(request)),
    app,
    tally: () => ({
      kept: {
        responses: service.state.responses.size,
        files: service.state.files.size,
        containers: service.state.containers.size,
        vectorStores: service.state.vectorStores.size,
      },
      counted: service.quota.counted,
    }),
    close: () => {
      service.state.responses.clear();
      service.state.files.clear();
      service.state.containers.clear();
      service.state.vectorStores.clear();
    },
  };
}

/** The same over HTTP, on loopback unless told otherwise; port 0 chooses a free one. */
export async function serveReference(options: ReferenceOptions & ListenOptions = {}): Promise<Listening> {
  const reference = createReference(options);
  const served = await listen(reference.app.fetch, options);
  return {
    url: served.url,
    async close() {
      reference.close();
      await served.close();
    },
  };
}

function deploymentsOf(given: Readonly<Record<string, string>> | undefined): Deployments {
  const names = given ?? Object.fromEntries(MODELS.map(({ name }) => [name, name]));
  return new Map(Object.entries(names).map(([deployment, model]) => [deployment, modelNamed(model)]));
}

/** By name, or by catalogue id `name@version`. */
function modelNamed(name: string): ReferenceModel {
  const model = MODELS.find((one) => one.name === name || `${one.name}@${one.version}` === name);
  if (model !== undefined) return model;
  const known = MODELS.map((one) => one.name);
  throw new ConfigurationFailure(`the reference target has no model "${name}"${didYouMean(name, known)}`, {
    remedy: `It has ${known.join(', ')}.`,
  });
}

function faultNamed(name: string | Fault): Fault {
  if (typeof name !== 'string') return name;
  const fault = FAULTS.find((one) => one.name === name);
  if (fault !== undefined) return fault;
  const known = FAULTS.map((one) => one.name);
  throw new ConfigurationFailure(`unknown fault "${name}"${didYouMean(name, known)}`, {
    remedy: '`aoai-conform serve --list-faults` lists them.',
  });
}
