import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReference, DEFAULT_KEY } from '../reference/index.ts';
import { rowsOf, start, type TemporaryProject, temporaryProject, verdictsOf } from './project.fixture.ts';

const MEGABYTES = 20;

describe(`an answer of ${MEGABYTES} MB`, () => {
  let project: TemporaryProject;
  let close: () => void;

  beforeAll(async () => {
    const reference = createReference();
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = await reference.fetch(`http://reference.invalid${request.url}`, {
        method: request.method ?? 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${DEFAULT_KEY}` },
        body: Buffer.concat(chunks),
      });
      const body = await answer.json();
      body.choices[0].message.content = 'lorem ipsum '.repeat((MEGABYTES * 1024 * 1024) / 12);
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    close = () => server.close().closeAllConnections();
    project = temporaryProject(
      `version: 1\ntargets:\n  big: { kind: reference, endpoint: "http://127.0.0.1:${(server.address() as AddressInfo).port}" }\nfeatures: [chat/completion]\n`,
    );
  });
  afterAll(() => {
    close();
    project[Symbol.dispose]();
  });

  it('is recorded whole and replayed with the same verdict', async () => {
    const only = ['run', 'chat/completion:ref-general', '--out'];
    const recorded = await start(project, [...only, 'record.jsonl', '--mode', 'record']).done;
    expect(recorded).toMatchObject({ code: 0, err: '' });
    const [row] = rowsOf(project.read('record.jsonl')).values();
    expect(statSync(project.path(row?.evidence.cassette ?? '')).size).toBeGreaterThan(
      MEGABYTES * 1024 * 1024,
    );
    // The row tells what was found, not what was sent.
    expect(project.read('record.jsonl').length).toBeLessThan(20_000);

    const replayed = await start(project, [...only, 'replay.jsonl']).done;
    expect(replayed).toMatchObject({ code: 0, err: '' });
    expect(verdictsOf(project.read('replay.jsonl'))).toEqual(verdictsOf(project.read('record.jsonl')));
  });
});
