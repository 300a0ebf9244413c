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
  const limit = Math.max(2, Math.floor(Math.max(word.length, original.length) * 0.4));
  return distance(word.toLowerCase(), candidate) <= limit ? original : undefined;
}

/** `, did you mean "x"?` or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const guess = nearest(word, known);
  return guess === undefined || guess === word ? '' : `, did you mean "${guess}"?`;
}
