/** Values that must never be told, in every form they can take, and a server that tells them at every chance. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createReference } from '../reference/index.ts';
import { streamedTexts } from '../wire/redact-sse.ts';

/** Nothing about a form of a value but the value itself may give it away, so no pattern helps to find it. */
const CANARIES = {
  key: 'kanarie+Slot/7Qz=Vogel&Zeisig',
  neighbourKey: 'b3e1f4a7c2d9480596ab71cde02f4d83',
  clientSecret: 'q7t"Geheim\\Wort~9%Z',
  runnerToken: 'runner.Passierschein_41',
  tenant: '5d0c2f7e-91ab-4c38-a6de-7f3b1e9047c2',
  subscription: 'e81f6a3b-2c97-4d05-b148-90ad5c73ef16',
  client: '3f9a7b21-6d4c-4e8f-95b0-c2d1e8a4760b',
  group: 'rg-kanarie-voliere',
  resource: 'kanarie-noord-03',
  host: 'kanarie-noord-03.openai.azure.com',
} as const;

export type Canary = keyof typeof CANARIES | 'address';

export interface Form<Name extends string = Canary> {
  readonly canary: Name;
  readonly form: string;
  readonly text: string;
}

export function canaryValues(url: string): Readonly<Record<Canary, string>> {
  return { ...CANARIES, address: new URL(url).host };
}

/** Environment in which a run knows them. */
export function canaryEnvironment(url: string): NodeJS.ProcessEnv {
  const { key, neighbourKey, clientSecret, runnerToken, tenant, subscription, client, group } = CANARIES;
  return {
    LOOPBACK_URL: url,
    LOOPBACK_KEY: key,
    AZURE_OPENAI_ENDPOINT_NOORD: `https://${CANARIES.host}`,
    AZURE_OPENAI_API_KEY_NOORD: neighbourKey,
    AZURE_OPENAI_RESOURCE_ID_NOORD: `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.CognitiveServices/accounts/${CANARIES.resource}`,
    AZURE_CLIENT_SECRET: clientSecret,
    AZURE_TENANT_ID: tenant,
    AZURE_CLIENT_ID: client,
    AZURE_SUBSCRIPTION_ID: subscription,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: runnerToken,
  };
}

export function formsOf<Name extends string>(values: Readonly<Record<Name, string>>): Form<Name>[] {
  return Object.entries<string>(values).flatMap(([canary, value]) => {
    const encoded = (prefix: string, encoding: 'base64' | 'base64url') =>
      Buffer.from(`${prefix}${value}`).toString(encoding);
    const inUrl = encodeURIComponent(value);
    const forms: Readonly<Record<string, string>> = {
      plain: value,
      url: inUrl,
      'url, small': inUrl.replaceAll(/%../g, (escaped) => escaped.toLowerCase()),
      json: JSON.stringify(value).slice(1, -1),
      base64: encoded('', 'base64'),
      'base64, shifted by 1': encoded(':', 'base64'),
      'base64, shifted by 2': encoded('u:', 'base64'),
      base64url: encoded('', 'base64url'),
      hex: Buffer.from(value).toString('hex'),
      'hex, capitals': Buffer.from(value).toString('hex').toUpperCase(),
    };
    return Object.entries(forms).map(([form, text]) => ({ canary: canary as Name, form, text }));
  });
}

/** In front of what the server tells, so that a test sees that it arrived and was kept. */
export const MARK = 'here-it-comes';

/** All forms, apart from each other and without a word about what they are. */
function leakOf(forms: readonly Form[]): string {
  return `${MARK} ${forms.map(({ text }) => text).join(' | ')} |`;
}

/** What of a form must not be found: the first and the last group of base64 hang together with their neighbours. */
function needleOf({ form, text }: Form<string>): string {
  if (!form.startsWith('base64')) return text;
  return text.replace(/=+$/, '').slice(form.includes('shifted') ? 4 : 0, -2);
}

