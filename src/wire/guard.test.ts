import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { blockUnmockedRequests, installOfflineGuard, NetworkBlocked } from './guard.ts';

/** An address of documentation (RFC 5737): nobody answers, so an open guard shows as another error. */
const ELSEWHERE = '192.0.2.1';
let undo = () => {};
afterEach(() => undo());

/** The code of the error an attempt ends with; undici hides it in the cause. */
async function codeOf(attempt: Promise<unknown>): Promise<unknown> {
  const error: unknown = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof NetworkBlocked) return at.code;
  return error;
}

const failing = (emitter: net.Socket | http.ClientRequest | dgram.Socket) =>
  new Promise<never>((_, reject) => emitter.on('error', reject));

const ATTEMPTS: Readonly<Record<string, () => Promise<unknown>>> = {
  fetch: () => fetch(`http://${ELSEWHERE}/`),
  'fetch of a name': () => fetch('https://service.example/'),
  http: () => failing(http.get(`http://${ELSEWHERE}/`)),
  https: () => failing(https.get(`https://${ELSEWHERE}/`)),
  'a raw socket': () => failing(net.connect(443, ELSEWHERE)),
  'a raw socket by name': () => failing(net.connect({ port: 443, host: 'service.example' })),
  tls: () => failing(tls.connect(443, ELSEWHERE)),
  'dns.lookup': () => new Promise((_, reject) => dns.lookup('service.example', (error) => reject(error))),
  'dns.resolve4': () => new Promise((_, reject) => dns.resolve4('service.example', (error) => reject(error))),
  'dns.promises': () => dns.promises.lookup('service.example'),
  'a datagram': () => {
    const socket = dgram.createSocket('udp4');
    return new Promise((_, reject) => socket.send('x', 53, ELSEWHERE, (error) => reject(error))).finally(() =>
      socket.close(),
    );
  },
};

describe('the offline guard', () => {
  for (const [name, attempt] of Object.entries(ATTEMPTS)) {
    it(`blocks ${name} at once`, async () => {
      undo = installOfflineGuard();
      expect(await codeOf(attempt())).toBe('ENETBLOCKED');
    });

    it(`blocks ${name} with loopback allowed`, async () => {
      undo = installOfflineGuard({ allowLoopback: true });
      expect(await codeOf(attempt())).toBe('ENETBLOCKED');
    });
  }

  const served = async (
    listen: (server: http.Server, ready: () => void) => void,
    ask: (server: http.Server) => Promise<unknown>,
  ) => {
    const server = http.createServer((_, response) => response.end('here'));
    await new Promise<void>((resolve) => listen(server, resolve));
    try {
      return await ask(server);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
  const onLoopback = (ask: (port: number) => Promise<unknown>) =>
    served(
      (server, ready) => server.listen(0, '127.0.0.1', ready),
      (server) => ask((server.address() as AddressInfo).port),
    );

  it('blocks loopback unless it is allowed', async () => {
    await onLoopback(async (port) => {
      const text = () =>
        fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } }).then((response) =>
          response.text(),
        );
      undo = installOfflineGuard();
      expect(await codeOf(text())).toBe('ENETBLOCKED');
      undo();
      undo = installOfflineGuard({ allowLoopback: true });
      expect(await text()).toBe('here');
      undo();
      undo = () => {};
      expect(await text()).toBe('here');
    });
  });

  it('leaves Unix sockets alone, by which test workers talk', async () => {
    undo = installOfflineGuard();
    const path = join(tmpdir(), `guard-${process.pid}.sock`);
    const body = await served(
      (server, ready) => server.listen(path, ready),
      () =>
        new Promise((resolve, reject) => {
          http
            .get({ socketPath: path, agent: false }, (response) =>
              response.on('data', (data) => resolve(String(data))),
            )
            .on('error', reject);
        }),
    );
    expect(body).toBe('here');
  });

  it('names what was tried and what to do', async () => {
    undo = installOfflineGuard();
    await expect(failing(net.connect(443, ELSEWHERE))).rejects.toThrow(
      `a connection to ${ELSEWHERE}:443 was blocked: replay works without network. Run with --mode live`,
    );
  });

  it('goes away without a trace', () => {
    const before = [
      net.Socket.prototype.connect,
      dns.lookup,
      dns.promises.lookup,
      dgram.Socket.prototype.send,
    ];
    const first = installOfflineGuard();
    const second = installOfflineGuard();
    expect(net.Socket.prototype.connect).not.toBe(before[0]);
    second();
    first();
    expect([
      net.Socket.prototype.connect,
      dns.lookup,
      dns.promises.lookup,
      dgram.Socket.prototype.send,
    ]).toEqual(before);
  });

  it('goes together with the one of nock', async () => {
    const open = installOfflineGuard();
    const allow = await blockUnmockedRequests();
    undo = () => {
      allow();
      open();
    };
    await expect(fetch('https://service.example/')).rejects.toThrow();
    expect(await codeOf(failing(net.connect(443, ELSEWHERE)))).toBe('ENETBLOCKED');
  });
});
