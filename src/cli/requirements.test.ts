import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../matrix/index.ts';
import { call, HOME, rowsOf, start, temporaryProject } from './project.fixture.ts';
import { currentSet, readSet } from './requirements.ts';

const SELECT = 'chat/completion';
const ID = 'chat/completion:ref-general@2026-11-01:reference';

describe('requirements', () => {
  it('hold every binding check that a run makes, so that only what is new counts as later', async () => {
    using project = temporaryProject();
    project.record('reference/chat/completion');
    await start(project, ['run', SELECT, '--out', 'run.jsonl']).done;
    const set = currentSet(HOME, readCatalogue(HOME).features, '2026-11-21');
    const known = new Set([...set.checks, ...(set.features[SELECT] ?? [])]);
    const made = [...rowsOf(project.read('run.jsonl')).values()].flatMap(({ checks }) => checks);
    const binding = made.filter(({ severity }) => severity === 'must').map(({ id }) => id);
    expect(binding.length).toBeGreaterThan(10);
    expect(binding.filter((id) => !known.has(id))).toEqual([]);

    const text = project.read('run.jsonl');
    const score = (...more: string[]) => call(project, ['requirements', 'score', 'run.jsonl', ...more]);
    expect(await score()).toMatchObject({ code: 0 });
    expect(await score('--set', '2026-11-21')).toEqual(await score());
    const unknown = await score('--set', 'nope.yaml');
    expect(unknown).toMatchObject({
      code: 2,
      err: expect.stringMatching(/comes with the harness: .*2026-11-21/),
    });
    const row = rowsOf(text).get(ID);
    const [first] = row?.checks.filter(({ id }) => id === 'text') ?? [];
    const failing = { ...first, outcome: 'failed' };
    const partial = (...checks: object[]) =>
      project.write(
        'run.jsonl',
        text.replace(JSON.stringify(row), JSON.stringify({ ...row, status: 'partial', checks })),
      );
    partial(failing);
    const deviating = await score();
    expect(deviating).toMatchObject({ code: 1 });
    expect(deviating.out).toContain(`deviates: ${ID}  text`);
    partial({ ...failing, id: 'invented-later' });
    const later = await score();
    expect(later).toMatchObject({ code: 0 });
    expect(later.out).toContain(`later check, not scored: ${ID}  invented-later`);
  }, 60_000);

  it('are frozen once', async () => {
    using project = temporaryProject();
    const freeze = () => call(project, ['requirements', 'freeze', '--out', 'sets']);
    const first = await freeze();
    expect(first.code).toBe(0);
    const file = first.out.replace('Frozen: ', '');
    expect(readSet(project.path(file)).features[SELECT]).toContain('text');
    expect((await freeze()).code).toBe(0);
    project.write(file, project.read(file).replace('  - schema.response\n', ''));
    const again = await freeze();
    expect(again).toMatchObject({ code: 2 });
    expect(again.err).toContain('there is another set of this date');
  });

  it.each([
    [
      'sets/2026-01-01.yaml',
      'version: 1\ndate: 2026-01-02\nchecks: [a]\nfeatures: { chat/completion: [] }\n',
      /date/,
    ],
    ['sets/2026-01-01.yaml', 'version: 1\ndate: 2026-01-01\nchecks: []\nfeatures: {}\n', /checks/],
    ['sets/other.yaml', null, /no such requirement set/],
  ])('are refused in %s', async (file, text, message) => {
    using project = temporaryProject();
    if (text !== null) project.write(file, text);
    expect(() => readSet(join(project.folder, file))).toThrow(message);
  });
});
