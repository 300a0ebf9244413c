import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOME, rowsOf, type Said, start } from './project.fixture.ts';

/** What a copy of the project needs to run cases and to be type-checked. */
const COPIED = ['src', 'suites', 'fixtures', 'package.json', 'tsconfig.json', 'vitest.config.ts'];
const FEATURE = 'responses/safety-identifier';
const FAULT = 'responses.end-user-forgotten';

const guide = readFileSync(join(HOME, 'docs/write-a-scenario.md'), 'utf8');
const section = guide.slice(guide.indexOf('## From nothing to a caught fault'));

/** The code that the guide shows for a file. */
function shownFor(file: string): string {
  const block = section.slice(section.indexOf(`\`${file}\``)).match(/```\w+\n([\s\S]*?)```/)?.[1];
  if (block === undefined) throw new Error(`the guide shows nothing for ${file}`);
  return block;
}

describe('docs/write-a-scenario.md, followed in a copy of the project', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aoai-guide-'));
  const path = (file: string) => join(folder, file);
  const inCopy = (argv: readonly string[]) => start({ folder }, argv, {}, [], path('src/cli/main.ts'));
  const matrix = (target: string) =>
    writeFileSync(
      path('matrix.yaml'),
      `version: 1\ntargets:\n  target: ${target}\nfeatures: ["${FEATURE}"]\n`,
    );
  const run = async (out: string): Promise<Said> =>
    inCopy(['run', `${FEATURE}:ref-general*`, '--mode', 'live', '--out', out]).done;
  const outcomeOf = (out: string) =>
    [...rowsOf(readFileSync(path(out), 'utf8')).values()].map(({ status, checks }) => ({
      status,
      failed: checks.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id),
    }));

  beforeAll(() => {
    for (const name of COPIED) cpSync(join(HOME, name), path(name), { recursive: true });
    symlinkSync(join(HOME, 'node_modules'), path('node_modules'));
    matrix('{ kind: reference }');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('starts from a project that does not know the feature', async () => {
    const said = await run('before.jsonl');
    expect(said.code).toBe(2);
    expect(said.err).toContain(FEATURE);
  });

  it('needs the file in suites, and misses it by name', async () => {
    const features = path('fixtures/catalog/features.yaml');
    writeFileSync(
      features,
      `${readFileSync(features, 'utf8')}\n${shownFor('fixtures/catalog/features.yaml').replaceAll(/^(?=.)/gm, '  ')}`,
    );
    const said = await run('without.jsonl');
    expect(said.code).not.toBe(0);
    expect(said.out).toContain(`the scenario ${FEATURE} is unknown`);
  });

  it('is supported by the sound reference', async () => {
    writeFileSync(path(`suites/${FEATURE}.ts`), shownFor(`suites/${FEATURE}.ts`));
    const said = await run('sound.jsonl');
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(outcomeOf('sound.jsonl')).toEqual([{ status: 'supported', failed: [] }]);
  });

  it('is partial with the fault, by its check and no other', async () => {
    const list = path('src/reference/faults/responses.ts');
    const [head = '', tail = ''] = readFileSync(list, 'utf8').split(
      /(?<=RESPONSES_FAULTS: readonly Fault\[\] = \[\n)/,
    );
    expect(tail).not.toBe('');
    writeFileSync(list, `${head}${shownFor('src/reference/faults/responses.ts')}${tail}`);
    const { child, done } = inCopy(['serve', '--port', '0', '--fault', FAULT]);
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout?.on('data', (text: string) => {
        const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
        if (found !== undefined) resolve(found);
      });
      void done.then(({ err }) => reject(new Error(err)));
    });
    matrix(`{ kind: reference, endpoint: "${url}" }`);
    const said = await run('broken.jsonl');
    child.kill('SIGTERM');
    await done;
    expect(said.code).toBe(1);
    expect(outcomeOf('broken.jsonl')).toEqual([{ status: 'partial', failed: ['echoed'] }]);
  });

  it('is sound TypeScript', () => {
    const include = [`suites/${FEATURE}.ts`, 'src/reference/faults/responses.ts'];
    writeFileSync(path('tsconfig.guide.json'), JSON.stringify({ extends: './tsconfig.json', include }));
    const compiler = join(HOME, 'node_modules/.bin/tsc');
    const { status, stdout } = spawnSync(compiler, ['-p', 'tsconfig.guide.json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
}, 120_000);
