import { describe, expect, it } from 'vitest';
import { writeCassette } from './cassette.ts';
import { findSecrets } from './leak.ts';
import { live } from './live.ts';
import { createRedactor } from './redact.ts';
import { cassetteOf } from './sample.fixture.ts';
import { createTap } from './tap.ts';

describe('a planted canary', () => {
  const CANARY = 'C4n@ry+k3y/7f9d2c81e4b6==';
  const forms = (value: string) => {
    const bytes = Buffer.from(value);
    return [
      value,
      encodeURIComponent(value),
      bytes.toString('hex'),
      bytes.toString('base64'),
      Buffer.from(`:${value}`).toString('base64'),
      Buffer.from(`u:${value}`).toString('base64'),
    ];
  };

  it('reaches neither exchange, nor cassette, nor error, in any encoding or place', async () => {
    for (const form of forms(CANARY)) {
      const echo: typeof fetch = async (_, init) => {
        const sent = await new Response(init?.body ?? null).text();
        const frames = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: form.slice(0, 5) } }] })}\n\ndata: ${JSON.stringify({ choices: [{ index: 0, delta: { content: form.slice(5) } }] })}\n\ndata: [DONE]\n\n`;
        if (sent.includes('fail')) throw new TypeError(`fetch failed for ${form}`);
        if (sent.includes('stream'))
          return new Response(frames, {
            headers: { 'content-type': 'text/event-stream', 'x-request-id': form },
          });
        return Response.json(
          { error: { message: `bad key ${form}`, [`k${form}`]: form } },
          { status: 401, headers: { 'www-authenticate': form, 'x-ms-region': form } },
        );
      };
      const tap = createTap({ source: live(echo), redactor: createRedactor({ secrets: [CANARY] }) });
      const url = `https://h.test/v1/chat/completions?code=${encodeURIComponent(form)}`;
      const headers = { authorization: `Bearer ${form}`, 'api-key': form, accept: form };
      const body = (mode: string) => JSON.stringify({ mode, messages: [form], [form]: 1 });
      await (await tap.fetch(url, { method: 'POST', headers, body: body('json') })).text();
      await (await tap.fetch(url, { method: 'POST', headers, body: body('stream') })).text();
      const upload = new FormData();
      upload.set('file', new File(['x'], `${form.replaceAll('/', '%2F')}.txt`));
      upload.set('note', form);
      await (await tap.fetch(url, { method: 'POST', headers, body: upload })).text();
      const error = await tap
        .fetch(url, { method: 'POST', headers, body: body('fail') })
        .catch((reason: unknown) => reason);
      const exchanges = await tap.exchanges();
      const written = writeCassette(cassetteOf(...exchanges.slice(0, 3)));
      const message = error instanceof Error ? `${error.message} ${error.stack} ${String(error.cause)}` : '';
      for (const artifact of [JSON.stringify(exchanges), written, message]) {
        expect(findSecrets(artifact, [CANARY])).toEqual([]);
        for (const other of forms(CANARY)) expect(artifact.includes(other), other).toBe(false);
      }
      expect(message).toContain('fetch failed');
    }
  });

  it('is never named by the scanner that finds it', () => {
    expect(JSON.stringify(findSecrets(JSON.stringify({ a: CANARY }), [CANARY]))).not.toContain(
      CANARY.slice(0, 6),
    );
  });

  it('may be learned while the case runs', () => {
    const redactor = createRedactor();
    redactor.learn(CANARY);
    expect(redactor.text(`x${CANARY}y`)).toBe('xredacted-credentialy');
  });
});
