/**
 * Redaction: everything that comes from the wire passes here before it is put where it could be written.
 *
 *   const redactor = createRedactor({ secrets: [key], aliases: { 'res-01.openai.azure.com': 'sweden' }, salt: caseId });
 *
 * Replacements are stable (see pseudonym.ts) and redacting twice changes nothing, so a recorded request
 * and the same request sent again become equal.
 */

import { aliasNeedles, aliasOrigin, standInNeedles } from './alias.ts';
import { jsonBody, sortBody } from './body.ts';
import { isRecord } from './canonical.ts';
import type { Body, Part, WireRequest } from './exchange.ts';
import { type HeaderPolicy, requestHeaderPolicy, responseHeaderPolicy } from './headers.ts';
import type { Outgoing } from './outgoing.ts';
import { CREDENTIAL, pseudonymOf } from './pseudonym.ts';
import { redactSse } from './redact-sse.ts';
import { type Finding, isCredentialName, type Needle, needlesOf, scanText } from './secrets.ts';

export interface RedactorOptions {
  /** Values the process knows to be secret: keys, tokens. Those shorter than 6 characters are ignored. */
  readonly secrets?: readonly string[];
  /** Host (with port, where it has one) to target name: `my-res.openai.azure.com` to `sweden`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Names that differ from run to run and what a recording has instead: the tag of the run. */
  readonly standIns?: Readonly<Record<string, string>>;
  /** Host to the path in front of the API there: `/v1`. Left out of requests, as it belongs to the address. */
  readonly basePaths?: Readonly<Record<string, string>>;
  /** Makes the pseudonyms of one cassette differ from another's; the case id. */
  readonly salt?: string;
}

export interface Redactor {
  /** Any text: an error message, a URL, a body. */
  text(text: string): string;
  /** A JSON value; the same reference when nothing had to go. */
  value(value: unknown): unknown;
  /** JSON text to its redacted text, with the layout kept where that is possible. Not JSON: as `text`. */
  json(text: string): string;
  /** `https://<target>.target.invalid` for a known host. */
  origin(url: URL): string;
  request(outgoing: Outgoing): WireRequest;
  /** Lower-case, allow-listed; request ids become pseudonyms, here and in every text redacted later. */
  responseHeaders(headers: Headers): Record<string, string>;
  /** `ends`: byte offsets of the chunk ends; those of the redacted body come back. */
  responseBody(
    bytes: Uint8Array,
    contentType: string | null,
    ends: readonly number[],
  ): { body: Body; ends: readonly number[] };
  /** One more secret, e.g. a token that was fetched while the case ran. */
  learn(secret: string): void;
  /** What was taken out so far, sorted: `header:authorization`, `e-mail`, `host`. */
  redactions(): readonly string[];
}

export function createRedactor(options: RedactorOptions = {}): Redactor {
  return new PatternRedactor(options);
}

/** Escapes that could hide a needle or a pattern inside JSON text. */
const HIDING_ESCAPE = /\\u00|\\\//;
const NAMED_CREDENTIAL =
  /authorization|api[-_]?key|subscription[-_]?key|functions-key|token"|client[-_]?(?:secret|assertion)|pass(?:word|wd)|connection[-_]?string|cookie|"sig"|"server_url"/i;
/** Request ids shorter than this are not looked for in bodies: they could be anything. */
const REQUEST_ID_NEEDLE_LENGTH = 16;

/** A stand-in can bring its neighbours into view (two host names without a space between them). */
const MAX_ROUNDS = 8;

class PatternRedactor implements Redactor {
  readonly #needles: Needle[];
  readonly #hosts: ReadonlyMap<string, string>;
  readonly #basePaths: Readonly<Record<string, string>>;
  readonly #salt: string;
  readonly #taken = new Set<string>();
  readonly #requestIds = new Map<string, string>();

  constructor({ secrets = [], aliases = {}, standIns = {}, basePaths = {}, salt = '' }: RedactorOptions) {
    this.#basePaths = basePaths;
    this.#hosts = new Map(Object.entries(aliases).map(([host, target]) => [host.toLowerCase(), target]));
    this.#needles = [...needlesOf(secrets), ...aliasNeedles(this.#hosts), ...standInNeedles(standIns)];
    this.#salt = salt;
  }

