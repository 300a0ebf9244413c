/** Why no answer came, in words. Pure. */
import type { Target } from '../matrix/types.ts';

export interface Broken {
  /** One sentence without a full stop, with the code; never an address. */
  readonly says: string;
  readonly remedy: string;
}

const NETWORK = 'Check the network, its proxy and firewall.';
export const CERTIFICATE =
  'Check the endpoint and the clock; behind an inspecting proxy, let NODE_EXTRA_CA_CERTS name a file with its certificate authority.';

/** `code`: of node, of OpenSSL or of undici. */
export function brokenBy(code: string, { endpointVariable }: Pick<Target, 'endpointVariable'>): Broken {
  const address = endpointVariable ?? '`endpoint`';
  const [words, remedy] = ((): readonly [string, string] => {
    if (code === 'ECONNREFUSED')
      return [
        'nobody listens at this address and port',
        `Start the server, or correct the address in ${address}.`,
      ];
    if (code === 'BAD_PORT') return ['no client speaks http on this port', `Correct the port in ${address}.`];
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      return [
        'the name leads nowhere',
        `Check ${address}, and that this machine uses the DNS of its network.`,
      ];
    if (/CERT|SIGNATURE|^ERR_TLS|^ERR_SSL|^EPROTO$/.test(code))
      return [
        'no encrypted connection comes about, the certificate or the protocol is not accepted',
        CERTIFICATE,
      ];
    if (/TIMEDOUT|TIMEOUT/.test(code)) return ['nobody answers in time', NETWORK];
    if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET')
      return ['the connection was broken off', NETWORK];
    return ['the line broke', NETWORK];
  })();
  return { says: `no answer: ${words} (${code})`, remedy };
}
