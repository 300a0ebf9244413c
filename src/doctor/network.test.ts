import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { issueCertificate } from '../targets/testing/certificate.ts';
import { examineCertificate, examineName } from './network.ts';

const root = issueCertificate('Root of the network test', undefined, 400);
const stranger = issueCertificate('Nobody knows this root', undefined, 400);

async function listen(
  certificate: ReturnType<typeof issueCertificate>,
): Promise<{ server: Server; url: URL }> {
  const server = createServer({ cert: certificate.certificate, key: certificate.privateKey });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return { server, url: new URL(`https://localhost:${(server.address() as AddressInfo).port}`) };
}

describe('the certificate of an endpoint', () => {
  const open: Server[] = [];
  const at = async (certificate: ReturnType<typeof issueCertificate>) => {
    const { server, url } = await listen(certificate);
    open.push(server);
    return examineCertificate(url, Date.now());
  };
  const trusted = tls.getCACertificates();
  beforeAll(() => tls.setDefaultCACertificates([...trusted, root.certificate]));
  afterAll(() => tls.setDefaultCACertificates(trusted));
  afterEach(() => {
    for (const server of open.splice(0)) server.close().closeAllConnections();
  });

  it.each([
    [
      'good',
      issueCertificate('localhost', root, 90),
      'ok',
      /^TLSv1\.3, the certificate is good for (?:89|90) days$/,
    ],
    ['about to expire', issueCertificate('localhost', root, 3), 'warning', /expires in [23] days/],
    ['expired', issueCertificate('localhost', root, -0.5), 'failed', /not accepted \(CERT_HAS_EXPIRED\)/],
    [
      'of another host',
      issueCertificate('elsewhere.example', root, 90),
      'failed',
      /ERR_TLS_CERT_ALTNAME_INVALID/,
    ],
    ['of nobody known', issueCertificate('localhost', stranger, 90), 'failed', /not accepted \(UNABLE_TO_/],
  ] as const)('that is %s is %#', async (_, certificate, outcome, says) => {
    const told = await at(certificate);
    expect(told).toMatchObject({ check: 'tls', outcome, says: expect.stringMatching(says) });
    expect(told.remedy === '').toBe(outcome === 'ok');
  });

  it('is not there where nobody listens, and not needed on this machine', async () => {
    const { server, url } = await listen(issueCertificate('localhost', root));
    await new Promise((resolve) => server.close(resolve));
    expect(await examineCertificate(url, Date.now())).toMatchObject({
      outcome: 'failed',
      says: 'nobody answers (ECONNREFUSED)',
    });
    expect(await examineCertificate(new URL('http://127.0.0.1:1'), 0)).toMatchObject({ outcome: 'skipped' });
  });
});

describe('the name of an endpoint', () => {
  it.each([
    ['https://localhost', 'ok'],
    ['https://127.0.0.1', 'skipped'],
    ['https://[::1]', 'skipped'],
    ['https://no-such-resource.invalid', 'failed'],
  ])('%s is %s, and not repeated', async (url, outcome) => {
    const told = await examineName(new URL(url));
    expect(told).toMatchObject({ check: 'dns', outcome });
    expect(told.says + told.remedy).not.toContain('no-such-resource');
  });
});
