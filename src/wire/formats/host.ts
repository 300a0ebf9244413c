import { isKeptQuery } from './kept-headers.ts';
import type { HostKind } from './sourced.ts';

/** Endpoints of Azure OpenAI and Foundry, public and sovereign clouds; the resource's own label is in front. */
const AZURE =
  /\.(?:openai|cognitiveservices|services\.ai|(?:models|inference)\.ai|inference\.ml|api\.cognitive)\.(?:azure|microsoft)\.(?:com|us|cn|de)$/;
const OPENAI = /(?:^|\.)openai\.com$/;
/** What recorders write in the place of a host: no host name to judge by. */
const SCRUBBED = /^(?:[^.]*|.*(?:redacted|sanitized|scrubbed|example|localhost).*)$/i;

/** Whose service a host is, port allowed. `other` for everything unknown, proxies and gateways included. */
export function hostKindOf(host: string): HostKind {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  if (AZURE.test(name)) return 'azure';
  return OPENAI.test(name) ? 'openai' : 'other';
}

/** As hostKindOf; where the recorder scrubbed the host, Azure's own answer headers decide. */
export function judgeHost(host: string, header: (name: string) => string | undefined): HostKind {
  const kind = hostKindOf(host);
  if (kind !== 'other' || !SCRUBBED.test(host)) return kind;
  return header('x-ms-region') !== undefined && header('apim-request-id') !== undefined ? 'azure' : 'other';
}

/** The origin a foreign exchange gets: hosts of other people never leave the reader. */
export function originOf(kind: HostKind): string {
  return `https://${kind}.recording.invalid`;
}

/** A URL as recorders write it, absolute or a path, in parts. `host` is empty for a path. */
export interface RecordedUrl {
  readonly host: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Splits a URL without throwing: recordings hold placeholders such as `https://<host>/v1`. */
export function splitUrl(url: string): RecordedUrl {
  const match = /^(?:[a-z][a-z0-9+.-]*:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/i.exec(url);
  const host = (match?.[1] ?? '').replace(/^.*@/, '');
  return { host, path: match?.[2] ?? '', query: keptQuery(new URLSearchParams(match?.[3] ?? '')) };
}

export function keptQuery(entries: Iterable<readonly [string, unknown]>): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of entries) {
    if (isKeptQuery(name) && (typeof value === 'string' || typeof value === 'number')) {
      query[name] = String(value);
    }
  }
  return query;
}
