/** What a person needs to know of a request that no recording answers: the most similar one, and where they differ. */
import { differences } from './difference.ts';
import type { WireRequest } from './exchange.ts';
import { requestMaterial } from './fingerprint.ts';
import type { Miss, RecordedRequest } from './source.ts';

/** A recorded request, and whether its answer was given already. */
export interface Recorded {
  readonly ordinal: number;
  /** Where several cassettes are played together. */
  readonly case?: string;
  readonly request: WireRequest;
  readonly played: boolean;
}

/** Differences told in a miss. */
const MAX_TOLD = 8;

export function recordedRequest({ ordinal, case: id, request }: Recorded): RecordedRequest {
  return { ordinal, ...(id === undefined ? {} : { case: id }), method: request.method, path: request.path };
}

/** Requests compared in full with a missed one; in longer cassettes those of the same operation come first. */
const MAX_COMPARED = 200;

export function explainMiss(request: WireRequest, entries: readonly Recorded[]): Miss {
  const { method, path } = request;
  const sent = requestMaterial(request);
  const ranked = entries
    .toSorted((a, b) => Number(samePlace(b.request, request)) - Number(samePlace(a.request, request)))
    .slice(0, MAX_COMPARED)
    .map((entry) => ({ entry, found: differences(requestMaterial(entry.request), sent) }))
    .sort(
      (a, b) =>
        Number(samePlace(b.entry.request, request)) - Number(samePlace(a.entry.request, request)) ||
        a.found.length - b.found.length ||
        Number(a.entry.played) - Number(b.entry.played),
    );
  const [best] = ranked;
  const head = `no recorded request matches ${method} ${path}`;
  if (best === undefined) {
    return { method, path, closest: null, differences: [], message: `${head}: the cassette is empty` };
  }
  const { entry, found } = best;
  const closest = recordedRequest(entry);
  const told = found.slice(0, MAX_TOLD).map(({ pointer, message }) => `${pointer}: ${message}`);
  if (found.length > MAX_TOLD) told.push(`… and ${found.length - MAX_TOLD} more`);
  const which =
    closest.case === undefined ? `request ${entry.ordinal}` : `request ${entry.ordinal} of ${closest.case}`;
  const why =
    found.length === 0
      ? `it equals ${which}, which was played already; it was recorded fewer times than it is sent`
      : `the closest is ${which}, ${closest.method} ${closest.path}:\n  ${told.join('\n  ')}`;
  return { method, path, closest, differences: told, message: `${head}; ${why}` };
}

function samePlace(a: WireRequest, b: WireRequest): boolean {
  return a.method === b.method && a.path === b.path;
}
