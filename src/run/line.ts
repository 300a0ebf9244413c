import { AS_WRITTEN } from './context/send.ts';

export interface Line {
  readonly fetch: typeof globalThis.fetch;
  /** Headers of the newest answer. */
  headers: Readonly<Record<string, string>>;
  /** HTTP status of the newest answer; null before the first. */
  status: number | null;
  /** Requests sent so far. */
  sent: number;
  /** 0-based ordinals of the requests that the scenario has written itself. */
  readonly written: Set<number>;
  /** Ends the request in flight and refuses further ones of the scenario. */
  hangUp(reason: Error): void;
}

/** The tap's fetch, with what the case itself wants to know about its traffic. */
export function openLine(tapped: typeof globalThis.fetch): Line {
  const cut = new AbortController();
  const send: typeof globalThis.fetch = async (input, init) => {
    if (init !== undefined && AS_WRITTEN in init) line.written.add(line.sent);
    line.sent += 1;
    const signals = init?.signal ? [init.signal, cut.signal] : [cut.signal];
    const response = await tapped(input, { ...init, signal: AbortSignal.any(signals) });
    line.headers = Object.fromEntries(response.headers);
    line.status = response.status;
    return response;
  };
  // The SDK probes a fetch without this property with a request to `data:,` before its first upload.
  const fetch = Object.assign(send, { Response: globalThis.Response });
  const hangUp = (reason: Error) => cut.abort(reason);
  const line: Line = { fetch, headers: {}, status: null, sent: 0, written: new Set(), hangUp };
  return line;
}
