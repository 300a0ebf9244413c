import { ConfigurationFailure } from '../failure.ts';
import type { Matrix, Target } from '../matrix/index.ts';
import { didYouMean } from '../suggest.ts';

/** The targets that the command line names, or those that are meant without names. Never none. */
export function chooseTargets(
  { targets, file }: Matrix,
  names: readonly string[],
  otherwise: { readonly byDefault: (target: Target) => boolean; readonly none: string },
): readonly Target[] {
  const known = targets.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new ConfigurationFailure(`no target "${name}"${didYouMean(name, known)}`, {
      place: { file, pointer: '/targets' },
      remedy: `The targets are ${known.join(', ')}.`,
    });
  }
  const chosen =
    names.length > 0
      ? targets.filter(({ name }) => names.includes(name))
      : targets.filter(otherwise.byDefault);
  if (chosen.length > 0) return chosen;
  throw new ConfigurationFailure('there is no target for this', { place: { file }, remedy: otherwise.none });
}
