/** What a run leaves behind, when it is killed and when it cannot delete, and how `clean` removes it. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReference, DEFAULT_KEY } from '../reference/index.ts';
import { call, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

const TAG = /aoai-conform-[0-9a-f]{12}/;
const PATIENCE = { timeout: 20_000, interval: 20 };

/** A reference server that leaves some requests without an answer, and answers others with a 500. */
class MoodyServer {
  held = 0;
  hold: RegExp | null = null;
  fail: RegExp | null = null;
  readonly #answer = getRequestListener(createReference().app.fetch);
  readonly #server = createServer((request, response) => this.#take(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const asked = `${request.method} ${request.url}`;
    if (this.hold?.test(asked) === true) {
      this.held += 1;
    } else if (this.fail?.test(asked) === true) {
      const error = {
        code: 'InternalServerError',
        message: 'The server had an error processing your request.',
      };
      response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
    } else void this.#answer(request, response);
  }
}

let server: MoodyServer;
let client: OpenAI;
let project: TemporaryProject;

beforeEach(async () => {
  server = new MoodyServer();
  const url = await server.listen();
  client = new OpenAI({ baseURL: `${url}/openai/v1/`, apiKey: DEFAULT_KEY, maxRetries: 0 });
  project = temporaryProject(
    [
      'version: 1',
      'targets:',
      `  loopback: { kind: reference, endpoint: "${url}" }`,
      `  nowhere: { kind: azure, endpoint: "\${AZURE_OPENAI_ENDPOINT_NOWHERE}", region: swedencentral }`,
      'models: [gpt-4.1]',
      'features: [files/upload, responses/retrieve]',
      'limits: { concurrency: 16 }',
    ].join('\n'),
  );
  project.write('run.jsonl', '');
});
afterEach(() => {
  server.close();
  project[Symbol.dispose]();
});

const LIST = 'run.created.jsonl';
const clean = (...more: string[]) => call(project, ['clean', '--run', 'run.jsonl', ...more]);
const run = (only = '*') =>
  start(project, ['run', `${only}:*:loopback`, '--mode', 'live', '--out', 'run.jsonl']);
const filesThere = async () => (await client.files.list()).data.map(({ id }) => id);
const isThere = (id: string) =>
  client.responses.retrieve(id).then(
    () => true,
    () => false,
  );
const noted = () =>
  project
    .read(LIST)
    .trim()
    .split('\n')
    .map((line): { event: string; kind: string; id: string } => JSON.parse(line));
const note = (kind: string, id: string) =>
  writeFileSync(
    project.path(LIST),
    `${JSON.stringify({ event: 'created', target: 'loopback', kind, id })}\n`,
  );
const document = (name: string) => new File(['text'], name);

/** Starts a run, and kills it when so many of its requests are held. */
async function killOnce(held: number, only: string): Promise<void> {
  server.held = 0;
  const { child, done } = run(only);
  await vi.waitFor(() => expect(server.held).toBe(held), PATIENCE);
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await done;
}

describe('a run that is killed between creating and deleting', () => {
  it('leaves a list of what it made; clean deletes that, and nothing of anybody else', async () => {
    const foreign = await client.files.create({ file: document('mine.txt'), purpose: 'assistants' });
    const answer = await client.responses.create({ model: 'ref-general', input: 'Say hello.' });
    server.hold = /^GET \/openai\/v1\/(files|responses)\//;
    // The APIs of a live run have their turns: one file, then a response of each model that has the API.
    await killOnce(1, 'files');
    await killOnce(3, 'responses');
    server.hold = null;

    const left = noted();
    expect(left.map(({ event, kind }) => `${event} ${kind}`).sort()).toEqual([
      'created file',
      'created response',
      'created response',
      'created response',
    ]);
    const made = left.map(({ id }) => id);

    const dry = await clean('--dry-run');
    expect(dry).toMatchObject({ code: 0, err: '' });
    for (const id of made) expect(dry.out).toMatch(new RegExp(`would delete \\w+ ${id} \\(${TAG.source}\\)`));
    expect(dry.out).not.toContain(foreign.id);
    expect(await filesThere()).toHaveLength(2);
    expect(noted()).toEqual(left);

    const real = await clean('--json');
    expect(real.code).toBe(0);
    const [report] = JSON.parse(real.out).targets;
    expect(report).toMatchObject({ target: 'loopback', notAsked: null, unlisted: [] });
    expect(report.things.map(({ id }: { id: string }) => id).sort()).toEqual(made.sort());
    for (const { outcome } of report.things) expect(outcome).toBe('deleted');
    expect(await filesThere()).toEqual([foreign.id]);
    for (const { id, kind } of left) if (kind === 'response') expect(await isThere(id)).toBe(false);
    expect(await isThere(answer.id)).toBe(true);
    expect(existsSync(project.path(LIST))).toBe(false);

    expect(await clean()).toEqual({ code: 0, err: '', out: 'loopback: nothing left behind' });
  });

  it('finds files by their tag even where the list of the run is lost', async () => {
    const name = 'aoai-conform-0123456789ab-code-word.pdf';
    const tagged = await client.files.create({ file: document(name), purpose: 'assistants' });
    const similar = await client.files.create({
      file: document('aoai-conform-notes.txt'),
      purpose: 'assistants',
    });
    const said = await clean('loopback');
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toContain(`deleted file ${tagged.id} (aoai-conform-0123456789ab)`);
    expect(await filesThere()).toEqual([similar.id]);
  });
});

