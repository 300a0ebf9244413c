import { describe, expect, it } from 'vitest';
import { appendHistory, entryOf } from '../history/index.ts';
import type { CaseResult } from '../verdict/types.ts';
import { call, REFERENCE_MATRIX, rowsOf, start, temporaryProject } from './project.fixture.ts';

const ID = 'chat/completion:ref-general@2026-11-01:reference';

function waiver(over: Readonly<Record<string, unknown>> = {}): string {
  const fields = {
    cases: ID,
    check: 'schema',
    fingerprint: 'made up',
    reason: 'r',
    issue: 'https://example.invalid/1',
    owner: 'somebody',
    expires: '2099-01-01',
    ...over,
  };
  const text = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `  - { ${text.join(', ')} }\n`;
}

const matrix = (...waivers: readonly string[]) => `${REFERENCE_MATRIX}waivers:\n${waivers.join('')}`;

describe('waivers', () => {
  it('tell which hold and which are to be deleted, with their places', async () => {
    using project = temporaryProject();
    project.record('reference/chat/completion');
    await start(project, ['run', 'chat/completion', '--out', 'run.jsonl']).done;
    const text = project.read('run.jsonl');
    const row = rowsOf(text).get(ID);
    const checks = row?.checks.map((check) =>
      check.id === 'schema.response' ? { ...check, outcome: 'failed', message: 'made up' } : check,
    );
    project.write(
      'run.jsonl',
      text.replace(JSON.stringify(row), JSON.stringify({ ...row, status: 'partial', checks })),
    );
    const told = async (...waivers: readonly string[]) => {
      project.write('matrix.yaml', matrix(...waivers));
      return call(project, ['waivers', 'run.jsonl']);
    };
    const holds = await told(waiver());
    expect(holds).toMatchObject({ code: 0 });
    expect(holds.out).toMatch(/^holds {2}matrix\.yaml:6:5 {2}/);
    expect(holds.out).toContain('excuses 1 case');

    const stale = await told(waiver(), waiver({ fingerprint: 'something else' }));
    expect(stale).toMatchObject({ code: 4 });
    expect(stale.out).toMatch(/^stale {2}matrix\.yaml:7:5 {2}/m);
    expect(stale.out).toContain('delete it: its cases ran and did not fail as it says');
    expect(stale.out).toContain('2 waivers, 1 to delete');

    const expired = await told(waiver({ expires: '2026-01-01' }));
    expect(expired).toMatchObject({ code: 4 });
    expect(expired.out).toMatch(/^expired {2}/);

    const flaky = { flaky: { at_most: 1, of: 4 } };
    const may = await told(waiver(flaky));
    expect(may).toMatchObject({ code: 0 });
    expect(may.out).toMatch(/^holds {2}/);
    const quiet = await told(waiver({ ...flaky, fingerprint: 'something else' }));
    expect(quiet).toMatchObject({ code: 0 });
    expect(quiet.out).toMatch(/^quiet {2}.*\n {2}flaky, and did not fail this time/);
    const runs = [1, 2].map((day) => ({
      run: `r${day}`,
      startedAt: `2026-11-0${day}T00:00:00Z`,
      mode: 'live' as const,
    }));
    const failed = { ...row, status: 'partial', checks } as CaseResult;
    for (const header of runs)
      appendHistory(
        project.path('history'),
        entryOf(header, [failed], () => 'reference'),
      );
    const beyond = await call(project, ['waivers', 'run.jsonl', '--history', 'history']);
    expect(beyond.out).toMatch(/^quiet/);
    project.write('matrix.yaml', matrix(waiver(flaky)));
    const over = await call(project, ['waivers', 'run.jsonl', '--history', 'history']);
    expect(over).toMatchObject({ code: 1 });
    expect(over.out).toContain(`flaky beyond its budget: ${ID} (schema): 3 of the last 3 failed, 1 of 4 may`);

    const idle = await told(waiver({ cases: 'responses/create:ref-general@2026-11-01:reference' }));
    expect(idle).toMatchObject({ code: 0 });
    expect(idle.out).toMatch(/^idle {2}/);
  }, 60_000);

  it.each([
    ['a check that there is not', [waiver({ check: 'schma' })], 'no check "schma", did you mean "schema"'],
    [
      'two that excuse the same failure',
      [waiver(), waiver({ check: 'schema.response' })],
      'excuses the same failure of',
    ],
    ['a case that there is not', [waiver({ cases: 'chat/complation' })], 'chat/completion'],
  ])('refuse %s', async (_, waivers, message) => {
    using project = temporaryProject(matrix(...waivers));
    project.write('run.jsonl', '');
    const said = await call(project, ['waivers', 'run.jsonl']);
    expect(said.code).toBe(2);
    expect(said.err).toContain(message);
  });

  it.each(['plan', 'run --out other.jsonl', 'report run.jsonl', 'waivers run.jsonl'])(
    'are refused for a check that there is not by %s, with the line, before anything is run',
    async (argv) => {
      using project = temporaryProject(matrix(waiver(), waiver({ check: 'stream.sequnce' })));
      const said = await call(project, argv.split(' '));
      expect(said).toMatchObject({ code: 2, out: '' });
      expect(said.err).toMatch(
        /matrix\.yaml:7:\d+ .*no check "stream\.sequnce", did you mean "stream\.sequence"/,
      );
    },
  );

  it('may name a check of a module of the user, which only the module knows', async () => {
    using project = temporaryProject(`${matrix(waiver({ check: 'mine/anything' }))}checks: [./mine.ts]\n`);
    project.write('mine.ts', 'export const checks = [];\n');
    expect((await call(project, ['plan'])).err).toBe('');
    project.write('matrix.yaml', matrix(waiver({ check: 'mine/anything' })));
    expect((await call(project, ['plan'])).err).toContain('no check "mine/anything"');
  });
});
