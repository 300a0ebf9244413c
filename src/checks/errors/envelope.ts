/**
 * Reads an error answer, whatever it is wrapped in. The only place that knows the envelopes of
 * facts section 2, in bodies and in streams. Everything read here is hostile input.
 */

/** Every envelope that is read, with what it looks like. */
export const ENVELOPES = {
  apim: '(a) {error:{code,message}}: gateway style, the code often a number in quotes',
  model: '(b) {error:{message,type,param,code}}: model style',
  'model-innererror': '(c) model style with innererror.content_filter_result',
  'model-inner-error': '(d) model style with inner_error.content_filter_results',
  'responses-content-filters': '(e) model style with content_filters',
  'typed-code': '(f) {error:{type,code,message}}, pretty-printed, without content type',
  'message-only': '{error:{message}}',
  'apim-flat': '{statusCode,message}: the gateway itself',
  'frame-flat': '{type:"error",code,message,param} in a stream',
  'frame-nested': '{type:"error",error:{…}} in a stream',
  'frame-bare': '{error:{…}} in a chat stream',
  'response-failed': '{type:"response.failed",response:{error:{code,message}}} in a stream',
  'response-object': 'a response object with status failed and an error',
  html: 'an HTML page',
  text: 'plain text',
  empty: 'nothing',
  unreadable: 'none of these',
} as const;

export type Envelope = keyof typeof ENVELOPES;

/** Envelopes that an API may answer with; the others are somebody else's answer, or none. */
export function isContractual(envelope: string): boolean {
  return !['html', 'text', 'empty', 'unreadable'].includes(envelope);
}

/** What an error says, as text; null where it does not say. */
export interface ErrorParts {
  readonly envelope: Envelope;
  readonly code: string | null;
  readonly type: string | null;
  readonly param: string | null;
  /** Whitespace folded, control characters and credentials removed, at most 500 characters. */
  readonly message: string;
}

const MAX_MESSAGE = 500;

/**
 * Reads a body (parsed JSON, or text), or the parsed data of a frame when `inStream`. Never throws;
 * what is no known envelope is `unreadable`, with whatever message could be found.
 */
export function readEnvelope(body: unknown, inStream: boolean): ErrorParts {
  if (body === undefined || body === null) return partsOf('empty', {});
  if (typeof body === 'string') return readText(body, inStream);
  if (!isRecord(body)) return partsOf('unreadable', {});
  const { error, response } = body;
  if (body.type === 'error') {
    if (isRecord(error)) return partsOf(said(error) ? 'frame-nested' : 'unreadable', error);
    return partsOf(said(body) ? 'frame-flat' : 'unreadable', { ...body, type: null });
  }
  if (isRecord(response) && isRecord(response.error)) {
    return partsOf(said(response.error) ? 'response-failed' : 'unreadable', response.error);
  }
  if (isRecord(error)) {
    if (!said(error)) return partsOf('unreadable', error);
    if (body.object === 'response') return partsOf('response-object', error);
    return partsOf(inStream ? 'frame-bare' : envelopeOf(error), error);
  }
  if (typeof body.statusCode === 'number' && said(body)) return partsOf('apim-flat', body);
  return partsOf('unreadable', typeof error === 'string' ? { ...body, message: error } : body);
}

/** True for the data of a frame that reports an error, and for a body that does. */
export function reportsError(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (value.type === 'error') return true;
  if (value.type === 'response.failed') return isRecord(value.response) && isRecord(value.response.error);
  if (value.object === 'response') return isRecord(value.error);
  return isRecord(value.error) && !('object' in value) && !('choices' in value);
}

function readText(text: string, inStream: boolean): ErrorParts {
  const trimmed = text.trim();
  if (trimmed === '') return partsOf('empty', {});
  if (/^<(!doctype|html|\?xml|head|body)\b/i.test(trimmed)) {
    return partsOf('html', { message: /<title>([^<]{1,200})<\/title>/i.exec(trimmed)?.[1] ?? '' });
  }
  if (/^[{["]/.test(trimmed)) {
    const parsed = parseJson(trimmed);
    if (isRecord(parsed)) return readEnvelope(parsed, inStream);
  }
  return partsOf('text', { message: trimmed.slice(0, 4 * MAX_MESSAGE) });
}

function envelopeOf(error: Readonly<Record<string, unknown>>): Envelope {
  if ('content_filters' in error) return 'responses-content-filters';
  if ('innererror' in error) return 'model-innererror';
  if ('inner_error' in error) return 'model-inner-error';
  if ('param' in error) return 'model';
  if ('type' in error) return 'code' in error ? 'typed-code' : 'model';
  return 'code' in error ? 'apim' : 'message-only';
}

function said(error: Readonly<Record<string, unknown>>): boolean {
  return typeof error.message === 'string' && error.message !== '';
}

function partsOf(envelope: Envelope, error: Readonly<Record<string, unknown>>): ErrorParts {
  const inner = [error.innererror, error.inner_error].find(isRecord);
  return {
    envelope,
    code: textOf(error.code) ?? textOf(error.statusCode) ?? textOf(inner?.code),
    type: textOf(error.type),
    param: textOf(error.param),
    message: typeof error.message === 'string' ? harmless(error.message) : '',
  };
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? harmless(value).slice(0, 120) : null;
}

/** Things that look like credentials, which some messages repeat. */
const SECRETS = /\b(sk-[\w*-]{8,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}|[0-9a-f]{32}|[A-Za-z0-9]{84})(?![\w-])/g;

function harmless(text: string): string {
  return text
    .slice(0, 4 * MAX_MESSAGE)
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .replaceAll(SECRETS, '[redacted]')
    .trim()
    .slice(0, MAX_MESSAGE);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
