import { ConfigurationFailure } from '../failure.ts';
import { readCatalogue } from '../matrix/index.ts';
import { didYouMean } from '../suggest.ts';
import { harnessHome } from './project.ts';
import { untilStopped } from './stopped.ts';
import { plain, type Terminal } from './terminal.ts';

export interface ServeOptions {
  readonly port: number;
  readonly fault: readonly string[];
  readonly listFaults: boolean;
  readonly rpm?: number;
  readonly tpm?: number;
  /** Deployment name to reference model; each model under its own name without it. */
  readonly deployment?: Readonly<Record<string, string>>;
  readonly region?: string;
  /** Answer from these cassettes instead. */
  readonly replay?: string;
  readonly timing: boolean;
  readonly rechunk?: number;
}

/** Serves the reference target, or cassettes, until the process is told to stop, or lists the faults. */
export async function serve(options: ServeOptions, terminal: Terminal): Promise<number> {
  const { replay } = options;
  if (replay !== undefined) {
    const { serveCassettes } = await import('./serve-replay.ts');
    return serveCassettes({ ...options, replay }, terminal);
  }
  if (options.timing || options.rechunk !== undefined) {
    throw new ConfigurationFailure('--timing and --rechunk are about recorded answers', {
      remedy: 'Name their folder: --replay recordings',
    });
  }
  const { DEFAULT_KEY, FAULTS, MODELS, serveReference } = await import('../reference/index.ts');
  if (options.listFaults) {
    for (const { name, breaks, caughtBy } of FAULTS) {
      terminal.out(`${terminal.style('bold', name)}\n    ${breaks} Caught by ${caughtBy}.`);
    }
    return 0;
  }
  if (options.region !== undefined) refuseUnknownRegion(options.region);
  const { rpm, tpm } = options;
  const limits = {
    ...(rpm !== undefined && { requestsPerMinute: rpm }),
    ...(tpm !== undefined && { tokensPerMinute: tpm }),
  };
  const { chaosNamed, serveChaos } = await import('../reference/chaos.ts');
  const [always, ...others] = options.fault.flatMap((name) => chaosNamed(name) ?? []);
  if (others.length > 0) {
    throw new ConfigurationFailure('a connection breaks in one way at a time', {
      remedy: 'Give one fault that begins with chaos.',
    });
  }
  const served = {
    port: options.port,
    faults: options.fault.filter((name) => name !== always?.name),
    limits,
    ...(options.deployment !== undefined && { deployments: options.deployment }),
    ...(options.region !== undefined && { region: options.region }),
  };
  const server = await (always === undefined ? serveReference(served) : serveChaos({ ...served, always }));
  terminal.out(`Reference target (not Azure) on ${server.url}/openai/v1/`);
  terminal.out(`  key     ${DEFAULT_KEY}`);
  const names = options.deployment ?? Object.fromEntries(MODELS.map(({ name }) => [name, name]));
  const models = Object.entries(names).map(([name, model]) => (name === model ? name : `${name} (${model})`));
  terminal.out(plain(`  models  ${models.join(', ')}`));
  if (rpm !== undefined || tpm !== undefined) {
    const told = [rpm && `${rpm} requests`, tpm && `${tpm} tokens`].filter(Boolean).join(', ');
    terminal.out(`  limits  ${told} a minute for each deployment`);
  }
  if (options.fault.length > 0) terminal.out(`  faults  ${options.fault.join(', ')}`);
  await untilStopped();
  await server.close();
  return 0;
}

/** A matrix could not name it either. */
function refuseUnknownRegion(region: string): void {
  const known = readCatalogue(harnessHome()).regions.map(({ name }) => name);
  if (known.includes(region)) return;
  throw new ConfigurationFailure(`--region does not know "${plain(region)}"${didYouMean(region, known)}`, {
    remedy: 'Give a region as Azure names it, such as swedencentral.',
  });
}
