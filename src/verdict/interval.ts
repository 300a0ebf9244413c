/** How sure a share is that was seen in few repeats. Pure. */

/** Standard normal quantile of a two-sided 95 %. */
const Z = 1.959963984540054;

/** Lower and upper end of a share, 0 to 1. */
export type Interval = readonly [low: number, high: number];

/**
 * The Wilson score interval (E. B. Wilson, JASA 22, 1927) of `passed` out of `all`, 95 %, rounded to thousandths.
 * It stays inside 0 to 1 and says something of one repeat, which the textbook interval does not. [0, 1] of none.
 */
export function wilson(passed: number, all: number): Interval {
  if (all === 0) return [0, 1];
  const share = passed / all;
  const weight = 1 + Z ** 2 / all;
  const centre = (share + Z ** 2 / (2 * all)) / weight;
  const half = (Z / weight) * Math.sqrt((share * (1 - share)) / all + Z ** 2 / (4 * all ** 2));
  const rounded = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
  return [rounded(centre - half), rounded(centre + half)];
}

/** On which side of a threshold a share lies; `inconclusive`: the interval holds the threshold. */
export type Standing = 'above' | 'below' | 'inconclusive';

export function standingOf([low, high]: Interval, threshold: number): Standing {
  if (low > threshold) return 'above';
  return high < threshold ? 'below' : 'inconclusive';
}
