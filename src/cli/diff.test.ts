import { describe, expect, it } from 'vitest';
import { call, rowsOf, start, temporaryProject } from './project.fixture.ts';

const SELECT = 'chat/completion';

describe('diff and --baseline', () => {
  it('tell what became worse since an earlier run, by cause, in three formats, with the exit code', async () => {
    using project = temporaryProject();
    project.record('reference/chat/completion');
    await start(project, ['run', SELECT, '--out', 'head.jsonl']).done;
    const head = project.read('head.jsonl');
    // The day before, the model for Responses alone was served on chat as well.
    const id = 'chat/completion:ref-responses-only@2026-11-01:reference';
    const row = rowsOf(head).get(id);
    expect(row?.status).toBe('unsupported');
    const better = JSON.stringify({ ...row, status: 'supported', error: null, reason: '' });
    const base = head.replace(JSON.stringify(row), better);
    expect(base).not.toBe(head);
    project.write('base.jsonl', base);

    const same = await call(project, ['diff', 'head.jsonl', 'head.jsonl']);
    const all = rowsOf(head).size;
    expect(same).toEqual({ code: 0, out: `${all} unchanged`, err: '' });

    const text = await call(project, ['diff', 'base.jsonl', 'head.jsonl']);
    expect(text.code).toBe(1);
    expect(text.out).toMatch(/^regressed {2}HTTP 400 OperationNotSupported \(unsupported-operation\)$/m);
    expect(text.out).toContain(`  ${id}  supported → unsupported`);
    expect(text.out).toContain(`1 regressed, ${all - 1} unchanged`);

    const asked = await call(project, ['diff', 'head.jsonl', 'head.jsonl', '--carry', 'next/baseline.jsonl']);
    expect(asked.code).toBe(0);
    expect(project.read('next/baseline.jsonl')).toBe(head);
    project.write(
      'blocked.jsonl',
      head.replace(JSON.stringify(row), JSON.stringify({ ...row, status: 'blocked' })),
    );
    const blocked = await call(project, [
      'diff',
      'head.jsonl',
      'blocked.jsonl',
      '--carry',
      'next/baseline.jsonl',
    ]);
    expect(blocked.code).toBe(3);
    expect(rowsOf(project.read('next/baseline.jsonl'))).toEqual(rowsOf(head));

    const md = await call(project, ['diff', 'base.jsonl', 'head.jsonl', '--format', 'md']);
    expect(md.out).toContain(
      `| regressed | 1 | \`HTTP 400 OperationNotSupported (unsupported-operation)\` |`,
    );

    const json = JSON.parse((await call(project, ['diff', 'head.jsonl', 'base.jsonl', '--json'])).out);
    expect(json).toMatchObject({ counts: { improved: 1, regressed: 0 }, unchanged: all - 1 });

    // The budget of the night was used up before this case.
    const budget = { status: 'not-run', notRun: 'budget', reason: 'max_tokens: 9 of 9 tokens are used' };
    project.write('short.jsonl', head.replace(JSON.stringify(row), JSON.stringify({ ...row, ...budget })));
    const short = await call(project, [
      'diff',
      'head.jsonl',
      'short.jsonl',
      '--carry',
      'next/baseline.jsonl',
    ]);
    expect(short.code).toBe(3);
    const seen = row?.evidence.observedLiveAt?.slice(0, 10);
    expect(short.out).toContain(
      `not-asked  budget: max_tokens\n  ${id}  unsupported → not-run, seen ${seen}`,
    );
    expect(short.out).toContain(`1 not-asked, ${all - 1} unchanged`);
    expect(rowsOf(project.read('next/baseline.jsonl'))).toEqual(rowsOf(head));

    const compared = await start(project, ['run', SELECT, '--baseline', 'base.jsonl', '--out', 'base.jsonl'])
      .done;
    expect(compared.code).toBe(1);
    expect(compared.out).toMatch(/everything that ran went as expected\nAgainst base\.jsonl:\nregressed/);
  });

  it('refuse a run that is not finished', async () => {
    using project = temporaryProject();
    project.write('run.jsonl', '{"type":"header","run":"1","cases":1,"plan":"1","mode":"replay"}\n');
    const said = await call(project, ['diff', 'run.jsonl', 'run.jsonl']);
    expect(said.code).toBe(3);
    expect(said.err).toContain('the run is incomplete');
  });
});

describe('shards', () => {
  it('come together as the run they were dealt from', async () => {
    using project = temporaryProject();
    project.record('reference/chat/completion');
    await start(project, ['run', SELECT, '--out', 'whole.jsonl']).done;
    for (const shard of ['1/2', '2/2'])
      await start(project, ['run', SELECT, '--shard', shard, '--out', `${shard[0]}.jsonl`]).done;
    const merged = await call(project, ['merge', '2.jsonl', '1.jsonl', '--out', 'merged.jsonl']);
    expect(merged).toMatchObject({ code: 0 });
    const timeless = (journal: string) =>
      [...rowsOf(journal).values()]
        .map((row) => ({ ...row, durationMs: 0, evidence: { ...row.evidence, replayedAt: null } }))
        .sort((a, b) => (a.case < b.case ? -1 : 1));
    expect(timeless(project.read('merged.jsonl'))).toEqual(timeless(project.read('whole.jsonl')));
    expect((await call(project, ['report', 'merged.jsonl', '--out', 'out', '--format', 'md'])).code).toBe(0);
    // What other shards and other selections have is not missing in this one.
    const baseline = ['--baseline', 'whole.jsonl', '--out', 'again.jsonl'];
    for (const more of [[SELECT, '--shard', '1/2'], [`${SELECT}:ref-general`]]) {
      const said = await start(project, ['run', ...more, ...baseline]).done;
      expect(said.out).toMatch(/Against whole\.jsonl:\n\d+ unchanged$/m);
    }
    const lacking = await call(project, ['merge', '2.jsonl', '--out', 'merged.jsonl']);
    expect(lacking).toMatchObject({ code: 2, out: '' });
    expect(lacking.err).toContain('of 2 shards 1/2 is missing');
  });
});
