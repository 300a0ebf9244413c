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
  const ordinals = new Map<string, number>();
  return requestKey(request).replace(UUID, (uuid) => {
    const known = ordinals.get(uuid) ?? ordinals.size + 1;
    ordinals.set(uuid, known);
    return `uuid-${known}`;
  });
}
