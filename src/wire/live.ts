/** The network as a source. Recording is the same traffic; what is recorded is `tap.exchanges()`. */

import { Capture, DEFAULT_MAX_BODY_BYTES } from './capture.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Exchange, WireFailure, WireRequest } from './exchange.ts';
import type { Call, Sent, Source } from './source.ts';

/** Milliseconds; undefined: no limit. */
export interface Timeouts {
  /** From sending the request to the status line. */
  readonly firstByteMs?: number;
  /** Between two events of a stream; comments do not count, they only say that the connection lives. */
  readonly betweenEventsMs?: number;
  /** From sending the request to the end of the body. */
  readonly totalMs?: number;
}

export interface LiveOptions {
  readonly timeouts?: Timeouts;
  readonly clock?: Clock;
  /** Awaited before each request is sent, e.g. for a rate limit; its time does not count. */
  readonly beforeSend?: (request: WireRequest) => Promise<void> | void;
  /** A body beyond this many bytes still reaches the client, but is not kept. Default 64 MiB. */
  readonly maxBodyBytes?: number;
  /** Break off a body beyond `maxBodyBytes` instead: an endless one would fill the memory. */
  readonly cutBeyondMax?: boolean;
  /** `error`: a redirect is a failure, so that no key follows it to another address. Default: as `fetch` does. */
  readonly redirect?: RequestRedirect;
}

export function live(send: typeof fetch, options: LiveOptions = {}): Source {
  let served = 0;
  return {
    send(call) {
      const transfer = new Transfer(send, call, options);
      const response = transfer.start().then((answer) => {
        served += 1;
        return answer;
      });
      return { response, exchange: () => transfer.exchange } satisfies Sent;
    },
    ledger: () => ({ served, missed: [], unplayed: [] }),
  };
}

/** What an exchange may still lack when it ends. */
type Ending = Omit<Exchange, 'request'>;

/** One request on its way. Whatever ends it first decides how it is told. */
class Transfer {
  readonly exchange: Promise<Exchange>;
  readonly #settle: (exchange: Exchange) => void;
  readonly #clock: Clock;
  readonly #send: typeof fetch;
  readonly #call: Call;
  readonly #options: LiveOptions;
  readonly #abort = new AbortController();
  readonly #callOff: (() => void)[] = [];
  #failure: WireFailure | null = null;
  #started = 0;

  constructor(send: typeof fetch, call: Call, options: LiveOptions) {
    this.#send = send;
    this.#call = call;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    const { promise, resolve } = Promise.withResolvers<Exchange>();
    this.exchange = promise;
    this.#settle = resolve;
  }

  async start(): Promise<Response> {
    const { outgoing, request } = this.#call;
    this.#follow(outgoing.signal);
    try {
      await untilAborted(this.#abort.signal, Promise.resolve(this.#options.beforeSend?.(request)));
      this.#started = this.#clock.now();
      const firstByte = this.#limit(
        'timeout-first-byte',
        this.#options.timeouts?.firstByteMs,
        'no status line came',
      );
      this.#limit('timeout-total', this.#options.timeouts?.totalMs, 'the answer had not ended');
      const { signal } = this.#abort;
      const response = await untilAborted(signal, this.#fetch(signal));
      firstByte();
      return this.#receive(response);
    } catch (error) {
      this.#finish({ response: null, failure: this.#failureOf(error) });
      throw this.#errorFor(error);
    }
  }

  #fetch(signal: AbortSignal): Promise<Response> {
    const { redirect } = this.#options;
    const { url, init } = this.#call.outgoing;
    return this.#send(url, { ...init, ...(redirect === undefined ? {} : { redirect }), signal });
  }

  #receive(response: Response): Response {
    const { request, redactor } = this.#call;
    const headers = redactor.responseHeaders(response.headers);
    const capture = new Capture({
      response,
      firstByteMs: this.#elapsed(),
      elapsed: () => this.#elapsed(),
      signal: this.#abort.signal,
      maxBytes: this.#options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
      cut: this.#options.cutBeyondMax ?? false,
      watch: () =>
        this.#limit('timeout-between-events', this.#options.timeouts?.betweenEventsMs, 'no event came'),
      errorFor: (error) => this.#errorFor(error),
      done: (ending) => {
        if (ending.gaveUp) this.#failure ??= { kind: 'aborted', message: 'the client stopped reading' };
        const told = capture.tell(request, redactor, headers);
        const failure = ending.error === undefined ? this.#failure : this.#failureOf(ending.error);
        const worth = told.response.complete ? null : (told.failure ?? failure);
        this.#finish({ response: told.response, ...(worth === null ? {} : { failure: worth }) });
      },
    });
    return capture.response();
  }

  /** Abort when the client's own signal does. */
  #follow(signal: AbortSignal | null): void {
    if (signal === null) return;
    const onAbort = () => {
      this.#failure ??= { kind: 'aborted', message: 'the client aborted the request' };
      this.#abort.abort(signal.reason);
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    this.#callOff.push(() => signal.removeEventListener('abort', onAbort));
  }

  #limit(kind: WireFailure['kind'], ms: number | undefined, what: string): () => void {
    if (ms === undefined) return () => {};
    const callOff = this.#clock.after(ms, () => {
      const message = `${what} within ${ms} ms`;
      this.#failure ??= { kind, message };
      this.#abort.abort(new DOMException(message, 'TimeoutError'));
    });
    this.#callOff.push(callOff);
    return callOff;
  }

  #elapsed(): number {
    return Math.round(this.#clock.now() - this.#started);
  }

  #failureOf(error: unknown): WireFailure {
    return this.#failure ?? { kind: 'network', message: this.#call.redactor.text(describe(error)) };
  }

  /** What the client is told: an abort as it is; an error without the host names that Node puts into it. */
  #errorFor(error: unknown): unknown {
    if (this.#abort.signal.aborted) return this.#abort.signal.reason;
    const { redactor } = this.#call;
    const cause = new Error(redactor.text(describe(error)));
    return new TypeError(redactor.text(error instanceof Error ? error.message : String(error)), { cause });
  }

  #finish(ending: Ending): void {
    for (const callOff of this.#callOff) callOff();
    this.#settle({ request: this.#call.request, ...ending });
  }
}

/** `fetch failed: connect ECONNREFUSED …`: the message with those of its causes. */
function describe(error: unknown): string {
  const messages: string[] = [];
  for (let at: unknown = error; at instanceof Error && messages.length < 4; at = at.cause) {
    const code: unknown = 'code' in at ? at.code : undefined;
    const text = at.message === '' && typeof code === 'string' ? code : at.message;
    if (!messages.includes(text)) messages.push(text);
  }
  return messages.length === 0 ? String(error) : messages.join(': ');
}

/** A promise that does not outlive the signal, whatever the function behind it does about it. */
function untilAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
