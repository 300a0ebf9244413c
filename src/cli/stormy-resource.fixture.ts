/**
 * A resource for tests: the reference target behind HTTP that counts, holds to limits, looks at tokens, and breaks
 * a share of what it is asked. Which requests are broken is decided by what they say: each of these is
 * broken once, in one way, and answered when it comes again.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHAOS } from '../reference/chaos.ts';
import { createReference, type Reference, type ReferenceOptions, type Tally } from '../reference/index.ts';

/** What happens to a request; `cut`: the connection is lost in the middle of a sound answer. */
export const STORMS = [
  'chaos.throttled',
  'chaos.error-page',
  'chaos.reset',
  'chaos.garbage',
  '500',
  'cut',
] as const;
type Storm = (typeof STORMS)[number];

/** Of so many different requests one is broken in each way. */
const SHARE = 40;
/** Creates something whose id only the answer tells: a lost answer would leave what nobody can name. */
const CREATES = /^POST \/openai\/v1\/(?:responses|files|vector_stores)(?:\?|$)/;
/** An upload that may have arrived is not sent again, see docs/reliability.md. */
const UPLOADS = /^POST \/openai\/v1\/files(?:\?|$)/;

export interface ResourceOptions extends Omit<ReferenceOptions, 'faults' | 'now'> {
  readonly calm?: boolean;
}

export class StormyResource {
  url = '';
  /** Requests that a budget counts: all but deletions. */
  requests = 0;
  readonly broken = new Map<Storm, number>();
  /** 429 of the quota, by what was used up. */
  readonly throttled = new Map<'call' | 'token', number>();
  readonly #calm: boolean;
  readonly #reference: Reference;
  readonly #met = new Set<string>();
  readonly #server = createServer((request, response) => {
    // A broken connection is what some of this is for.
    request.on('error', () => {});
    response.on('error', () => {});
    this.#take(request, response).catch(() => response.destroy());
  });

  constructor({ calm = false, ...options }: ResourceOptions) {
    this.#calm = calm;
    this.#reference = createReference(options);
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this.url;
  }

  tally(): Tally {
    return this.#reference.tally();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    this.#reference.close();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const asked = `${request.method} ${request.url}`;
    if (request.method !== 'DELETE') this.requests += 1;
    const storm = this.#calm ? null : this.#stormFor(asked, body);
    if (storm !== null && storm !== 'cut') {
      this.#note(storm);
      if (storm === '500') return serverError(response);
      return CHAOS.find(({ name }) => name === storm)?.play(request, response);
    }
    const answer = await this.#reference.app.fetch(
      new Request(`${this.url}${request.url}`, {
        method: request.method ?? 'GET',
        headers: Object.entries(request.headers).map(
          ([name, value]) => [name, String(value)] as [string, string],
        ),
        ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
      }),
    );
    if (answer.status === 429) {
      const spent = (await answer.clone().text()).includes('exceeded token rate limit') ? 'token' : 'call';
      this.throttled.set(spent, (this.throttled.get(spent) ?? 0) + 1);
    }
    const stream = answer.headers.get('content-type')?.includes('event-stream') === true;
    const cut = storm === 'cut' && answer.ok && (stream || !CREATES.test(asked));
    if (cut) this.#note('cut');
    await pass(answer, response, cut);
  }

  #stormFor(asked: string, body: Buffer): Storm | null {
    const digest = createHash('sha256').update(asked).update(body).digest();
    const storm = STORMS[digest.readUInt16BE(0) % SHARE] ?? null;
    const key = digest.toString('hex');
    if (storm === null || this.#met.has(key)) return null;
    this.#met.add(key);
    return UPLOADS.test(asked) && (storm === 'chaos.reset' || storm === 'chaos.garbage') ? null : storm;
  }

  #note(storm: Storm): void {
    this.broken.set(storm, (this.broken.get(storm) ?? 0) + 1);
  }
}

function serverError(response: ServerResponse): void {
  const error = { code: 'InternalServerError', message: 'The server had an error processing your request.' };
  response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}

async function pass(answer: Response, response: ServerResponse, cut: boolean): Promise<void> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    'content-length': bytes.length,
  });
  if (!cut) return void response.end(bytes);
  response.write(bytes.subarray(0, bytes.length / 2));
  // So that the client sees the half before it sees the end.
  await sleep(20);
  response.socket?.resetAndDestroy();
}
