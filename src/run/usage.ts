import { isRecord } from '../wire/canonical.ts';

export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/**
 * Adds up what answers say they used. An answer that is asked for again (polling, `retrieve`) tells the same
 * usage again and counts once.
 */
export class UsageCount {
  readonly #byId = new Map<string, Tokens>();
  #input = 0;
  #output = 0;

  get total(): Tokens {
    return { input: this.#input, output: this.#output };
  }

  /** What this answer adds; null where it does not say. */
  add(answer: unknown): Tokens | null {
    const tokens = tokensOf(answer);
    if (tokens === null || !isRecord(answer)) return null;
    const id = typeof answer.id === 'string' && answer.id !== '' ? answer.id : null;
    const before = (id === null ? undefined : this.#byId.get(id)) ?? { input: 0, output: 0 };
    if (id !== null) this.#byId.set(id, tokens);
    const added = {
      input: Math.max(0, tokens.input - before.input),
      output: Math.max(0, tokens.output - before.output),
    };
    this.#input += added.input;
    this.#output += added.output;
    return added;
  }
}

/** `usage` of a chat completion or a response; null where there is none. */
export function tokensOf(answer: unknown): Tokens | null {
  const usage = isRecord(answer) ? answer.usage : null;
  if (!isRecord(usage)) return null;
  return {
    input: numberOf(usage.input_tokens ?? usage.prompt_tokens),
    output: numberOf(usage.output_tokens ?? usage.completion_tokens),
  };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}
