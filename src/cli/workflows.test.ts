/** The workflows as users copy them: each rule holds for all of them, and each rule catches its named fault. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { PREDICATE_TYPE } from '../report/attestation.ts';
import { call, HOME, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';
import { problemsOfAction, problemsOfPipeline, problemsOfWorkflow } from './workflows.fixture.ts';

const FOLDER = '.github/workflows';
const read = (file: string) => readFileSync(join(HOME, file), 'utf8');
const workflows = readdirSync(join(HOME, FOLDER)).map((name) => `${FOLDER}/${name}`);
const scripts = Object.keys(JSON.parse(read('package.json')).scripts);

const LINTED = [
  ...workflows.map((file) => ({ file, problemsOf: problemsOfWorkflow })),
  { file: 'action.yml', problemsOf: problemsOfAction },
  { file: '.ci/azure-pipelines.yml', problemsOf: problemsOfPipeline },
];

describe('the workflows', () => {
  it('are those that the guide names', () => {
    const named = [...read('docs/nightly.md').matchAll(/\]\(\.\.\/([^)]+\.yml)\)/g)].map(([, file]) => file);
    expect(new Set(named)).toEqual(
      new Set(LINTED.map(({ file }) => file).filter((file) => !file.endsWith('/ci.yml'))),
    );
  });

  it.each(LINTED)('$file is YAML and keeps to every rule', ({ file, problemsOf }) => {
    expect(parseDocument(read(file), { uniqueKeys: true }).errors).toEqual([]);
    expect(problemsOf(read(file), scripts)).toEqual([]);
  });

  it.each(LINTED)('$file has scripts that a shell can read', ({ file }) => {
    for (const script of scriptsOf(parseDocument(read(file)).toJS())) {
      const { status, stderr } = spawnSync('bash', ['-n', '-c', script], { encoding: 'utf8' });
      expect({ script, status, stderr }).toEqual({ script, status: 0, stderr: '' });
    }
  });

  it('pins one action to one commit everywhere', () => {
    const pins = LINTED.flatMap(({ file }) => [...read(file).matchAll(/uses: ([\w/-]+)@(\w{40} # \S+)/g)]);
    const byAction = Map.groupBy(pins, ([, action]) => action);
    for (const [action, found] of byAction)
      expect({ action, pins: new Set(found.map(([, , pin]) => pin)).size }).toEqual({ action, pins: 1 });
    expect(byAction.size).toBeGreaterThan(5);
  });

  it('run as many shards as they merge', () => {
    const { env, jobs } = parseDocument(read(`${FOLDER}/nightly.yml`)).toJS();
    expect(jobs.record.strategy.matrix.shard).toEqual(Array.from({ length: env.SHARDS }, (_, at) => at + 1));
    const pipeline = parseDocument(read('.ci/azure-pipelines.yml')).toJS();
    expect(pipeline.stages[0].jobs[0].strategy.parallel).toBe(pipeline.variables.shards);
  });
});

describe('publish.yml', () => {
  const { jobs, permissions } = parseDocument(read(`${FOLDER}/publish.yml`)).toJS();

  it('holds three rights and no other, runs nothing of the repository, and gets no more from who calls it', () => {
    const rights = { pages: 'write', 'id-token': 'write', attestations: 'write' };
    expect(permissions).toEqual({});
    expect(Object.values(jobs).map((job) => (job as { permissions: object }).permissions)).toEqual([rights]);
    expect(read(`${FOLDER}/publish.yml`)).not.toMatch(/checkout@|npm |node |secrets\.|github\.token/);
    const { publish } = parseDocument(read(`${FOLDER}/nightly.yml`)).toJS().jobs;
    expect(publish).toEqual({
      needs: 'merge',
      uses: './.github/workflows/publish.yml',
      permissions: rights,
    });
  });

  it('signs the predicate that a report writes', () => {
    expect(read(`${FOLDER}/publish.yml`)).toContain(`predicate-type: ${PREDICATE_TYPE}\n`);
  });

  const tools = ['jq', 'curl', 'sha256sum'].every((tool) => spawnSync('which', [tool]).status === 0);
  describe.skipIf(!tools)('its scripts, where jq, curl and sha256sum are installed', () => {
    const scripts: string[] = scriptsOf(jobs);
    const run = (at: number, folder: string) =>
      spawnSync('bash', ['-e', '-o', 'pipefail', '-c', scripts[at] ?? ''], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, PUBLISHED: `file://${folder}/live`, GITHUB_OUTPUT: join(folder, 'output') },
      });

    async function site(project: TemporaryProject): Promise<void> {
      const runs = await start(project, ['run', 'chat/completion', '--out', 'run.jsonl']).done;
      expect(runs.code).toBe(0);
      const report = ['report', 'run.jsonl', '--out', 'site', '--format', 'json,feed,attestation'];
      expect((await call(project, report)).code).toBe(0);
    }

    it('take a site as it was attested, and refuse one that was changed, added to, or of a run without end', async () => {
      using project = temporaryProject();
      project.record('reference/chat/completion');
      await site(project);
      const folder = project.path('.');
      expect(run(0, folder)).toMatchObject({ status: 0, stderr: '' });
      expect(JSON.parse(project.read('predicate.json')).runs).toHaveLength(1);
      const refused = (file: string, text: string) => {
        const before = existsSync(project.path(file)) ? project.read(file) : null;
        project.write(file, text);
        const { status } = run(0, folder);
        if (before === null) rmSync(project.path(file));
        else project.write(file, before);
        return status !== 0;
      };
      expect(refused('site/feed.json', '{}')).toBe(true);
      expect(refused('site/extra.html', 'more')).toBe(true);
      const attestation = project.read('site/attestation.json');
      expect(
        refused('site/attestation.json', attestation.replace(/"finishedAt": "[^"]*"/, '"finishedAt": null')),
      ).toBe(true);
      expect(run(0, folder).status).toBe(0);
    });

    it('publish what is not there yet or differs, and nothing that is there byte for byte', async () => {
      using project = temporaryProject();
      project.record('reference/chat/completion');
      await site(project);
      const folder = project.path('.');
      const answer = () => {
        project.write('output', '');
        expect(run(1, folder).status).toBe(0);
        return project.read('output').trim();
      };
      expect(answer()).toBe('changed=true');
      project.write('live/attestation.json', project.read('site/attestation.json'));
      expect(answer()).toBe('changed=false');
      project.write('live/attestation.json', '{}');
      expect(answer()).toBe('changed=true');
    });
  });
});

/** Each fault: in which file, what it replaces by what, and what is said of it. */
const FAULTS: readonly (readonly [file: string, from: string | RegExp, to: string, told: RegExp])[] = [
  ['nightly.yml', /checkout@\w{40}/, 'checkout@v5', /checkout@v5 is not pinned/],
  ['nightly.yml', / # v2\.3\.0/, '', /azure\/login@\w+ does not say its version/],
  ['nightly.yml', /^permissions: \{\}$/m, '', /^permissions are not declared$/],
  ['nightly.yml', /timeout-minutes: 55/, '', /^record: no timeout$/],
  ['nightly.yml', 'persist-credentials: false', 'fetch-depth: 1', /^record: the checkout leaves its token/],
  ['nightly.yml', 'id-token: write', 'id-token: none', /^record: signs in without id-token: write$/],
  ['nightly.yml', 'contents: read', 'contents: write', /^record: the job that signs in must not write/],
  ['nightly.yml', /client-id: .*/, 'creds: secret', /^record: signs in with a stored secret$/],
  ['nightly.yml', '--carry', '--cary', /^diff has no option --cary$/],
  ['nightly.yml', '--format md', '--format markdown', /^diff --format does not take markdown$/],
  ['nightly.yml', 'cli.js merge', 'cli.js join', /^there is no command join$/],
  ['nightly.yml', 'npm ci', 'npm run bild', /^package\.json has no script bild$/],
  ['nightly.yml', '"$SHARDS"', '$'.concat('{{ matrix.shard }}'), /^a value from outside becomes part/],
  ['pull-request.yml', 'pull_request:', 'pull_request_target:', /^pull_request_target runs with the rights/],
  ['pull-request.yml', 'contents: read', 'contents: write', /^a pull request may write contents$/],
  [
    'pull-request.yml',
    'name: report',
    'name: ${'.concat('{ secrets.KEY }}'),
    /pull requests names a secret$/,
  ],
  [
    'nightly.yml',
    /uses: \.\/.*\n {4}permissions:\n(?: {6}.*\n)+/,
    'uses: ./x.yml\n',
    /^publish: hands its own rights on$/,
  ],
  [
    'nightly.yml',
    /(uses: \.\/\.github.*)/,
    'uses: ./x.yml\n    secrets: inherit',
    /^publish: hands every secret on$/,
  ],
  ['record.yml', 'verify', 'verify --deep', /^recordings has no option --deep$/],
];

describe('a workflow with a fault', () => {
  it.each(FAULTS)('%s: %s → %s', (file, from, to, told) => {
    const sound = read(`${FOLDER}/${file}`);
    const faulty = sound.replace(from, () => to);
    expect(faulty).not.toBe(sound);
    expect(problemsOfWorkflow(faulty, scripts)).toContainEqual(expect.stringMatching(told));
  });

  it('is found in the action and in the pipeline as well', () => {
    const action = read('action.yml');
    const inScript = action.replace('--mode "$MODE"', '--mode $'.concat('{{ inputs.mode }}'));
    expect(problemsOfAction(inScript, scripts)).toContainEqual(expect.stringMatching(/from outside/));
    expect(problemsOfAction(action.replace('# v4.4.0', ''), scripts)).toHaveLength(1);
    expect(problemsOfAction(action.replace('shell: bash', ''), scripts)).toHaveLength(1);
    const pipeline = read('.ci/azure-pipelines.yml');
    expect(problemsOfPipeline(pipeline.replace('persistCredentials: false', ''), scripts)).toHaveLength(1);
    expect(problemsOfPipeline(pipeline.replace('timeoutInMinutes: 55', ''), scripts)).toHaveLength(1);
    expect(problemsOfPipeline(pipeline.replace('--shard', '--shards'), scripts)).toEqual([
      'run has no option --shards',
    ]);
  });
});

function scriptsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    ['run', 'script', 'inlineScript'].includes(key) && typeof member === 'string'
      ? [member.replaceAll(/\$\{\{.*?\}\}/g, 'x')]
      : scriptsOf(member),
  );
}
