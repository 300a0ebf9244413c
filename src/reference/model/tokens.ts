/**
 * The "tokeniser" of the reference models: short pieces of letters or digits with their leading space,
 * every other character alone. It counts usage and cuts stream deltas, so both always agree.
 */
const PIECE = /\s?[\p{L}\p{M}\p{N}]{1,6}|\s?[^\p{L}\p{M}\p{N}\s]|\s/gu;

/** Pieces that add up to `text`, whatever it holds. */
export function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  let end = 0;
  for (const match of text.matchAll(PIECE)) {
    // A lone surrogate matches nothing; it travels with what follows.
    tokens.push(text.slice(end, match.index + match[0].length));
    end = match.index + match[0].length;
  }
  if (end < text.length) tokens.push(text.slice(end));
  return tokens;
}

export function countTokens(text: string): number {
  return tokensOf(text).length;
}
