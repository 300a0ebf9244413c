/**
 * Replay must not touch the network, and must fail at once where something tries: alone, nock lets raw
 * sockets hang (facts/engineering.md, "Offline guard"). The guard replaces the three ways out of a Node
 * process: connecting a socket, resolving a name, sending a datagram. Unix sockets and pipes stay open,
 * because test workers talk through them.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';

export class NetworkBlocked extends Error {
  readonly code = 'ENETBLOCKED';

  constructor(what: string) {
    super(
      `${what} was blocked: replay works without network. Run with --mode live or --mode record to reach a service.`,
    );
    this.name = 'NetworkBlocked';
  }
}

export interface GuardOptions {
  /** Let connections to this machine pass, for a server the test itself has started. */
  readonly allowLoopback?: boolean;
}

/** Patch this process; the returned function takes exactly this patch away again. Nesting is fine. */
export function installOfflineGuard(options: GuardOptions = {}): () => void {
  const mayReach = (host: string) => options.allowLoopback === true && isLoopback(host);
  const undo = [
    guardSockets(mayReach),
    guardNames(dns, mayReach),
    guardPromisedNames(mayReach),
    guardDatagrams(mayReach),
  ];
  return () => {
    for (const restore of undo.splice(0).reverse()) restore();
  };
}

/** The same for nock, where it is loaded: a request that no interceptor takes is an error. */
export async function blockUnmockedRequests(options: GuardOptions = {}): Promise<() => void> {
  const { default: nock } = await import('nock');
  nock.disableNetConnect();
  if (options.allowLoopback === true) nock.enableNetConnect((host) => isLoopback(host.replace(/:\d+$/, '')));
  return () => {
    nock.enableNetConnect();
    nock.restore();
  };
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    bare === 'localhost' || bare === '::1' || /^127\.\d+\.\d+\.\d+$/.test(bare) || bare === '::ffff:127.0.0.1'
  );
}

type MayReach = (host: string) => boolean;

/** Replace a method; the undo function puts the former one back. */
function replace(
  owner: object,
  name: string,
  make: (former: (...given: unknown[]) => unknown) => unknown,
): () => void {
  const former: unknown = Reflect.get(owner, name);
  if (typeof former !== 'function') return () => {};
  Reflect.set(
    owner,
    name,
    make((...given) => Reflect.apply(former, given[0], given.slice(1))),
  );
  return () => {
    Reflect.set(owner, name, former);
  };
}

function guardSockets(mayReach: MayReach): () => void {
  return replace(net.Socket.prototype, 'connect', (former) => {
    return function connect(this: net.Socket, ...given: unknown[]): unknown {
      const target = connectTarget(given);
      if (target === null || mayReach(target.host)) return former(this, ...given);
      const error = new NetworkBlocked(`a connection to ${target.host}:${target.port}`);
      // As a failed connection does: later, as an event, so that clients handle it.
      process.nextTick(() => this.destroy(error));
      return this;
    };
  });
}

/** Null for a Unix socket, a pipe or a handle. `net` itself passes its normalised arguments as one array. */
function connectTarget(given: readonly unknown[]): { readonly host: string; readonly port: string } | null {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  if (typeof first === 'object' && first !== null) {
    // As in `net`: a path wins over a port, and clients pass both.
    if ('path' in first && typeof first.path === 'string' && first.path !== '') return null;
    const port: unknown = 'port' in first ? first.port : undefined;
    if (port === undefined) return null;
    const host: unknown = 'host' in first ? first.host : undefined;
    return { host: typeof host === 'string' ? host : 'localhost', port: String(port) };
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return null;
  if (typeof first !== 'number' && typeof first !== 'string') return null;
  return { host: typeof second === 'string' ? second : 'localhost', port: String(first) };
}

const RESOLVERS = [
  'lookup',
  'resolve',
  'resolve4',
  'resolve6',
  'resolveAny',
  'resolveCname',
  'resolveSrv',
  'resolveTxt',
  'reverse',
  'lookupService',
] as const;

function guardNames(owner: object, mayReach: MayReach): () => void {
  const undo = RESOLVERS.map((name) =>
    replace(owner, name, (former) => (...given: unknown[]) => {
      const host = String(given[0]);
      const answer = given.at(-1);
      if (mayReach(host) || net.isIP(host) !== 0) return former(owner, ...given);
      const error = new NetworkBlocked(`looking up ${host}`);
      if (typeof answer !== 'function') throw error;
      process.nextTick(() => Reflect.apply(answer, undefined, [error]));
      return {};
    }),
  );
  return () => {
    for (const restore of undo) restore();
  };
}

function guardPromisedNames(mayReach: MayReach): () => void {
  const undo = RESOLVERS.map((name) =>
    replace(dns.promises, name, (former) => async (...given: unknown[]) => {
      const host = String(given[0]);
      if (mayReach(host) || net.isIP(host) !== 0) return former(dns.promises, ...given);
      throw new NetworkBlocked(`looking up ${host}`);
    }),
  );
  return () => {
    for (const restore of undo) restore();
  };
}

function guardDatagrams(mayReach: MayReach): () => void {
  const undo = (['send', 'connect'] as const).map((name) =>
    replace(dgram.Socket.prototype, name, (former) => {
      return function datagram(this: dgram.Socket, ...given: unknown[]): unknown {
        const host = given.find((value) => typeof value === 'string' && value !== given[0]) ?? 'localhost';
        if (mayReach(String(host))) return former(this, ...given);
        const error = new NetworkBlocked(`a datagram to ${String(host)}`);
        const answer = given.at(-1);
        if (typeof answer === 'function') process.nextTick(() => Reflect.apply(answer, this, [error]));
        else process.nextTick(() => this.emit('error', error));
        return undefined;
      };
    }),
  );
  return () => {
    for (const restore of undo) restore();
  };
}
