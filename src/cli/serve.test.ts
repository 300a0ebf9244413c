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
});
