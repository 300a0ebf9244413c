import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createReference } from '../reference/index.ts';

/** A reference server that counts its requests by target (the first part of their path), and lets some wait at a gate. */
export class GatedServer {
  readonly requests = new Map<string, number>();
  /** `DELETE /…` and the like, in the order they came. */
  readonly lines: string[] = [];
  readonly #held: (target: string) => boolean;
  #open = false;
  readonly #waiting: (() => void)[] = [];
  readonly #answer = getRequestListener(createReference().app.fetch);
  readonly #server = createServer((request, response) => this.#take(request, response));

  /** `held`: whether the requests of a target wait while the gate is shut. */
  constructor(held: (target: string) => boolean) {
    this.#held = held;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  open(): void {
    this.#open = true;
    for (const go of this.#waiting.splice(0)) go();
  }

  connections(): Promise<number> {
    return new Promise((resolve, reject) =>
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const [, target = '', ...path] = (request.url ?? '').split('/');
    request.url = `/${path.join('/')}`;
    this.lines.push(`${request.method} /${target}${request.url}`);
    this.requests.set(target, (this.requests.get(target) ?? 0) + 1);
    const answer = () => void this.#answer(request, response);
    if (this.#open || !this.#held(target)) answer();
    else this.#waiting.push(answer);
  }
}
