import { closest, distance } from 'fastest-levenshtein';

/** The nearest of `known` to `word`, or undefined when nothing is near enough to be a typo. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(
    word.toLowerCase(),
    known.map((name) => name.toLowerCase()),
  );
  const original = known.find((name) => name.toLowerCase() === candidate);
  if (original === undefined) return undefined;
  return distance(word.toLowerCase(), candidate) <= tolerance(word, original) ? original : undefined;
}

/** Edits that are still a typo: two letters swapped count as two, and of a short word nothing would be left. */
function tolerance(word: string, known: string): number {
  const length = Math.max(word.length, known.length);
  return length < 4 ? 1 : Math.max(2, Math.floor(length * 0.4));
}

/** `, did you mean "x"?` or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const guess = nearest(word, known);
  return guess === undefined || guess === word ? '' : `, did you mean "${guess}"?`;
}
