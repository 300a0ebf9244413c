/** Addresses that a scenario hands to the service, which fetches them: for the matrix, or for one target. */
import { type Environment, interpolate, malformedReference } from './interpolate.ts';
import type { TargetKind } from './types.ts';

type AddressKey = 'mcp_server_url';
export type RawAddresses = { readonly [key in AddressKey]?: string };

interface Reader {
  readonly environment: Environment;
  /** Pointer, e.g. `/mcp_server_url`, and a sentence. */
  complain(pointer: string, message: string): void;
}

/** What a key means where the file does not say: for services that have the internet, and for the reference. */
const DEFAULTS: Readonly<Record<AddressKey, { readonly public: string; readonly reference: string }>> = {
  mcp_server_url: {
    // Of Microsoft Learn; it needs no account.
    public: 'https://learn.microsoft.com/api/mcp',
    // Answered by the reference server itself; `.invalid` never resolves.
    reference: 'https://mcp.reference.invalid/mcp',
  },
};

/** The address of a target: its own, that of the matrix (which the reference cannot reach), or the default. */
export function targetAddress(
  key: AddressKey,
  raw: RawAddresses & { readonly kind: TargetKind },
  ofMatrix: RawAddresses,
  reader: Reader,
): string {
  const standard = DEFAULTS[key];
  const fallback = raw.kind === 'reference' ? standard.reference : (ofMatrix[key] ?? standard.public);
  return readAddress(key, raw, reader, 'is not an http(s) address') ?? fallback;
}

/** The addresses at the top of the matrix. */
export function matrixAddresses(raw: RawAddresses, reader: Reader): RawAddresses {
  const mcp = readAddress('mcp_server_url', raw, reader, 'this is not an http(s) address');
  return {
    ...(mcp !== undefined && { mcp_server_url: mcp }),
  };
}

function readAddress(
  key: AddressKey,
  raw: RawAddresses,
  reader: Reader,
  complaint: string,
): string | undefined {
  const text = raw[key];
  const value = text === undefined ? undefined : readValue(`/${key}`, text, reader);
  if (value === undefined || isHttpAddress(value)) return value;
  reader.complain(`/${key}`, complaint);
  return undefined;
}

function isHttpAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** A value that must be there: an unset variable is an error here, unlike for an endpoint. */
export function readValue(
  pointer: string,
  text: string,
  { environment, complain }: Reader,
): string | undefined {
  const malformed = malformedReference(text);
  const { value, missing } = interpolate(text, environment);
  if (malformed !== undefined) complain(pointer, malformed);
  else if (value === undefined) {
    complain(
      pointer,
      `the environment variable ${missing.join(', ')} is not set; set it or write a default, \${${missing[0]}:-…}`,
    );
  }
  return malformed === undefined ? value : undefined;
}
