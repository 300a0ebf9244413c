/** What a client hands to `fetch`, made plain: one URL, one set of headers, a body that can be sent again. */
import { sha256 } from './canonical.ts';
import type { Part } from './exchange.ts';

export type FetchInput = Parameters<typeof fetch>[0];
export type FetchInit = NonNullable<Parameters<typeof fetch>[1]>;

export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly content: OutgoingContent;
  readonly signal: AbortSignal | null;
  /** Arguments for the real `fetch`; the signal is the sender's business. */
  readonly init: FetchInit;
}

export type OutgoingContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'multipart'; readonly parts: readonly Part[] }
  | { readonly kind: 'none' };

/**
 * Read the arguments of one `fetch` call. Files of a form are hashed, not kept; the SDK hands over a
 * `FormData`, so that there is no boundary yet, while other clients bring multipart bytes of their own.
 */
export async function readOutgoing(input: FetchInput, init: FetchInit = {}): Promise<Outgoing> {
  const given = input instanceof Request ? input : null;
  const url = new URL(given?.url ?? String(input));
  const fields = init.headers ?? given?.headers;
  const headers = fields instanceof Headers ? fields : new Headers(fields);
  const method = (init.method ?? given?.method ?? 'GET').toUpperCase();
  const signal = init.signal ?? given?.signal ?? null;
  const body = init.body ?? given?.body ?? null;
  const { content, send, type } = await readContent(body, headers);
  const typed = type === undefined ? headers : withType(headers, type);
  return {
    method,
    url,
    headers: typed,
    content,
    signal,
    init: { ...init, method, headers: typed, body: send },
  };
}

/** A copy: the headers belong to the client, which may send them again with another body. */
function withType(headers: Headers, type: string): Headers {
  const typed = new Headers(headers);
  typed.set('content-type', type);
  return typed;
}

type Sendable = NonNullable<FetchInit['body']> | null;

interface ReadContent {
  readonly content: OutgoingContent;
  readonly send: Sendable;
  /** The content type that the body brings along and the headers do not. */
  readonly type?: string;
}

async function readContent(body: Sendable, headers: Headers): Promise<ReadContent> {
  if (body === null) return { content: { kind: 'none' }, send: null };
  if (typeof body === 'string') return { content: { kind: 'text', text: body }, send: body };
  if (body instanceof FormData) {
    return { content: { kind: 'multipart', parts: await readForm(body) }, send: body };
  }
  if (body instanceof URLSearchParams)
    return { content: { kind: 'text', text: body.toString() }, send: body };
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  const said = headers.get('content-type');
  const type = said ?? (body instanceof Blob ? body.type : '');
  const own = said === null && type !== '' ? { type } : {};
  if (type.toLowerCase().startsWith('multipart/form-data')) {
    const form = await parseForm(bytes, type);
    if (form !== null)
      return { content: { kind: 'multipart', parts: await readForm(form) }, send: bytes, ...own };
  }
  return { content: { kind: 'bytes', bytes }, send: bytes, ...own };
}

async function parseForm(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData | null> {
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData();
  } catch {
    return null;
  }
}

async function readForm(form: FormData): Promise<Part[]> {
  return Promise.all(
    [...form].map(async ([name, value]): Promise<Part> => {
      if (typeof value === 'string') return { name, value };
      const bytes = new Uint8Array(await value.arrayBuffer());
      return {
        name,
        filename: value.name,
        contentType: value.type,
        bytes: bytes.length,
        sha256: sha256(bytes),
      };
    }),
  );
}