describe('a run that cannot delete', () => {
  it('says so at its end with the command to run; clean does it once it can', async () => {
    server.fail = /^DELETE /;
    const said = await run().done;
    expect(said.err).toMatch(/left behind at loopback by files\/upload:-:loopback: file assistant-/);
    expect(said.err).toMatch(
      /4 things this run .* could not be deleted; remove with:\n {2}aoai-conform clean loopback --run run\.jsonl/,
    );

    const stuck = await clean();
    expect(stuck.code).toBe(3);
    expect(stuck.out).toMatch(
      /not deleted file assistant-\w+ \(aoai-conform-\w{12}\): 500 The server had an error/,
    );
    expect(noted()).toHaveLength(4);

    server.fail = null;
    expect((await clean()).code).toBe(0);
    expect(await filesThere()).toEqual([]);
    expect(existsSync(project.path(LIST))).toBe(false);
  });

  it('keeps what an earlier run noted, though it starts its results anew', async () => {
    note('response', 'resp_of_an_earlier_run');
    const { err } = await run('files').done;
    expect(err).toContain('aoai-conform clean loopback');
    expect(noted()).toMatchObject([{ event: 'created', id: 'resp_of_an_earlier_run' }]);
    expect((await clean()).out).toContain('already gone response resp_of_an_earlier_run');
    expect(existsSync(project.path(LIST))).toBe(false);
  });

  it('leaves no list when everything was deleted', async () => {
    expect(await run().done).toMatchObject({ code: 0, err: '' });
    expect(existsSync(project.path(LIST))).toBe(false);
    expect(await filesThere()).toEqual([]);
  });
});

describe('clean', () => {
  it('deletes the containers that a run has noted, which can carry no tag, and no other', async () => {
    const [ours, others] = [
      await client.containers.create({ name: 'auto' }),
      await client.containers.create({ name: 'auto' }),
    ];
    note('container', ours.id);
    expect((await clean('--dry-run')).out).toContain(`would delete container ${ours.id}`);
    expect(await clean()).toMatchObject({
      code: 0,
      out: expect.stringContaining(`deleted container ${ours.id}`),
    });
    expect((await client.containers.list()).data.map(({ id }) => id)).toEqual([others.id]);
    expect(existsSync(project.path(LIST))).toBe(false);
  });

  it('leaves alone what carries no tag, whoever lists it', async () => {
    const { id } = await client.responses.create({ model: 'ref-general', input: 'Say hello.' });
    note('response', id);
    const said = await clean();
    expect(said.code).toBe(3);
    expect(said.out).toContain(`left alone response ${id}: it does not carry the tag of a run`);
    expect(await isThere(id)).toBe(true);
  });

  it.each([
    [
      'an endpoint that is not set',
      `nowhere: { kind: azure, endpoint: "\${AZURE_OPENAI_ENDPOINT_NOWHERE}", region: swedencentral }`,
      /Set AZURE_OPENAI_ENDPOINT_NOWHERE, or name the matrix of the run with --matrix\./,
    ],
    ['the server built in', 'reference: { kind: reference }', /add a target with an endpoint to this one\./],
  ])('is no success where there is nobody to ask: %s', async (_, target, remedy) => {
    using bare = temporaryProject(
      `version: 1\ntargets:\n  ${target}\nmodels: [gpt-4.1]\nfeatures: [files/upload]\n`,
    );
    for (const more of [[], ['--dry-run', '--json']]) {
      const said = await call(bare, ['clean', ...more]);
      expect(said).toMatchObject({ code: 2, out: '' });
      expect(said.err).toMatch(/matrix\.yaml: no target has an endpoint, so that nothing was asked/);
      expect(said.err).toMatch(remedy);
    }
  });

  it('knows no run that left neither results nor a list, and says what the default could not look for', async () => {
    const said = await call(project, ['clean', '--run', 'rnu.jsonl']);
    expect(said).toMatchObject({ code: 2, out: '' });
    expect(said.err).toMatch(
      /rnu\.jsonl: there is no such run: neither its results nor its list, rnu\.created\.jsonl/,
    );
    expect(await call(project, ['clean'])).toEqual({
      code: 0,
      out: 'loopback: nothing left behind',
      err: 'no list of a run at reports/run.created.jsonl; only what carries the tag was looked for',
    });
    rmSync(project.path('run.jsonl'));
    note('file', 'assistant-gone');
    expect((await clean()).code).toBe(0);
  });

  it('says which target it could not ask, and which kind it could not list', async () => {
    expect(await clean('nowhere')).toMatchObject({
      code: 3,
      out: 'nowhere: not asked, AZURE_OPENAI_ENDPOINT_NOWHERE is not set',
    });
    server.fail = /^GET \/openai\/v1\/files/;
    const said = await clean('loopback');
    expect(said.code).toBe(3);
    expect(said.err).toMatch(/cannot list what there is of kind file: 500/);
  });

  it('knows the targets of the matrix, and what a run left at one that is no longer there', async () => {
    expect(await clean('loopbak')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/there is no target "loopbak", did you mean "loopback"\?/),
    });
    const gone = { event: 'created', target: 'retired', kind: 'file', id: 'assistant-1' };
    writeFileSync(project.path(LIST), `${JSON.stringify(gone)}\n`);
    const said = await clean();
    expect(said.code).toBe(3);
    expect(said.out).toContain(
      'retired: not asked, the matrix has no such target, and a run left 1 thing there',
    );
  });
});
