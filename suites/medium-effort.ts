import type { Model } from '#scenario';

/** For what shows only where the model thinks: some do not unless they are asked to. The nearest to `medium` it has. */
export function mediumEffort({ reasoning }: Model) {
  const effort = reasoning?.efforts.find((level) => level === 'medium') ?? reasoning?.efforts.at(-1);
  return effort === undefined ? {} : { effort };
}
