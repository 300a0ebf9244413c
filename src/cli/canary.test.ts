/** Known values, told by a server in every way and every form: none may reach an artifact, a log or a message. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  canaryEnvironment,
  canaryValues,
  type Form,
  formsOf,
  foundIn,
  MARK,
  TellTale,
  WAYS,
} from './canary.fixture.ts';
import { type Said, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

const FEATURES =
  'chat/completion, chat/streaming, chat/function-calling, chat/temperature, responses/create, responses/streaming, files/upload';
const MODEL = 'gpt-4.1@2025-04-14';

const KEPT = ['chat/completion', 'chat/streaming', 'responses/streaming'].map(
  (feature) => `recordings/output/${feature}/${MODEL}.json`,
);

const COMMANDS: readonly (readonly string[])[] = [
  ['run', ...WAYS.map((way) => `*:*:${way}`), '--mode', 'record', '--out', 'reports/run.jsonl'],
  [
    'report',
    '--format',
    'html,md,json,csv,junit,ctrf,summary',
    '--locale',
    'en,zh-CN,zh-TW',
    '--out',
    'reports',
  ],
  ['validate', ...KEPT],
  ['validate', ...KEPT, '--json'],
  ['explain', 'gpt-4.1'],
  ['explain', 'gpt-4.1', 'chat/*', '--json'],
  ['recordings', 'verify'],
  ['run', ...WAYS.map((way) => `*:*:${way}`), '--mode', 'replay', '--out', 'reports/replay.jsonl'],
  ['diff', 'reports/run.jsonl', 'reports/replay.jsonl', '--json'],
  ['plan', '--json'],
  ['clean', ...WAYS.filter((way) => way !== 'reset')],
  ['doctor', ...WAYS],
];

describe('canaries', () => {
  const server = new TellTale();
  let project: TemporaryProject;
  let forms: readonly Form[];
  const said = new Map<string, Said>();

  beforeAll(async () => {
    await server.listen();
    const targets = WAYS.map(
      (way) =>
        `  ${way}: { kind: azure, region: swedencentral, endpoint: "\${LOOPBACK_URL}/${way}", auth: api-key, key_variable: LOOPBACK_KEY, deployments: { ${MODEL}: gpt-4.1 } }`,
    );
    project = temporaryProject(
      [
        'version: 1',
        'targets:',
        ...targets,
        `  noord: { kind: azure, region: swedencentral, endpoint: "\${AZURE_OPENAI_ENDPOINT_NOORD}", auth: api-key, resource_id: "\${AZURE_OPENAI_RESOURCE_ID_NOORD}" }`,
        `models: [${MODEL}]`,
        `features: [${FEATURES}]`,
        'limits: { concurrency: 8, retries: 0, case_timeout: 20s }',
      ].join('\n'),
    );
    forms = formsOf(canaryValues(server.url));
    for (const argv of COMMANDS) {
      const name = argv.join(' ');
      said.set(name, await start(project, argv, canaryEnvironment(server.url)).done);
    }
  }, 180_000);
  afterAll(() => {
    server.close();
    project[Symbol.dispose]();
  });

  const artifacts = () =>
    readdirSync(project.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  it('are told in every way, and what was told is kept without them', () => {
    for (const way of WAYS) expect({ way, told: server.told.get(way) ?? 0 }).not.toEqual({ way, told: 0 });
    expect([...server.seen].join(' ')).toContain(canaryValues(server.url).key);
    const kept = artifacts().filter((file) => readFileSync(file, 'utf8').includes(MARK));
    for (const way of ['output', 'error', 'page', 'garbage'])
      expect({
        way,
        kept:
          kept.some((file) => file.includes(`/recordings/${way}/`)) ||
          readFileSync(project.path('reports/run.jsonl'), 'utf8').includes(MARK),
      }).toEqual({ way, kept: true });
    // A stream holds it in pieces.
    const [spelt = ''] = KEPT.filter((file) => file.includes('chat/streaming'));
    expect(project.read(spelt)).toContain(MARK.slice(0, 7));
  });

  it('would be found: each form, plain, in JSON, in the joined deltas of a stream and in a body of bytes', () => {
    for (const form of forms) {
      const name = `${form.canary} (${form.form})`;
      const text = `before ${form.text} after`;
      const deltas = (text.match(/[\s\S]{1,5}/g) ?? []).map(
        (delta) => `data: ${JSON.stringify({ delta })}\n\n`,
      );
      for (const hay of [
        text,
        JSON.stringify({ x: [text] }),
        JSON.stringify({ body: deltas.join('') }),
        JSON.stringify({ base64: Buffer.from(`${text}${' '.repeat(40)}`).toString('base64') }),
      ])
        expect(foundIn(hay, [form])).toEqual([name]);
    }
  });

  it('are in no artifact', () => {
    const leaks = artifacts().flatMap((file) => {
      const found = foundIn(readFileSync(file, 'utf8'), forms);
      return found.length === 0 ? [] : [{ file: file.slice(project.folder.length), found }];
    });
    expect(leaks).toEqual([]);
    expect(artifacts().length).toBeGreaterThan(20);
  });

  it.each(COMMANDS)('are in nothing that %s prints', (...argv) => {
    const { out, err } = said.get(argv.join(' ')) ?? { out: '', err: '' };
    expect(`${out}${err}`).not.toBe('');
    // Nothing was refused for its usage, and nothing broke: each command said what it had to say.
    expect(err).not.toMatch(/^(?:error|defect) /m);
    expect(foundIn(`${out}\n${err}`, forms)).toEqual([]);
  });
});
