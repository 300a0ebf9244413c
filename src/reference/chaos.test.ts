import { afterEach, describe, expect, it } from 'vitest';
import { CALM, CHAOS, type ChaosServer, chaosNamed, serveChaos } from './chaos.ts';
import { DEFAULT_KEY } from './index.ts';

let server: ChaosServer | undefined;
afterEach(() => server?.close());

const models = (base: string) =>
  fetch(`${base}/openai/v1/models`, { headers: { authorization: `Bearer ${DEFAULT_KEY}` } });

describe('the server without manners', () => {
  it('is the reference at its calm address, and at others where no chaos is due', async () => {
    server = await serveChaos({ when: (ordinal) => ordinal > 0 });
    expect((await models(`${server.url}/${CALM}`)).status).toBe(200);
    expect((await models(`${server.url}/chaos.reset`)).status).toBe(200);
    await expect(models(`${server.url}/chaos.reset`)).rejects.toThrow('fetch failed');
    expect(server.requests.get('chaos.reset')).toBe(2);
  });

  it('plays one chaos at every address where it is asked to', async () => {
    const always = chaosNamed('chaos.error-page');
    server = await serveChaos(always === undefined ? {} : { always });
    expect((await models(server.url)).status).toBe(503);
  });

  it('knows its names, and suggests the nearest for another', () => {
    for (const chaos of CHAOS) expect(chaosNamed(chaos.name)).toBe(chaos);
    expect(chaosNamed('stream.truncated')).toBeUndefined();
    expect(() => chaosNamed('chaos.rest')).toThrow('did you mean "chaos.reset"?');
  });
});
