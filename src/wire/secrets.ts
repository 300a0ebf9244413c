/**
 * What must never be written: the only place that knows what a secret or an identifying name looks like.
 * The redactor replaces what `scanText` finds and the scanner on the way to disk looks with the same eyes.
 */
import { isPseudonym } from './pseudonym.ts';

/** Credentials vanish behind one constant; the others name somebody and get a pseudonym of their shape. */
export type CredentialKind = 'known-secret' | 'api-key' | 'bearer' | 'token' | 'signature' | 'private-key';
export type IdentityKind = 'guid' | 'resource-group' | 'host' | 'e-mail' | 'request-id';
export type SecretKind = CredentialKind | IdentityKind | 'alias' | 'run-id';

/** One thing found, `[start, end)` in UTF-16 units of the scanned text. */
export interface Finding {
  readonly kind: SecretKind;
  readonly start: number;
  readonly end: number;
  /** What to put there, where the needle itself decides it. */
  readonly replacement?: string;
}

/** A literal to look for. */
export interface Needle {
  readonly text: string;
  readonly kind: SecretKind;
  readonly replacement?: string;
  /** Found only where no letter, digit or hyphen touches it. */
  readonly bounded?: boolean;
  readonly ignoreCase?: boolean;
}

interface Pattern {
  readonly kind: SecretKind;
  /** Cheap test that saves the expression; the expression is bounded so that it stays linear all the same. */
  readonly hint: RegExp;
  /** Global, with the secret in the group `secret` and indices. */
  readonly expression: RegExp;
}

const GUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
/** Between a name and its value, quoted and escaped in any way. */
const IS = `[\\\\"']{0,4}\\s{0,3}[:=]\\s{0,3}[\\\\"']{0,4}`;

const PATTERNS: readonly Pattern[] = [
  {
    kind: 'api-key',
    hint: /api[-_ ]?key|subscription-key/i,
    expression: new RegExp(
      `(?:api[-_ ]?key|subscription-key)(?: provided| is)?(?:${IS}|\\s+(?=\\S*\\d))(?<secret>[A-Za-z0-9+/_=.-]{16,512})`,
      'dgi',
    ),
  },
  {
    kind: 'bearer',
    hint: /\bbearer\b/i,
    // A word of prose ("Bearer authentication") has no digit.
    expression: /\bbearer\s{1,3}(?=[A-Za-z._~+/=-]{0,200}\d)(?<secret>[A-Za-z0-9._~+/=-]{8,})/dgi,
  },
  { kind: 'token', hint: /eyJ/, expression: /(?<![\w-])(?<secret>eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)/dg },
  { kind: 'token', hint: /\bsk-/, expression: /\b(?<secret>sk-(?:[a-z]{2,12}-)?[A-Za-z0-9_-]{20,})/dg },
  {
    // Azure keys of 84 characters carry this mark; those of 32 hex digits are only known by context.
    kind: 'api-key',
    hint: /JQQJ99/,
    expression: /(?<![A-Za-z0-9])(?<secret>[A-Za-z0-9]{40,60}JQQJ99[A-Za-z0-9]{8,30})/dg,
  },
  { kind: 'token', hint: /\bgh[pousr]_/, expression: /\b(?<secret>gh[pousr]_[A-Za-z0-9]{36,})/dg },
  { kind: 'token', hint: /\dQ~/, expression: /(?<![\w~.-])(?<secret>[\w~.-]{3}\dQ~[\w~.-]{31,34})/dg },
  {
    kind: 'signature',
    hint: /\bsig(?:=|%3d)/i,
    expression: /(?<![A-Za-z])sig(?:=|%3d)(?<secret>[A-Za-z0-9%+/=_-]{16,})/dgi,
  },
  {
    kind: 'signature',
    hint: /(?:Account|Access)Key/i,
    expression: new RegExp(`(?:Account|SharedAccess)Key${IS}(?<secret>[A-Za-z0-9+/=]{20,})`, 'dgi'),
  },
  {
    kind: 'private-key',
    hint: /PRIVATE KEY-----/,
    expression: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?<secret>[^-]{1,20000})-----END/dg,
  },
  {
    kind: 'guid',
    hint: /subscription|tenant|principal|object.?id|client.?id|app.?id|oid|login\.microsoftonline|sts\.windows/i,
    expression: new RegExp(
      `(?:subscriptions?|tenants?|principals?|(?:object|client|app(?:lication)?)(?=[ _-]?id)|\\boid|login\\.microsoftonline\\.com|sts\\.windows\\.net)(?:[ _-]?id)?(?:/|${IS}|\\s{1,3}[\\\\"']{0,4})(?<secret>${GUID})`,
      'dgi',
    ),
  },
  {
    kind: 'resource-group',
    hint: /resourceGroups\//i,
    expression: /resourceGroups\/(?<secret>[\w.()-]{1,90})/dgi,
  },
  {
    kind: 'host',
    hint: /\.(?:azure|windows|azure-api|microsoft)\.(?:com|net|us|cn)/i,
    expression:
      /(?<![A-Za-z0-9.-])(?<secret>[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,3}\.(?:(?:openai|services\.ai|cognitiveservices)\.azure\.(?:com|us|cn)|api\.cognitive\.(?:microsoft\.(?:com|us)|azure\.cn)|inference\.ai\.azure\.com|azure-api\.net|(?:blob|queue|table|file|dfs)\.core\.windows\.net|search\.windows\.net|vault\.azure\.net|azurewebsites\.net))/dgi,
  },
  {
    kind: 'e-mail',
    hint: /@/,
    expression:
      /(?<![\w.%+-])(?<secret>[\w.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24})(?![\w-])/dg,
  },
];

