import { describe, expect, it } from 'vitest';
import { brokenBy } from './broken.ts';

describe('a line that broke', () => {
  it.each([
    ['ECONNREFUSED', /nobody listens/, /Start the server, .* AZURE_OPENAI_ENDPOINT/],
    ['BAD_PORT', /no client speaks http on this port/, /Correct the port in AZURE_OPENAI_ENDPOINT/],
    ['ENOTFOUND', /leads nowhere/, /DNS/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /certificate/, /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /certificate/, /NODE_EXTRA_CA_CERTS/],
    ['UND_ERR_CONNECT_TIMEOUT', /in time/, /proxy and firewall/],
    ['ECONNRESET', /broken off/, /proxy and firewall/],
    ['EWHATEVER', /the line broke/, /proxy and firewall/],
  ])('by %s says so, and what to do', (code, says, remedy) => {
    const broken = brokenBy(code, { endpointVariable: 'AZURE_OPENAI_ENDPOINT' });
    expect(broken.says).toMatch(says);
    expect(broken.says).toContain(`(${code})`);
    expect(broken.remedy).toMatch(remedy);
  });

  it('is mended in the matrix where no variable holds the address', () => {
    expect(brokenBy('ECONNREFUSED', {}).remedy).toContain('`endpoint`');
  });
});
