/** Hard budgets of a whole run. What is promised to cases on their way is as good as spent. */
import { usdText } from '../../money.ts';

export interface Amount {
  readonly requests: number;
  readonly tokens: number;
  readonly usd: number;
}

export interface Budget {
  readonly maxRequests?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly maxCostUsd?: number | undefined;
}

/** What is promised to one case and not yet spent. */
export interface Promised {
  requests: number;
  tokens: number;
  usd: number;
}

export const NOTHING: Amount = { requests: 0, tokens: 0, usd: 0 };

export class Spending {
  readonly #budget: Budget;
  readonly #spent: Promised;
  readonly #promised = new Set<Promised>();

  constructor(budget: Budget, spent: Amount = NOTHING) {
    this.#budget = budget;
    this.#spent = { ...spent };
  }

  get spent(): Amount {
    return { ...this.#spent };
  }

  /** Whether anything is promised: then what does not fit now may fit later. */
  get pending(): boolean {
    return this.#promised.size > 0;
  }

  /** Null: it fits; else the limit that it would go beyond, in words. */
  obstacle(amount: Amount): string | null {
    const { maxRequests, maxTokens, maxCostUsd } = this.#budget;
    const over = (name: keyof Amount, max: number | undefined) =>
      max !== undefined && this.#committed(name) + amount[name] > max;
    const reserved = (name: keyof Amount, told: (sum: number) => string) => {
      const sum = this.#reserved(name);
      return sum > 0 ? `, ${told(sum)} are reserved` : '';
    };
    const dollars = (sum: number) => `$${usdText(sum)}`;
    if (over('requests', maxRequests))
      return `max_requests: ${this.#spent.requests} of ${maxRequests} requests are sent${reserved('requests', String)}, and this takes ${amount.requests}`;
    if (over('tokens', maxTokens))
      return `max_tokens: ${this.#spent.tokens} of ${maxTokens} tokens are used${reserved('tokens', String)}, and this takes ${amount.tokens}`;
    if (over('usd', maxCostUsd))
      return `max_cost_usd: ${dollars(this.#spent.usd)} of $${maxCostUsd} are spent${reserved('usd', dollars)}, and this takes ${dollars(amount.usd)}`;
    return null;
  }

  promise(amount: Amount): Promised {
    const promised = { ...amount };
    this.#promised.add(promised);
    return promised;
  }

  /**
   * A request of a case, taken from what the case was promised. Null: it may be sent, and `promised` now covers
   * it; else the limit it would go beyond.
   */
  take(promised: Promised, tokens: number, usd: number): string | null {
    const more = {
      requests: Math.max(0, 1 - promised.requests),
      tokens: Math.max(0, tokens - promised.tokens),
      usd: Math.max(0, usd - promised.usd),
    };
    const obstacle = this.obstacle(more);
    if (obstacle !== null) return obstacle;
    promised.tokens += more.tokens;
    promised.usd += more.usd;
    promised.requests += more.requests - 1;
    this.#spent.requests += 1;
    return null;
  }

  /** What an answer has used. */
  settle(promised: Promised, tokens: number, usd: number): void {
    this.#spent.tokens += tokens;
    this.#spent.usd += usd;
    promised.tokens = Math.max(0, promised.tokens - tokens);
    promised.usd = Math.max(0, promised.usd - usd);
  }

  /** The case has ended; what it did not need is free again. */
  release(promised: Promised): void {
    this.#promised.delete(promised);
  }

  #committed(name: keyof Amount): number {
    return this.#spent[name] + this.#reserved(name);
  }

  #reserved(name: keyof Amount): number {
    let sum = 0;
    for (const promised of this.#promised) sum += promised[name];
    return sum;
  }
}
