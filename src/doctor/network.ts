/** Name and certificate of an endpoint, before anything is sent to it. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { connect } from 'node:tls';
import { resourceHost } from '../matrix/endpoint.ts';
import { CERTIFICATE } from './broken.ts';
import { type Told, tell } from './finding.ts';

/** Milliseconds. */
const PATIENCE = 10_000;
const DAY_MS = 86_400_000;
/** Days before a certificate expires from which it is worth a word. */
const SOON = 14;

const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4');
}
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

export async function examineName(url: URL): Promise<Told> {
  const host = hostOf(url);
  if (isIP(host) !== 0)
    return tell('dns', 'skipped', 'the endpoint is an address, there is no name to look up');
  try {
    const addresses = await lookup(host, { all: true });
    const isPrivate = addresses.some(({ address, family }) =>
      PRIVATE.check(address, family === 6 ? 'ipv6' : 'ipv4'),
    );
    return tell(
      'dns',
      'ok',
      isPrivate ? 'the name leads to a private address' : 'the name leads to an address',
    );
  } catch (error) {
    const code = codeOf(error);
    const remedy =
      resourceHost(host) === null
        ? 'Check the endpoint, and that this machine uses the DNS of its network.'
        : 'Check the name of the resource; one behind a private endpoint is known only to the DNS of its network.';
    return tell('dns', 'failed', `the name leads nowhere (${code})`, remedy);
  }
}

/** `now`: milliseconds since the epoch. */
export async function examineCertificate(url: URL, now: number): Promise<Told> {
  if (url.protocol === 'http:')
    return tell('tls', 'skipped', 'plain http on this machine, nothing is encrypted');
  const host = hostOf(url);
  const certificate = await handshake(host, Number(url.port || 443)).catch((error: unknown) => codeOf(error));
  if (typeof certificate === 'string') return refused(certificate);
  const days = Math.floor((certificate.expires - now) / DAY_MS);
  return days < SOON
    ? tell(
        'tls',
        'warning',
        `the certificate expires in ${days} days`,
        'Have it renewed by whoever runs the endpoint.',
      )
    : tell('tls', 'ok', `${certificate.protocol}, the certificate is good for ${days} days`);
}

function handshake(host: string, port: number): Promise<{ expires: number; protocol: string }> {
  return new Promise((resolve, reject) => {
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, ...servername, timeout: PATIENCE }, () => {
      const { valid_to } = socket.getPeerCertificate();
      resolve({ expires: Date.parse(valid_to), protocol: socket.getProtocol() ?? 'TLS' });
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('timeout', () => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
  });
}

function refused(code: string): Told {
  if (/^E[A-Z]+$/.test(code) && !code.startsWith('ERR_')) {
    return tell(
      'tls',
      'failed',
      `nobody answers (${code})`,
      'Check the network, its proxy and firewall, and the endpoint.',
    );
  }
  return tell('tls', 'failed', `the certificate is not accepted (${code})`, CERTIFICATE);
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && /^\w+$/.test(code) ? code : 'unknown';
}
