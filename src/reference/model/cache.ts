/** Which part of a prompt was sent before, as the prompt cache counts it. */
import type { Prompt } from './prompt.ts';
import { countTokens } from './tokens.ts';

/** Shorter prefixes are not cached; longer ones in steps (Learn, "Prompt caching"). */
const LEAST = 1_024;
const STEP = 128;
/** Prompts that are remembered for each deployment. */
const MOST = 8;

export class PromptCache {
  readonly #prompts = new Map<string, readonly string[]>();

  /** Tokens that `prompt` shares with the beginning of an earlier one of this deployment; remembers it. */
  cachedTokens(deployment: string, { turns }: Prompt): number {
    const text = turns.map((turn) => `${turn.role} ${turn.text}`).join('\n');
    if (countTokens(text) < LEAST) return 0;
    const earlier = this.#prompts.get(deployment) ?? [];
    const shared = Math.max(0, ...earlier.map((other) => countTokens(commonStart(other, text))));
    this.#prompts.set(deployment, [...earlier, text].slice(-MOST));
    return shared < LEAST ? 0 : shared - (shared % STEP);
  }
}

function commonStart(one: string, other: string): string {
  let end = 0;
  while (end < one.length && one[end] === other[end]) end += 1;
  return one.slice(0, end);
}
