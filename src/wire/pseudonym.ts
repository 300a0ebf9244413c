/**
 * Names that stand for other names. A pseudonym depends on nothing but the value, its kind and the salt,
 * so the same value gets the same pseudonym in every request and response of a cassette, in any order, at
 * recording and at replay, and requests built from earlier answers still match.
 */
import { sha256 } from './canonical.ts';
import type { IdentityKind } from './secrets.ts';

/** Stands for every credential: two of them must not be told apart, and replay has none. */
export const CREDENTIAL = 'redacted-credential';

/** GUIDs that begin like this were made here. */
const GUID_PREFIX = '00000000-0000-4000-8000-';
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A stand-in of the same shape. Twelve hex digits of a hash: enough to tell apart, too few to be the value. */
export function pseudonymOf(kind: IdentityKind, value: string, salt: string): string {
  if (isPseudonym(value)) return value;
  const digest = sha256(`${salt}\0${kind === 'request-id' ? 'guid' : kind}\0${value.toLowerCase()}`).slice(
    0,
    12,
  );
  switch (kind) {
    case 'guid':
      return `${GUID_PREFIX}${digest}`;
    case 'request-id':
      return GUID.test(value) ? `${GUID_PREFIX}${digest}` : `req_redacted${digest}`;
    case 'resource-group':
      return `rg-redacted-${digest}`;
    case 'host':
      return `host-${digest}.invalid`;
    case 'e-mail':
      return `user-${digest}@example.invalid`;
  }
}

export function isPseudonym(value: string): boolean {
  return (
    value === CREDENTIAL ||
    value.startsWith(GUID_PREFIX) ||
    /^(?:req_redacted|rg-redacted-)[0-9a-f]{12}$/.test(value) ||
    // A reserved top-level domain (RFC 2606) names nobody.
    value.endsWith('.invalid')
  );
}
