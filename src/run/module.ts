import { pathToFileURL } from 'node:url';
import { ConfigurationFailure } from '../failure.ts';
import type { OwnModule } from '../matrix/types.ts';

/** Executes a module of the user's. Throws ConfigurationFailure, with its place, where it cannot be loaded. */
export async function loadModule({ file, shown }: OwnModule): Promise<unknown> {
  try {
    return await import(/* @vite-ignore */ pathToFileURL(file).href);
  } catch (cause) {
    const words = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new ConfigurationFailure(`the module cannot be loaded: ${words.split('\n', 1)[0]}`, {
      place: { file: shown },
      remedy: `Try it alone: node ${shown}`,
      cause,
    });
  }
}
