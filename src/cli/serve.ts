import { ConfigurationFailure } from '../failure.ts';
import type { Terminal } from './terminal.ts';

export interface ServeOptions {
  readonly port: number;
  readonly fault: readonly string[];
}

/** Serves the reference target until the process is told to stop. */
export async function serve(options: ServeOptions, terminal: Terminal): Promise<number> {
  const { DEFAULT_KEY, MODELS, serveReference } = await import('../reference/index.ts');
  const { chaosNamed, serveChaos } = await import('../reference/chaos.ts');
  const [always, ...others] = options.fault.flatMap((name) => chaosNamed(name) ?? []);
  if (others.length > 0) {
    throw new ConfigurationFailure('a connection breaks in one way at a time', {
      remedy: 'Give one fault that begins with chaos.',
    });
  }
  const faults = options.fault.filter((name) => name !== always?.name);
  const server =
    always === undefined
      ? await serveReference({ port: options.port, faults })
      : await serveChaos({ port: options.port, faults, always });
  terminal.out(`Reference target (not Azure) on ${server.url}/openai/v1/`);
  terminal.out(`  key     ${DEFAULT_KEY}`);
  terminal.out(`  models  ${MODELS.map((model) => model.name).join(', ')}`);
  if (options.fault.length > 0) terminal.out(`  faults  ${options.fault.join(', ')}`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await server.close();
  return 0;
}
