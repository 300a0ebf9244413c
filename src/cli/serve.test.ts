import OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_KEY } from '../reference/index.ts';
import { call, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

const PATIENCE = { timeout: 20_000, interval: 20 };

let project: TemporaryProject;
beforeEach(() => {
  project = temporaryProject();
});
afterEach(() => project[Symbol.dispose]());

describe('serve', () => {
  it('refuses beyond the limits it was given, and says which they are', async () => {
    const { child, done } = start(project, ['serve', '--port', '0', '--rpm', '1', '--tpm', '500']);
    let said = '';
    child.stdout?.on('data', (text: string) => {
      said += text;
    });
    await vi.waitFor(() => expect(said).toMatch(/limits {2}1 requests, 500 tokens a minute/), PATIENCE);
    const baseURL = /http:\S+/.exec(said)?.[0];
    const served = new OpenAI({ baseURL, apiKey: DEFAULT_KEY, maxRetries: 0 });
    const ask = () => served.responses.create({ model: 'ref-general', input: 'Say hello.', store: false });
    expect((await ask()).output_text).toBe('hello');
    await expect(ask()).rejects.toThrow(/exceeded call rate limit/);
    process.kill(child.pid ?? 0, 'SIGTERM');
    expect(await done).toMatchObject({ code: 0, err: '' });
  });

  it.each(['0', '-1', '1.5', 'many'])('takes no limit of %s', async (limit) => {
    const { code, err } = await call(project, ['serve', '--rpm', limit]);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('whole number from 1') });
  });

  it.each([
    ['mars', '--region does not know "mars"'],
    ['swedencentrall', 'did you mean "swedencentral"?'],
  ])('takes no region %s', async (region, message) => {
    const { code, err } = await call(project, ['serve', '--region', region]);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });
});

describe('serve --replay', () => {
  it('answers what was recorded, tells what was not, and counts both at the end', async () => {
    project.record('reference/chat/completion');
    const { child, done } = start(project, [
      'serve',
      '--port',
      '0',
      '--replay',
      'recordings',
      '--rechunk',
      '7',
    ]);
    let said = '';
    child.stdout?.on('data', (text: string) => {
      said += text;
    });
    await vi.waitFor(() => expect(said).toMatch(/timing {3}at once/), PATIENCE);
    expect(said).toMatch(/key {6}any\n {2}chunks {3}of 1 to 7 bytes/);
    const file = 'recordings/reference/chat/completion/ref-general@2026-11-01.json';
    const { path, body, response } = JSON.parse(project.read(file)).exchanges[0];
    const ask = (content: unknown) =>
      fetch(`${/http:\S+/.exec(said)?.[0]}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer nobody' },
        body: JSON.stringify(content),
      });
    expect(await (await ask(body)).json()).toEqual(response);
    expect((await ask({ ...body, seed: 4 })).status).toBe(404);
    process.kill(child.pid ?? 0, 'SIGTERM');
    const { code, out, err } = await done;
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('answered 1 request, 1 without a recorded answer'),
    });
    expect(err).toContain('/body/seed: 4 is sent, but not recorded');
  });

  it.each<[string[], string, number]>([
    [['--replay', 'nowhere'], 'there is no such file or folder', 2],
    [['--replay', 'empty'], 'there is no cassette in this folder', 2],
    [['--replay', 'broken'], 'not valid JSON', 4],
    [['--timing'], '--replay recordings', 2],
    [['--rechunk', '7'], '--replay recordings', 2],
    [['--replay', 'recordings', '--rechunk', '0'], 'whole number from 1', 2],
    [['--replay', 'recordings', '--rechunk', '7', '--timing'], 'cannot be used with', 2],
    [['--replay', 'recordings', '--rpm', '7'], 'cannot be used with', 2],
    [['--replay', 'recordings', '--fault', 'usage.missing'], 'cannot be used with', 2],
  ])('refuses %j', async (argv, message, code) => {
    project.write('empty/readme.txt', '');
    project.write('broken/a.json', '{');
    const said = await call(project, ['serve', ...argv]);
    expect({ code: said.code, err: said.err }).toEqual({ code, err: expect.stringContaining(message) });
  });
});
