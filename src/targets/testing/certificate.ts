/** Throw-away certificates for tests: X.509 v3 (RFC 5280) in DER, with what a TLS client asks of them and no more. */
import { createHash, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';

export interface Issued {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
}

/** A certificate authority of its own, or with `issuer` a certificate signed by that one; good for so many days. */
export function issueCertificate(name: string, issuer?: Issued, days = 1): Issued {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const issuerName = issuer === undefined ? name : commonNameOf(issuer);
  const body = sequence(
    tagged(0, integer(2)),
    integer(serialOf(name)),
    SIGNATURE_ALGORITHM,
    distinguishedName(issuerName),
    sequence(time(-DAY_MS), time(days * DAY_MS)),
    distinguishedName(name),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensionsOf(name, issuer === undefined))),
  );
  const signature = sign('sha256', body, (issuer ?? { keys }).keys.privateKey);
  const der = sequence(body, SIGNATURE_ALGORITHM, bits(signature));
  return {
    certificate: new X509Certificate(der).toString(),
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    keys,
  };
}

const DAY_MS = 86_400_000;

function commonNameOf({ certificate }: Issued): string {
  return new X509Certificate(certificate).subject.replace(/^CN=/, '');
}

function serialOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) >>> 1;
}

function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(4, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 + length.length]), length, body]);
}

const sequence = (...content: readonly Uint8Array[]) => element(0x30, ...content);
const tagged = (number: number, content: Uint8Array) => element(0xa0 + number, content);
const octets = (content: Uint8Array) => element(0x04, content);
const bits = (content: Uint8Array) => element(0x03, Buffer.from([0]), content);
const oid = (hex: string) => element(0x06, Buffer.from(hex, 'hex'));
const TRUE = element(0x01, Buffer.from([0xff]));

function integer(value: number): Buffer {
  const hex = value.toString(16);
  return element(0x02, Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex'));
}

/** sha256WithRSAEncryption */
const SIGNATURE_ALGORITHM = sequence(oid('2a864886f70d01010b'), element(0x05));

function distinguishedName(commonName: string): Buffer {
  return sequence(element(0x31, sequence(oid('550403'), element(0x0c, Buffer.from(commonName)))));
}

function time(fromNowMs: number): Buffer {
  const digits = new Date(Date.now() + fromNowMs).toISOString().replaceAll(/[^\d]/g, '').slice(0, 14);
  return element(0x18, Buffer.from(`${digits}Z`));
}

function extensionsOf(name: string, isAuthority: boolean): Buffer[] {
  const constraints = sequence(oid('551d13'), TRUE, octets(isAuthority ? sequence(TRUE) : sequence()));
  const alternativeName = sequence(oid('551d11'), octets(sequence(element(0x82, Buffer.from(name)))));
  return isAuthority ? [constraints] : [constraints, alternativeName];
}