/** Names of JSON members, form fields and query parameters whose value is a credential whatever it looks like. */
const CREDENTIAL_NAME =
  /^(?:(?:proxy-)?authorization|(?:x-)?(?:ms-)?api[-_]?key|(?:ocp-apim-)?subscription-key|x-functions-key|(?:access|refresh|id|bearer|auth|session)[-_]?token|client[-_]?(?:secret|assertion)|pass(?:word|wd)|connection[-_]?string|(?:set-)?cookie|sig)$/i;

export function isCredentialName(name: string): boolean {
  return CREDENTIAL_NAME.test(name);
}

/** All findings in a text, in order, never overlapping: what touches is merged, so no rest is left behind. */
export function scanText(text: string, needles: readonly Needle[] = []): Finding[] {
  const found: Finding[] = [];
  let lower: string | undefined;
  for (const needle of needles) {
    if (needle.ignoreCase === true) lower ??= text.toLowerCase();
    const hay = needle.ignoreCase === true && lower?.length === text.length ? lower : text;
    const literal = hay === text ? needle.text : needle.text.toLowerCase();
    for (let at = hay.indexOf(literal); at !== -1; at = hay.indexOf(literal, at + 1)) {
      const end = at + literal.length;
      if (needle.bounded === true && (isNameCharacter(text[at - 1]) || isNameCharacter(text[end]))) continue;
      found.push({
        kind: needle.kind,
        start: at,
        end,
        ...(needle.replacement === undefined ? {} : { replacement: needle.replacement }),
      });
    }
  }
  for (const { kind, hint, expression } of PATTERNS) {
    if (!hint.test(text)) continue;
    for (const match of text.matchAll(expression)) {
      const [start, end] = match.indices?.groups?.secret ?? [0, 0];
      if (end > start && !isPseudonym(text.slice(start, end))) found.push({ kind, start, end });
    }
  }
  return found.length < 2 ? found : merge(found);
}

function isNameCharacter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9-]/.test(character);
}

function merge(found: Finding[]): Finding[] {
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Finding[] = [];
  for (const finding of found) {
    const last = merged.at(-1);
    if (last === undefined || finding.start >= last.end) merged.push(finding);
    else if (finding.end > last.end) {
      // Two overlap in part: the union goes, as a credential, because neither replacement fits it.
      merged[merged.length - 1] = { kind: 'known-secret', start: last.start, end: finding.end };
    }
  }
  return merged;
}

/** Shorter "secrets" are found everywhere and would tear the text apart. */
const SHORTEST_SECRET = 6;

/** The forms in which a known secret can stand in a text: plain, URL-, JSON-, base64- (three offsets), hex-encoded. */
export function needlesOf(secrets: Iterable<string>): Needle[] {
  const needles = new Map<string, Needle>();
  const add = (text: string, ignoreCase: boolean) =>
    needles.set(text, { text, kind: 'known-secret', ...(ignoreCase && { ignoreCase }) });
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue;
    const inUrl = encodeURIComponent(secret);
    // An id is the same id in capitals.
    add(secret, WHOLE_GUID.test(secret));
    for (const form of [inUrl, lowerEscapes(inUrl), JSON.stringify(secret).slice(1, -1)])
      if (!needles.has(form)) add(form, false);
    for (const needle of encodedNeedles(secret)) needles.set(needle.text, needle);
  }
  return [...needles.values()];
}

const WHOLE_GUID = new RegExp(`^${GUID}$`);

/** `%2F` as `%2f`, which is as good. */
function lowerEscapes(text: string): string {
  return text.replaceAll(/%[0-9A-F]{2}/g, (escaped) => escaped.toLowerCase());
}

/** A value where it cannot be read but can be decoded: in base64 and in hex. */
export function encodedNeedles(value: string): Needle[] {
  const hex: Needle = { text: Buffer.from(value).toString('hex'), kind: 'known-secret', ignoreCase: true };
  const texts = [...new Set(base64Forms(value))];
  return [hex, ...texts.map((text): Needle => ({ text, kind: 'known-secret' }))];
}

/** The characters of base64 that the secret alone decides, at each of the three places in a group it can start. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const [from, to] = [Math.ceil((offset * 8) / 6), Math.floor((padded.length * 8) / 6)];
    if (to - from < SHORTEST_SECRET) return [];
    return [padded.toString('base64').slice(from, to), padded.toString('base64url').slice(from, to)];
  });
}
