/**
 * A source that asks again where an attempt says nothing about the contract. The client sees one request and
 * one answer; every attempt before it stays in the ledger as evidence.
 */
import type { Exchange } from '../../wire/exchange.ts';
import type { Attempt, Call, Ledger, Sent, Source } from '../../wire/source.ts';
import { isPassing, pauseBefore, type RetryPolicy } from './retry-policy.ts';

/** What lets a request through and is told what became of it. */
export interface Gate {
  /** Resolves when an attempt may be sent; rejects when it may not. `attempt`: 1 for the first. */
  pass(call: Call, attempt: number): Promise<Passage>;
  /** Before another attempt. Milliseconds. */
  wait(ms: number, signal: AbortSignal | null): Promise<void>;
  /** From 0 to 1. */
  random(): number;
}

export interface Passage {
  /** The status line came, or none will; `pauseMs`: the deployment asks to be left alone. */
  answered(response: Response | null, pauseMs: number | null): void;
  /** What `answered` was told about a pause. */
  retryAfterMs(response: Response): number | undefined;
  ended(exchange: Exchange): void;
}

export function retrying(source: Source, gate: Gate, policy: RetryPolicy): Source {
  const attempts: Attempt[] = [];
  let calls = 0;
  return {
    send(call) {
      const request = calls++;
      const last = settle(source, gate, policy, call, (attempt) => attempts.push({ request, ...attempt }));
      // Whoever wants the exchange alone is not told of the error a second time.
      last.catch(() => {});
      return {
        response: last.then(({ answer }) => answer()),
        exchange: () =>
          last.then(
            ({ exchange }) => exchange(),
            (error) => notSent(call, error),
          ),
      } satisfies Sent;
    },
    ledger(): Ledger {
      const ledger = source.ledger();
      return attempts.length === 0 ? ledger : { ...ledger, attempts: [...attempts] };
    },
  };
}

interface Settled {
  /** What the client gets; throws as `fetch` would. */
  answer(): Response;
  exchange(): Promise<Exchange>;
}

async function settle(
  source: Source,
  gate: Gate,
  policy: RetryPolicy,
  call: Call,
  failed: (attempt: Omit<Attempt, 'request'>) => void,
): Promise<Settled> {
  for (let attempt = 1; ; attempt++) {
    const passage = await gate.pass(call, attempt);
    const sent = source.send(call);
    const exchange = sent.exchange();
    const outcome = await sent.response.then(
      (response) => ({ response, answer: () => response }),
      (error: unknown) => ({
        response: null,
        answer: (): Response => {
          throw error;
        },
      }),
    );
    const { response, answer } = outcome;
    if (response !== null && !isPassing(response.status)) {
      passage.answered(response, null);
      void exchange.then((ended) => passage.ended(ended));
      return { answer, exchange: () => exchange };
    }
    const retryAfterMs = response === null ? undefined : passage.retryAfterMs(response);
    const ended = await exchange;
    const pauseMs = pauseBefore({ exchange: ended, attempt, retryAfterMs }, policy, gate.random());
    const throttled = response?.status === 429;
    // In this order: who has ended is no longer heard.
    passage.answered(response, throttled ? (pauseMs ?? retryAfterMs ?? 0) : null);
    passage.ended(ended);
    if (pauseMs === null) return { answer, exchange: async () => ended };
    failed({ exchange: ended, pauseMs });
    await response?.body?.cancel();
    // After a 429 the gate itself holds the deployment's requests back.
    if (!throttled) await gate.wait(pauseMs, call.outgoing.signal);
  }
}

function notSent({ request, outgoing }: Call, error: unknown): Exchange {
  const message = error instanceof Error ? error.message : String(error);
  const kind = outgoing.signal?.aborted === true ? 'aborted' : 'not-sent';
  return { request, response: null, failure: { kind, message } };
}