/** The forms that a text holds, also inside of JSON strings, joined deltas and base64 bodies. */
export function foundIn(text: string, forms: readonly Form<string>[]): string[] {
  const texts = new Set([text]);
  for (const line of [text, ...text.split('\n')]) {
    try {
      collect(JSON.parse(line), texts);
    } catch {}
  }
  const hay = [...texts].join('\n').toLowerCase();
  const found = forms.filter((form) => hay.includes(needleOf(form).toLowerCase()));
  return found.map(({ canary, form }) => `${canary} (${form})`);
}

function collect(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') {
    texts.add(value);
    for (const joined of streamedTexts(value)) texts.add(joined);
    if (/^[A-Za-z0-9+/]{40,}=*$/.test(value)) texts.add(Buffer.from(value, 'base64').toString('latin1'));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      texts.add(key);
      collect(member, texts);
    }
  }
}

export const WAYS = ['output', 'error', 'page', 'garbage', 'header', 'reset'] as const;

/** Answers below `/<way>/…` as the reference does, and tells what it should not in that way. */
export class TellTale {
  /** How often it told something. */
  readonly told = new Map<string, number>();
  /** The value of each header that came with a request. */
  readonly seen = new Set<string>();
  url = '';
  readonly #reference = createReference({
    keys: [CANARIES.key],
    deployments: { 'gpt-4.1': 'ref-general' },
    region: 'swedencentral',
  });
  readonly #server = createServer((request, response) => this.#take(request, response));

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const [, way = '', ...path] = (request.url ?? '').split('/');
    request.url = `/${path.join('/')}`;
    for (const value of Object.values(request.headers)) this.seen.add(String(value));
    this.told.set(way, (this.told.get(way) ?? 0) + 1);
    const leak = leakOf(formsOf(canaryValues(this.url)));
    const answer = (status: number, type: string, body: string) =>
      void response.writeHead(status, { 'content-type': type }).end(body);
    if (way === 'reset') request.socket.resetAndDestroy();
    else if (way === 'error')
      answer(400, 'application/json', JSON.stringify({ error: { code: leak, message: leak, param: leak } }));
    else if (way === 'page') answer(500, 'text/html', `<html><body>${leak}</body></html>`);
    else if (way === 'garbage') answer(200, 'application/json', `{"id": "${leak}`);
    else if (way === 'header') {
      // A header holds one line of visible characters; the forms do.
      for (const name of ['x-ms-region', 'x-ms-deployment-name', 'apim-request-id', 'set-cookie', 'x-own'])
        response.setHeader(name, leak);
      this.#pass(request, response, (text) => text);
    } else this.#pass(request, response, (text) => told(text, leak));
  }

  /** The reference's answer, its body changed. */
  #pass(request: IncomingMessage, response: ServerResponse, change: (text: string) => string): void {
    void getRequestListener(async (asked) => {
      const answer = await this.#reference.app.fetch(asked);
      const headers = new Headers(answer.headers);
      headers.delete('content-length');
      return new Response(change(await answer.text()), { status: answer.status, headers });
    })(request, response);
  }
}

/** A body in which the model says it: at once, and in a stream by a few characters at a time. */
function told(body: string, leak: string): string {
  if (!body.includes('data: ')) return JSON.stringify(saying(JSON.parse(body), leak));
  let spelt = false;
  return body.replaceAll(/(event: [^\n]*\n)?data: (\{.*\})\n\n/g, (frame, event = '', data) => {
    const value = JSON.parse(data);
    // The first piece of a chat is empty.
    const piece = [value.delta, value.choices?.[0]?.delta?.content].some(
      (text) => typeof text === 'string' && text !== '',
    );
    if (!piece) return `${event}data: ${JSON.stringify(saying(value, leak))}\n\n`;
    if (spelt) return frame;
    spelt = true;
    const pieces = leak.match(/[\s\S]{1,7}/g) ?? [];
    return pieces.map((text) => `${event}data: ${JSON.stringify(saying(value, text))}\n\n`).join('');
  });
}

/** The value with every text that a model wrote replaced. */
function saying(value: unknown, text: string): unknown {
  if (Array.isArray(value)) return value.map((item) => saying(item, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      typeof member === 'string' &&
      member !== '' &&
      ['content', 'text', 'delta', 'arguments', 'message'].includes(key)
        ? text
        : saying(member, text),
    ]),
  );
}
