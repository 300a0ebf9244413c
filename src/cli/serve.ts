import type { Terminal } from './terminal.ts';

export interface ServeOptions {
  readonly port: number;
  readonly fault: readonly string[];
  readonly rpm?: number;
  readonly tpm?: number;
  readonly listFaults: boolean;
}

/** Serves the reference target until the process is told to stop, or lists its faults. */
export async function serve(options: ServeOptions, terminal: Terminal): Promise<number> {
  const { DEFAULT_KEY, FAULTS, MODELS, serveReference } = await import('../reference/index.ts');
  if (options.listFaults) {
    for (const { name, breaks, caughtBy } of FAULTS) {
      terminal.out(`${terminal.style('bold', name)}\n    ${breaks} Caught by ${caughtBy}.`);
    }
    return 0;
  }
  const { rpm, tpm } = options;
  const limits = {
    ...(rpm !== undefined && { requestsPerMinute: rpm }),
    ...(tpm !== undefined && { tokensPerMinute: tpm }),
  };
  const server = await serveReference({ port: options.port, faults: options.fault, limits });
  terminal.out(`Reference target (not Azure) on ${server.url}/openai/v1/`);
  terminal.out(`  key     ${DEFAULT_KEY}`);
  terminal.out(`  models  ${MODELS.map((model) => model.name).join(', ')}`);
  if (rpm !== undefined || tpm !== undefined) {
    const told = [rpm && `${rpm} requests`, tpm && `${tpm} tokens`].filter(Boolean).join(', ');
    terminal.out(`  limits  ${told} a minute for each deployment`);
  }
  if (options.fault.length > 0) terminal.out(`  faults  ${options.fault.join(', ')}`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await server.close();
  return 0;
}
