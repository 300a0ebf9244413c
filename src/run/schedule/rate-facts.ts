/** What the headers of an answer say about limits. Foreign numbers: only sensible ones are taken. */
export interface RateFacts {
  /** A minute, of the whole deployment. */
  readonly requests?: { readonly limit: number; readonly remaining?: number };
  readonly tokens?: { readonly limit: number; readonly remaining?: number };
  /** Set where the service asks for a pause. */
  readonly retryAfterMs?: number;
}

type HeaderOf = (name: string) => string | null;

/** `x-ratelimit-*` (facts section 2), `retry-after-ms`, and `retry-after` in seconds or as a date. */
export function rateFactsOf(header: HeaderOf, epochMs: number): RateFacts {
  const requests = limitOf(header, 'requests');
  const tokens = limitOf(header, 'tokens');
  const retryAfterMs = retryAfterOf(header, epochMs);
  return {
    ...(requests === undefined ? {} : { requests }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

const MINUTE = 60;

function limitOf(header: HeaderOf, what: 'requests' | 'tokens') {
  const limit = wholeNumber(header(`x-ratelimit-limit-${what}`));
  if (limit === undefined || limit < 1) return undefined;
  const period = wholeNumber(header(`x-ratelimit-renewalperiod-${what}`)) ?? MINUTE;
  // Everything here is counted by the minute; what renews by another period is brought to it.
  const perMinute = Math.max(1, Math.floor((limit * MINUTE) / Math.max(1, period)));
  const remaining = wholeNumber(header(`x-ratelimit-remaining-${what}`));
  return period === MINUTE && remaining !== undefined
    ? { limit: perMinute, remaining }
    : { limit: perMinute };
}

function retryAfterOf(header: HeaderOf, epochMs: number): number | undefined {
  const exact = wholeNumber(header('retry-after-ms'));
  if (exact !== undefined) return exact;
  const text = header('retry-after');
  if (text === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - epochMs);
}

function wholeNumber(text: string | null): number | undefined {
  if (text === null || !/^\d{1,12}$/.test(text)) return undefined;
  return Number(text);
}
