/** What `import` keeps of somebody's recordings beside the observations: which documented fields were seen. */
import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSightings } from '../verdict/field-sightings.ts';
import { call, temporaryProject } from './project.fixture.ts';

const CITATION = ['--repository', 'a/b', '--commit', '0'.repeat(40), '--license', 'MIT'];
const HAR = JSON.stringify({
  log: {
    entries: [
      {
        startedDateTime: '2026-03-04T05:06:07Z',
        request: {
          method: 'POST',
          url: 'https://somebody.openai.azure.com/openai/v1/chat/completions',
          headers: [{ name: 'content-type', value: 'application/json' }],
          postData: {
            mimeType: 'application/json',
            text: JSON.stringify({ model: 'gpt-4.1', messages: [{ role: 'user', content: 'Hello' }] }),
          },
        },
        response: {
          status: 200,
          headers: [
            { name: 'content-type', value: 'application/json' },
            { name: 'x-ms-region', value: 'East US 2' },
          ],
          content: {
            mimeType: 'application/json',
            text: JSON.stringify({
              id: 'chatcmpl-1',
              object: 'chat.completion',
              created: 1772600000,
              model: 'gpt-4.1-2025-04-14',
              choices: [
                { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello' } },
              ],
              novelty: 1,
            }),
          },
        },
      },
    ],
  },
});

it('notes the documented fields that an answer holds, never a value, and again changes nothing', async () => {
  using project = temporaryProject();
  project.write('calls.har', HAR);
  const asked = ['import', 'calls.har', '--observations', 'facts.jsonl', ...CITATION];
  const said = await call(project, asked);
  expect(said).toMatchObject({ code: 0, err: '' });
  expect(said.out).toMatch(/facts\.fields\.jsonl holds 10 documented fields that were seen$/);
  const text = project.read('facts.fields.jsonl');
  const lines = readSightings('facts.fields.jsonl', text);
  expect(lines.find(({ path }) => path === 'finish_reason')).toEqual({
    definition: 'ChatCompletion.Choice',
    path: 'finish_reason',
    azure: { first: '2026-03-04', last: '2026-03-04', models: ['gpt-4.1'], regions: ['eastus2'] },
  });
  expect(text).not.toMatch(/novelty|chatcmpl|Hello/);
  await call(project, asked);
  expect(project.read('facts.fields.jsonl')).toBe(text);
});

it('refuses recordings of which none names its source, and writes nothing', async () => {
  using project = temporaryProject();
  project.write('calls.har', HAR);
  const said = await call(project, ['import', 'calls.har', '--observations', 'facts.jsonl', '--json']);
  expect(said).toMatchObject({ code: 2, out: '' });
  expect(said.err).toMatch(/calls\.har: none of the 1 exchanges names its source\n.*--repository/);
  expect(readdirSync(project.folder).sort()).toEqual(['calls.har', 'matrix.yaml']);
});

it.each(['empty.har', 'folder'])('refuses %s, which holds no exchange, and writes nothing', async (path) => {
  using project = temporaryProject();
  project.write('empty.har', '{"log":{"entries":[]}}');
  project.write('folder/notes.txt', 'no recording');
  const said = await call(project, ['import', path, '--observations', 'facts.jsonl', ...CITATION]);
  expect(said).toMatchObject({ code: 2, out: '' });
  expect(said.err).toContain(`${path}: it holds no exchange`);
  expect(existsSync(project.path('facts.jsonl'))).toBe(false);
});
