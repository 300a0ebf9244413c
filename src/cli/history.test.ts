import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { call, rowsOf, start, temporaryProject } from './project.fixture.ts';

const SELECT = 'chat/completion';

describe('report --history and history', () => {
  it('keep a file a run, tell when a verdict turned, and prune what no date rests on', async () => {
    using project = temporaryProject();
    project.record('reference/chat/completion');
    await start(project, ['run', SELECT, '--out', 'run.jsonl']).done;
    const replayed = project.read('run.jsonl');
    // A replay adds nothing to a history: here it stands for the live run that made its recordings.
    const text = replayed.replace('"mode":"replay"', '"mode":"live"');
    expect(text).not.toBe(replayed);
    const [, startedAt = ''] = /"startedAt":"([^"]*)"/.exec(text) ?? [];
    const id = 'chat/completion:ref-general@2026-11-01:reference';
    expect(rowsOf(text).get(id)?.status).toBe('supported');
    const earlier = (day: string, from = '', to = '') =>
      project.write(`${day}.jsonl`, text.replaceAll(startedAt, `${day}T02:00:00.000Z`).replace(from, to));
    const row = JSON.stringify(rowsOf(text).get(id));
    const failed = row.replace('"status":"supported","reason":""', '"status":"errored","reason":"broke"');
    expect(failed).not.toBe(row);
    const partial = failed.replace('"errored"', '"partial"');
    earlier('2026-01-01', row, partial);
    earlier('2026-01-02', row, failed);
    earlier('2026-01-03');
    earlier('2026-01-04');
    const report = (run: string) =>
      call(project, ['report', run, '--format', 'html', '--history', 'kept', '--out', 'out']);
    for (const run of ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'])
      expect((await report(`${run}.jsonl`)).code).toBe(0);
    await report('2026-01-04.jsonl');
    earlier('carried', row, partial);
    project.write('carried.jsonl', project.read('carried.jsonl').replaceAll('carriedT', '2026-01-04T'));
    await report('carried.jsonl');
    expect((await report('run.jsonl')).code).toBe(0);
    const files = () => readdirSync(project.path('kept')).sort();
    expect(files()).toHaveLength(4);
    expect(files()[0]).toMatch(/^2026-01-01-[0-9a-f]{12}\.json$/);
    const page = project.read('out/runs.html');
    expect(page).toMatch(new RegExp(`2026-01-03 02:00 UTC[^]*${id}</code> partial → supported`));
    expect(page).toContain('<svg class="columns-chart"');

    const dry = await call(project, ['history', 'prune', 'kept', '--keep', '1', '--dry-run']);
    expect(dry.out).toContain('1 of 4 runs would be deleted');
    expect(files()).toHaveLength(4);
    const pruned = await call(project, ['history', 'prune', 'kept', '--keep', '1', '--json']);
    expect(JSON.parse(pruned.out)).toMatchObject([{ startedAt: '2026-01-02T02:00:00.000Z' }]);
    expect(files()).toHaveLength(3);
    expect((await call(project, ['history', 'list', 'kept'])).out).toContain('3 runs');
  }, 60_000);

  it('say where there is no history, and refuse a changed one', async () => {
    using project = temporaryProject();
    const none = await call(project, ['history', 'list']);
    expect(none).toMatchObject({ code: 2 });
    expect(none.err).toContain('there is no history');
    project.write('history/2026-01-01-0123456789ab.json', '{}');
    expect(await call(project, ['history', 'list'])).toMatchObject({ code: 2 });
  });
});
