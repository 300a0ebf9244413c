/** `repeat:` of the matrix and `--repeat`: how often a live case is run. */
import type { Matrix, RepeatSpec } from './types.ts';

export type RawRepeat = number | { readonly min?: number; readonly max: number; readonly threshold?: number };

export const ONCE: RepeatSpec = { min: 1, max: 1 };

/** The schema has checked the form. */
export function readRepeat(
  raw: RawRepeat | undefined,
  complain: (pointer: string, message: string) => void,
): Pick<Matrix, 'repeat'> {
  if (raw === undefined) return {};
  if (typeof raw === 'number') return { repeat: { min: raw, max: raw } };
  const { min = 1, max, threshold } = raw;
  if (min > max) complain('/repeat/min', `min (${min}) is more than max (${max})`);
  return { repeat: { min, max, ...(threshold !== undefined && { threshold }) } };
}
