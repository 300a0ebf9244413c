import { AS_WRITTEN } from './context/send.ts';

/** `accepted`: a request that showed it succeeded. `refused`: every such request was answered by an error. */
export type CredentialHeard = 'accepted' | 'refused' | null;

export interface Line {
  readonly fetch: typeof globalThis.fetch;
  /** The same for who shows the credential of the target. */
  readonly ownFetch: typeof globalThis.fetch;
  credential: CredentialHeard;
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
  const ready = (fetch: typeof globalThis.fetch) => Object.assign(fetch, { Response: globalThis.Response });
  const line: Line = {
    fetch: ready(send),
    ownFetch: ready(async (input, init) => {
      const response = await send(input, init);
      if (response.ok) line.credential = 'accepted';
      else line.credential ??= 'refused';
      return response;
    }),
    credential: null,
    headers: {},
    status: null,
    sent: 0,
    written: new Set(),
    hangUp: (reason) => cut.abort(reason),
  };
  return line;
}
