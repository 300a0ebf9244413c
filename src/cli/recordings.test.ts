import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCassette, type Exchange, exchangesOf, readCassette, writeCassette } from '../wire/index.ts';
import { call, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

const COMPLETION = 'recordings/reference/chat/completion/ref-general@2026-11-01.json';
const ORPHAN = 'recordings/gone/chat/completion/ref-general@2026-11-01.json';

let project: TemporaryProject;
beforeEach(() => {
  project = temporaryProject();
  project.record('reference/chat/completion');
});
afterEach(() => project[Symbol.dispose]());

/** The committed recording, with other answers or another date. */
function again(file: string, change: (exchange: Exchange) => Exchange, recordedAt?: string): void {
  const cassette = readCassette(project.read(COMPLETION), COMPLETION);
  const { sha256: _, modelEchoed: __, ...lineage } = cassette.lineage;
  const exchanges = exchangesOf(cassette).map(change);
  const dated = recordedAt === undefined ? lineage : { ...lineage, recordedAt };
  project.write(file, writeCassette(createCassette({ case: cassette.case, lineage: dated, exchanges })));
}

const answering =
  (change: (body: object) => object) =>
  (exchange: Exchange): Exchange => {
    const { response } = exchange;
    if (response?.body.kind !== 'json') return exchange;
    const value = change(Object(response.body.value));
    return { ...exchange, response: { ...response, body: { kind: 'json', value } } };
  };

describe('recordings prune', () => {
  it('lists orphans and deletes nothing, until it is told to', async () => {
    again(ORPHAN, (exchange) => exchange);
    project.write('recordings/gone/notes.json', '{}');
    const listed = await call(project, ['recordings', 'prune']);
    expect(listed).toMatchObject({ code: 4, err: '' });
    expect(listed.out).toMatch(
      /^would delete {2}gone\/chat\/completion\/ref-general@2026-11-01.json {2}orphan/,
    );
    expect(listed.out.split('\n')).toHaveLength(2);
    expect(existsSync(project.path(ORPHAN))).toBe(true);

    const deleted = await call(project, ['recordings', 'prune', '--yes', '--json']);
    expect(deleted.code).toBe(0);
    expect(JSON.parse(deleted.out)).toMatchObject({
      deleted: true,
      recordings: [{ path: ORPHAN.slice(11) }],
    });
    expect(existsSync(project.path('recordings/gone/chat'))).toBe(false);
    expect(existsSync(project.path(COMPLETION))).toBe(true);
    // It cannot be read as a cassette, so nobody knows what it is.
    expect(existsSync(project.path('recordings/gone/notes.json'))).toBe(true);
    expect(await call(project, ['recordings', 'prune'])).toMatchObject({ code: 0 });
  });

  it('takes the old ones too where an age is given', async () => {
    const days = (count: number) => new Date(Date.now() - count * 86_400_000 - 60_000).toISOString();
    again(COMPLETION, (exchange) => exchange, days(30));
    expect(await call(project, ['recordings', 'prune'])).toMatchObject({ code: 0 });
    expect((await call(project, ['recordings', 'prune', '--older-than', '31', '--json'])).out).not.toContain(
      COMPLETION.slice(11),
    );
    const listed = await call(project, ['recordings', 'prune', '--older-than', '30']);
    expect(listed).toMatchObject({ code: 4, out: expect.stringContaining('recorded 30 days ago') });
    await call(project, ['recordings', 'prune', '--older-than', '30', '--yes']);
    expect(existsSync(project.path(COMPLETION))).toBe(false);
  });

  it('takes no age of half a day', async () => {
    expect(await call(project, ['recordings', 'prune', '--older-than', '0.5'])).toMatchObject({ code: 2 });
  });
});

describe('recordings diff', () => {
  it.each<[string, (body: object) => object, number, RegExp]>([
    ['nothing', (body) => body, 0, /^1 same$/],
    ['content', (body) => ({ ...body, id: 'chatcmpl-other' }), 0, /^1 content$/],
    [
      'additions',
      (body) => ({ ...body, billing: 1 }),
      0,
      /additive {2}POST .*completions \/billing: is new\n1 additive/,
    ],
    [
      'a break',
      (body) => ({ ...body, object: 3 }),
      1,
      /breaking {2}chat.*\n.*\/object: was string, is number\n1 breaking/,
    ],
  ])('tells %s of two files', async (_, change, code, told) => {
    again('new.json', answering(change));
    const said = await call(project, ['recordings', 'diff', COMPLETION, 'new.json']);
    expect(said).toEqual({ code, out: expect.stringMatching(told), err: '' });
  });

  it('compares folders case by case', async () => {
    again(
      'new/a.json',
      answering((body) => ({ ...body, billing: 1 })),
    );
    const said = await call(project, ['recordings', 'diff', 'recordings', 'new', '--json']);
    const found: { kind: string; case: string }[] = JSON.parse(said.out);
    expect(said.code).toBe(0);
    expect(found[0]).toMatchObject({ kind: 'additive', case: expect.stringContaining('ref-general') });
    expect(found.slice(1).every(({ kind }) => kind === 'removed')).toBe(true);
  });

  it('refuses what is not there', async () => {
    expect(await call(project, ['recordings', 'diff', 'recordings', 'nowhere'])).toMatchObject({ code: 2 });
  });
});

it('run --mode record says what the recordings it replaces said otherwise', async () => {
  again(
    COMPLETION,
    answering(({ ...body }) => ({ ...body, retired_member: 1 })),
  );
  const argv = ['run', 'chat/completion:ref-general', '--mode', 'record', '--out', 'run.jsonl'];
  const said = await start(project, argv).done;
  expect(said.code).toBe(0);
  expect(said.out).toMatch(
    /Recordings replaced, against the older ones:\nbreaking {2}chat\/completion:ref-general.*\n.*\/retired_member: is gone\n1 breaking/,
  );
  const second = await start(project, [...argv, '--json']).done;
  expect(JSON.parse(second.out)).toMatchObject({ exitCode: 0, drift: [{ kind: 'content' }] });
});

it('recordings knows no other action, and suggests', async () => {
  const said = await call(project, ['recordings', 'prunes']);
  expect(said).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean prune?') });
});