  text(text: string): string {
    let redacted = text;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const findings = scanText(redacted, this.#needles);
      if (findings.length === 0) break;
      redacted = this.#apply(redacted, findings);
    }
    return redacted;
  }

  value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) {
      const items = value.map((item) => this.value(item));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    if (!isRecord(value)) return value;
    let changed = false;
    const isMcpServer = typeof value.server_url === 'string';
    const members = Object.entries(value).map(([key, member]): [string, unknown] => {
      const redacted =
        isMcpServer && key === 'headers' ? this.#serverHeaders(member) : this.#member(key, member);
      const name = this.text(key);
      changed ||= redacted !== member || name !== key;
      return [name, redacted];
    });
    return changed ? Object.fromEntries(members) : value;
  }

  json(text: string): string {
    if (this.#isClean(text)) return text;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.text(text);
    }
    const redacted = this.value(value);
    if (redacted === value) return text;
    const compact = JSON.stringify(redacted);
    if (JSON.stringify(value) === text) return compact;
    const inPlace = this.text(text);
    return sameJson(inPlace, compact) ? inPlace : compact;
  }

  origin(url: URL): string {
    const target = this.#hosts.get(url.host) ?? this.#hosts.get(url.hostname);
    return target === undefined ? this.text(url.origin) : aliasOrigin(target);
  }

  request(outgoing: Outgoing): WireRequest {
    const { method, url, headers } = outgoing;
    const query: Record<string, string> = {};
    // Most requests have none; asking the URL for its parameters builds them.
    for (const [name, value] of url.search === '' ? [] : url.searchParams) {
      const redacted = this.#field(name, value);
      query[name] = Object.hasOwn(query, name) ? `${query[name]},${redacted}` : redacted;
    }
    return {
      method,
      origin: this.origin(url),
      path: this.text(this.#withoutBase(url)),
      query,
      headers: this.#headers(headers, requestHeaderPolicy),
      body: this.#requestBody(outgoing),
    };
  }

  #withoutBase({ host, pathname }: URL): string {
    const base = (this.#basePaths[host] ?? '').replace(/\/+$/, '');
    return base !== '' && pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname;
  }

  responseHeaders(headers: Headers): Record<string, string> {
    return this.#headers(headers, responseHeaderPolicy);
  }

  responseBody(bytes: Uint8Array, contentType: string | null, ends: readonly number[]) {
    const raw = sortBody(bytes, contentType);
    if (raw.kind !== 'sse') return { body: this.#body(raw), ends: [] };
    const redacted = redactSse(raw.text, ends, {
      line: (data) => this.json(data),
      scan: (joined) => scanText(joined, this.#needles),
      replacement: (finding, text) => this.#replacement(finding, text),
    });
    return { body: { kind: 'sse' as const, text: redacted.text }, ends: redacted.ends };
  }

  learn(secret: string): void {
    const known = new Set(this.#needles.map(({ text }) => text));
    this.#needles.unshift(...needlesOf([secret]).filter(({ text }) => !known.has(text)));
  }

  redactions(): readonly string[] {
    return [...this.#taken].sort();
  }

  #requestBody({ content, headers }: Outgoing): Body {
    switch (content.kind) {
      case 'none':
        return { kind: 'none' };
      case 'multipart':
        return { kind: 'multipart', parts: content.parts.map((part) => this.#part(part)) };
      case 'bytes':
        return this.#body(sortBody(content.bytes, headers.get('content-type')));
      case 'text':
        // Nearly every request: no detour by bytes.
        return this.#jsonOrText(content.text);
    }
  }

  #jsonOrText(text: string): Body {
    if (text === '') return { kind: 'none' };
    try {
      const redacted = this.json(text);
      return jsonBody(JSON.parse(redacted), redacted);
    } catch {
      return { kind: 'text', text: this.text(text) };
    }
  }

  #body(raw: ReturnType<typeof sortBody>): Body {
    switch (raw.kind) {
      case 'none':
        return { kind: 'none' };
      case 'json':
        return this.#jsonOrText(raw.text);
      case 'text':
      case 'sse':
        return { kind: raw.kind, text: this.text(raw.text) };
      case 'binary':
        return { kind: 'binary', base64: this.#binary(raw.bytes) };
    }
  }

  /** Bytes are kept as they are unless something readable stands in them; then only the finding goes. */
  #binary(bytes: Uint8Array): string {
    const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const text = latin.toString('latin1');
    const redacted = this.text(text);
    return redacted === text ? latin.toString('base64') : Buffer.from(redacted, 'latin1').toString('base64');
  }

  #part(part: Part): Part {
    if ('value' in part) return { name: part.name, value: this.#field(part.name, part.value) };
    return { ...part, filename: this.text(part.filename), contentType: this.text(part.contentType) };
  }

  /** Headers for an MCP server are there to authenticate, whatever their names; an answer may quote them. */
  #serverHeaders(value: unknown): unknown {
    if (!isRecord(value) || Object.values(value).every((header) => header === CREDENTIAL)) return value;
    this.#taken.add('mcp-headers');
    for (const header of Object.values(value)) {
      if (typeof header === 'string' && header !== CREDENTIAL) this.learn(header);
    }
    return Object.fromEntries(Object.keys(value).map((name) => [this.text(name), CREDENTIAL]));
  }

  #field(name: string, value: string): string {
    const redacted = this.#member(name, value);
    return typeof redacted === 'string' ? redacted : value;
  }

  #member(name: string, value: unknown): unknown {
    if (typeof value !== 'string' || value === '' || value === CREDENTIAL) return this.value(value);
    if (!isCredentialName(name)) return this.text(value);
    this.#taken.add(`member:${name.toLowerCase()}`);
    return CREDENTIAL;
  }

  #headers(headers: Headers, policyOf: (name: string) => HeaderPolicy): Record<string, string> {
    const kept: Record<string, string> = {};
    const dropped: string[] = [];
    for (const [name, value] of headers) {
      const policy = policyOf(name);
      if (policy === 'drop') dropped.push(name);
      else kept[name] = policy === 'request-id' ? this.#requestId(value) : this.#headerText(name, value);
    }
    for (const name of dropped) if (isCredentialName(name)) this.#taken.add(`header:${name}`);
    return kept;
  }

  #headerText(name: string, value: string): string {
    return this.text(name === 'content-type' ? value.replace(/;\s*boundary=.*$/i, '') : value);
  }

  #requestId(value: string): string {
    const pseudonym = pseudonymOf('request-id', value, this.#salt);
    if (pseudonym === value) return value;
    this.#taken.add('request-id');
    if (value.length >= REQUEST_ID_NEEDLE_LENGTH && !this.#requestIds.has(value)) {
      this.#requestIds.set(value, pseudonym);
      this.#needles.push({ text: value, kind: 'request-id', replacement: pseudonym, ignoreCase: true });
    }
    return pseudonym;
  }

  /** True when neither the text nor anything it could decode to holds a finding: most bodies, one scan. */
  #isClean(text: string): boolean {
    return (
      !HIDING_ESCAPE.test(text) && !NAMED_CREDENTIAL.test(text) && scanText(text, this.#needles).length === 0
    );
  }

  #apply(text: string, findings: readonly Finding[]): string {
    if (findings.length === 0) return text;
    let result = '';
    let from = 0;
    for (const finding of findings) {
      result +=
        text.slice(from, finding.start) + this.#replacement(finding, text.slice(finding.start, finding.end));
      from = finding.end;
    }
    return result + text.slice(from);
  }

  #replacement({ kind, replacement }: Finding, text: string): string {
    this.#taken.add(kind === 'alias' ? 'host' : kind);
    if (replacement !== undefined) return replacement;
    switch (kind) {
      case 'guid':
      case 'resource-group':
      case 'host':
      case 'e-mail':
      case 'request-id':
        return pseudonymOf(kind, text, this.#salt);
      default:
        return CREDENTIAL;
    }
  }
}

function sameJson(text: string, compact: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === compact;
  } catch {
    return false;
  }
}
