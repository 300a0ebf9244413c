/** The one place that knows which requests are "the same" for replay. */
import { canonicalJson, sha256 } from './canonical.ts';
import type { Body, WireRequest } from './exchange.ts';

/**
 * What of a request decides about its answer: method, path, query, body. Headers and the host do not (the
 * case fixes the target). Multipart counts by fields and file hashes, in any order: boundaries are random.
 */
export function requestMaterial(request: WireRequest): Readonly<Record<string, unknown>> {
  const { method, path, query } = request;
  return { method, path: path.replace(/(?<=.)\/+$/, ''), query, body: bodyMaterial(request.body) };
}

function bodyMaterial(body: Body): unknown {
  switch (body.kind) {
    case 'none':
      return null;
    case 'json':
      return body.value;
    case 'text':
    case 'sse':
      return { text: body.text };
    case 'multipart':
      return { parts: body.parts.toSorted((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1)) };
    case 'binary':
      return { sha256: sha256(Buffer.from(body.base64, 'base64')) };
  }
}

/** The canonical material: equal for requests that are the same within their case, and for no others. */
export function requestKey(request: WireRequest): string {
  return canonicalJson(requestMaterial(request));
}

/** Hex SHA-256 of the key: how a recording names its request. */
export function fingerprint(request: WireRequest): string {
  return sha256(requestKey(request));
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;

/**
 * The key with each UUID replaced by its ordinal: what a client invents anew in every run (a metadata
 * value, a cache key) does not count, but using one of them twice does. Asked only when the key missed.
 */
export function looseKey(request: WireRequest): string {
  return numbered(requestKey(request), UUID);
}

/** What pseudonym.ts makes of an identity, and the UUIDs. */
const PSEUDONYM = new RegExp(
  `${UUID.source}|\\b(?:rg-redacted-|req_redacted)[0-9a-f]{12}|\\b(?:host|user)-[0-9a-f]{12}(?=\\.invalid|@example\\.invalid)`,
  'gi',
);

/**
 * The key for a client that plays no case: each cassette has its own pseudonym for one and the same identity,
 * so they do not count either.
 */
export function pseudonymKey(request: WireRequest): string {
  return numbered(requestKey(request), PSEUDONYM);
}

function numbered(key: string, names: RegExp): string {
  const ordinals = new Map<string, number>();
  return key.replace(names, (name) => {
    const known = ordinals.get(name) ?? ordinals.size + 1;
    ordinals.set(name, known);
    return `uuid-${known}`;
  });
}
