/**
 * A deletion of the clean-up whose answer was lost is sent again, and what is then not there is deleted. The lost
 * answer is an attempt of the one that follows: a recording holds whole answers only.
 */
import type { Exchange } from '../wire/exchange.ts';
import type { Attempt } from '../wire/index.ts';

export interface Traffic {
  readonly exchanges: readonly Exchange[];
  readonly attempts: readonly Attempt[];
}

/** `from`: the first exchange of the clean-up. Attempts name their request by its place in the exchanges. */
export function withoutRepeated({ exchanges, attempts }: Traffic, from: number): Traffic {
  const places = exchanges.map((_, at) => at);
  const repeated = new Set(
    places.filter((at) => at >= from && isLost(exchanges[at]) && isSentAgain(exchanges, at)),
  );
  if (repeated.size === 0) return { exchanges, attempts };
  const placeOf = (old: number) => places.filter((at) => at < old && !repeated.has(at)).length;
  const lost = [...repeated].flatMap((at) => {
    const exchange = exchanges[at];
    // Its place is now that of the one sent after it, as nothing else is sent between.
    return exchange === undefined ? [] : [{ request: placeOf(at), exchange, pauseMs: 0 }];
  });
  return {
    exchanges: exchanges.filter((_, at) => !repeated.has(at)),
    attempts: [...attempts.map((one) => ({ ...one, request: placeOf(one.request) })), ...lost],
  };
}

function isLost(exchange: Exchange | undefined): boolean {
  return exchange?.failure?.kind === 'network' && exchange.request.method === 'DELETE';
}

function isSentAgain(exchanges: readonly Exchange[], at: number): boolean {
  const next = exchanges[at + 1]?.request;
  const { method, path } = exchanges[at]?.request ?? {};
  return next !== undefined && next.method === method && next.path === path;
}
