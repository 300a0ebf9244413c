/** How much of a question a text speaks of: the "embedding" of the reference target. */

const WORD = /[\p{L}\p{N}-]{3,}/gu;

/** 0 to 1: the share of the question's words that occur in the text, two decimals. */
export function likeness(question: string, text: string): number {
  const asked = new Set(question.toLowerCase().match(WORD) ?? []);
  const held = new Set(text.toLowerCase().match(WORD) ?? []);
  if (asked.size === 0) return 0;
  return Math.round((100 * [...asked].filter((word) => held.has(word)).length) / asked.size) / 100;
}
