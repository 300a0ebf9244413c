import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const HOME = fileURLToPath(new URL('../..', import.meta.url));
const NAME = 'azure-openai-conformance';
/** What a build needs. */
const SOURCES = [
  '.ci',
  'src',
  'suites',
  'fixtures',
  'requirements',
  'docs',
  'matrix.yaml',
  'package.json',
  'tsconfig.json',
];
const CHAT = 'chat/completion/ref-general@2026-11-01.json';

/** The examples of the guide, found by how they begin: what it shows is what is run here. */
const guide = readFileSync(join(HOME, 'docs/extend.md'), 'utf8');
function shown(language: 'yaml' | 'ts', beginning: string): string {
  const blocks = [...guide.matchAll(/```(\w+)\n([\s\S]*?)```/g)].filter(([, name]) => name === language);
  const text = blocks.map(([, , body = '']) => body).find((body) => body.startsWith(beginning));
  if (text === undefined) throw new Error(`the guide shows no ${language} that begins with ${beginning}`);
  return text;
}

const LINE = `feature: { title: Colour, kinds: [general], estimate: { requests: 1, inputTokens: 9, outputTokens: 9 },
  source: https://contoso.example/colour }
`;
const MATRIX = `version: 1
targets:
  reference: { kind: reference }
features: [responses/colour, responses/colour-again]
suites: [./suites]
checks: [./checks/latency.ts]
`;
const CONSUMER = `import OpenAI from 'openai';
import {
  type CaseResult, casesOf, ConfigurationFailure, createReference, DEFAULT_KEY, inspectExchange, openProject,
  playCassette, readRecordingFile, reportModel, runCases, shippedRecordings,
} from '${NAME}';

const file = \`\${shippedRecordings()}/reference/${CHAT}\`;
const player = await playCassette(file);
const clientOn = (fetch: typeof globalThis.fetch, apiKey = 'any') =>
  new OpenAI({ baseURL: 'https://any.example/openai/v1/', apiKey, fetch });
const said: unknown[] = [];
for await (const { exchange, hostKind } of readRecordingFile(file)) {
  const { checks } = inspectExchange(exchange, { hostKind });
  said.push(checks.every(({ outcome }) => outcome === 'passed'));
  const { body } = exchange.request;
  if (body.kind !== 'json') continue;
  const answer: { readonly object?: string } = await clientOn(player.fetch).post('/chat/completions', { body: body.value as object });
  said.push(answer.object);
}
said.push(player.ledger().unplayed.length);
said.push(await clientOn(player.fetch).models.list().then(() => '', (error: Error) => error.message.slice(0, 22)));

const reference = createReference();
const completion = await clientOn(reference.fetch, DEFAULT_KEY).chat.completions.create({
  model: 'ref-general', messages: [{ role: 'user', content: 'Hello' }],
});
said.push(completion.object);

const project = openProject();
const cases = casesOf(project, ['*:ref-general@*']);
const rows = (results: readonly CaseResult[]) => results.map(({ feature, status }) => \`\${feature} \${status}\`);
said.push(rows(await runCases(project, cases, { mode: 'record' })), rows(await runCases(project, cases)));
said.push((await reportModel(project)).apis.length > 0);
try {
  openProject({ matrix: 'nothing.yaml' });
} catch (error) {
  said.push(error instanceof ConfigurationFailure && error.exitCode);
}
console.log(JSON.stringify(said));
`;

describe('the package, installed in an empty folder', () => {
  const root = mkdtempSync(join(tmpdir(), 'aoai-pack-'));
  const app = join(root, 'app');
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(app, name)), { recursive: true });
    writeFileSync(join(app, name), text);
  };
  const call = (cwd: string, program: string, ...argv: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, argv, { cwd, encoding: 'utf8' });
    return { status, stdout: stdout.trim(), stderr: stderr.trim() };
  };
  const cli = (...argv: string[]) => call(app, process.execPath, `node_modules/${NAME}/dist/cli.js`, ...argv);

  beforeAll(() => {
    // A copy is built and packed: another test may be using the `dist` of this folder.
    const copy = join(root, 'copy');
    for (const name of SOURCES) cpSync(join(HOME, name), join(copy, name), { recursive: true });
    cpSync(join(HOME, 'recordings/reference/chat'), join(copy, 'recordings/reference/chat'), {
      recursive: true,
    });
    symlinkSync(join(HOME, 'node_modules'), join(copy, 'node_modules'));
    const built = call(copy, process.execPath, '.ci/build.ts', '--types');
    expect(built).toEqual({ status: 0, stdout: '', stderr: '' });
    const packed = call(copy, 'npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', root);
    expect(packed.status).toBe(0);
    mkdirSync(join(app, 'node_modules'), { recursive: true });
    call(root, 'tar', 'xzf', join(root, packed.stdout.split('\n').at(-1) ?? ''));
    renameSync(join(root, 'package'), join(app, 'node_modules', NAME));
    // Instead of an installation, which would ask a registry.
    for (const name of readdirSync(join(HOME, 'node_modules')).filter(
      (entry) => entry !== '.bin' && entry !== NAME,
    ))
      symlinkSync(join(HOME, 'node_modules', name), join(app, 'node_modules', name));
    write('package.json', '{ "type": "module" }');
    write('matrix.yaml', MATRIX);
    write('suites/responses/colour.ts', shown('ts', 'import { scenario }'));
    write('suites/responses/colour.yaml', LINE);
    write('suites/responses/colour-again.yaml', shown('yaml', 'feature:'));
    write('checks/latency.ts', shown('ts', 'import type { ExchangeCheck }'));
    write('stream.test.ts', shown('ts', 'import { playCassette'));
    write('consumer.ts', CONSUMER);
  }, 120_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }), 120_000);

  it('type-checks a consumer, its scenario and its check, declarations included', () => {
    const options = {
      target: 'es2024',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: ['node'],
    };
    write(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: options, include: ['consumer.ts', 'suites', 'checks'] }),
    );
    const compiler = join(HOME, 'node_modules/typescript/bin/tsc');
    expect(call(app, process.execPath, compiler, '-p', '.')).toMatchObject({ status: 0, stdout: '' });
  });

  it('plays, inspects, serves, runs and reports', () => {
    const { stdout, stderr } = call(app, process.execPath, 'consumer.ts');
    expect(stderr).toBe('');
    const supported = ['responses/colour-again supported', 'responses/colour supported'];
    expect(JSON.parse(stdout)).toEqual([
      true,
      'chat.completion',
      0,
      '404 no recorded reques',
      'chat.completion',
      supported,
      supported,
      true,
      2,
    ]);
  });

  it("runs scenarios and checks of the user's through the command line", () => {
    expect(cli('run', '--mode', 'live', '--out', 'live.jsonl')).toMatchObject({ status: 0, stderr: '' });
    const told = cli('run', 'responses/colour:ref-general@*', '--out', 'replay.jsonl', '--json');
    expect(JSON.parse(told.stdout)).toMatchObject({ footer: { counts: { supported: 1 } } });
  });

  it('plays a cassette in a test of vitest', () => {
    const told = call(app, process.execPath, 'node_modules/vitest/vitest.mjs', 'run', 'stream.test.ts');
    expect(told).toMatchObject({ status: 0 });
    expect(told.stdout).toMatch(/1 passed/);
  });

  it('offers no other door', () => {
    const { stderr } = call(app, process.execPath, '-e', `import('${NAME}/dist/cli.js')`);
    expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
}, 120_000);
