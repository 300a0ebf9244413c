import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingFailure } from '../failure.ts';
import { MAX_CASSETTE_BYTES, writeCassette } from './cassette.ts';
import { cassettePath, loadCassette, loadCassetteFile, saveCassette } from './disk.ts';
import { cassetteOf, request, response } from './sample.fixture.ts';

const ADDRESS = { target: 'home', feature: 'responses/create', model: 'ref-1@1' };
const CASSETTE = cassetteOf({ request: request(), response: response() });

let root = '';
beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'cassettes-')), 'recordings');
  await mkdir(root);
});
afterEach(() => rm(dirname(root), { recursive: true }));

describe('the path of a cassette', () => {
  it('is target, api, feature, model', () => {
    expect(relative(root, cassettePath(root, ADDRESS))).toBe(
      join('home', 'responses', 'create', 'ref-1@1.json'),
    );
  });

  it('stays inside for any name, and differs for different names', () => {
    const hostile = fc.oneof(
      fc.constantFrom('..', '.', '../x', '/etc', 'a\\..\\b', 'a/../../b', '\0', '%2E%2E', 'CON'),
      fc.string({ minLength: 1 }),
    );
    fc.assert(
      fc.property(hostile, hostile, (target, model) => {
        const path = relative(root, cassettePath(root, { target, feature: 'chat/x', model }));
        expect(path).not.toMatch(/^\.\.|^\//);
        expect(path.split('/')).toHaveLength(4);
        if (target !== model) {
          expect(path).not.toBe(
            relative(root, cassettePath(root, { target: model, feature: 'chat/x', model })),
          );
        }
      }),
    );
  });

  it.each(['', 'chat//x', '/chat'])('refuses the feature "%s"', (feature) => {
    expect(() => cassettePath(root, { ...ADDRESS, feature })).toThrow(RecordingFailure);
  });
});

describe('cassettes on disk', () => {
  it('are read as they were written, and nothing else is left behind', async () => {
    const path = await saveCassette(root, ADDRESS, CASSETTE);
    expect(await loadCassette(root, ADDRESS)).toEqual(CASSETTE);
    expect(await readdir(dirname(path))).toEqual(['ref-1@1.json']);
    expect(await readFile(path, 'utf8')).toBe(writeCassette(CASSETTE));
  });

  it('may be missing, which is no error', async () => {
    expect(await loadCassette(root, ADDRESS)).toBeNull();
    expect(await loadCassette(join(root, 'nowhere'), ADDRESS)).toBeNull();
  });

  it.each(['../outside.json', 'home/../../outside.json', '/etc/passwd'])(
    'are not read from %s',
    async (path) => {
      const full = path.startsWith('/') ? path : `${root}/${path}`;
      await expect(loadCassetteFile(root, full)).rejects.toThrow('leads out of the recordings folder');
    },
  );

  it('are neither read nor written through a link that leads out', async () => {
    const outside = join(dirname(root), 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'x.json'), writeCassette(CASSETTE));
    await symlink(join(outside, 'x.json'), join(root, 'link.json'));
    await symlink(outside, join(root, 'home'));
    await expect(loadCassetteFile(root, join(root, 'link.json'))).rejects.toThrow('leads out');
    await expect(loadCassetteFile(root, join(root, 'home', 'x.json'))).rejects.toThrow('leads out');
    await expect(saveCassette(root, ADDRESS, CASSETTE)).rejects.toThrow('leads out');
  });

  it('are not read through a link to nowhere as if they were missing', async () => {
    await symlink(join(root, 'gone'), join(root, 'link.json'));
    await expect(loadCassetteFile(root, join(root, 'link.json'))).rejects.toThrow('link to nowhere');
  });

  it('are read through a link that stays inside', async () => {
    await saveCassette(root, ADDRESS, CASSETTE);
    await symlink(cassettePath(root, ADDRESS), join(root, 'link.json'));
    expect(await loadCassetteFile(root, join(root, 'link.json'))).toEqual(CASSETTE);
  });

  it('are not written with a secret in them, and the message does not tell it', async () => {
    const body = { kind: 'json', value: { note: 'hunter2-secret' } } as const;
    const leaky = cassetteOf({ request: request(), response: response({ body }) });
    const failed = await saveCassette(root, ADDRESS, leaky, ['hunter2-secret']).catch(
      (error: unknown) => error,
    );
    if (!(failed instanceof RecordingFailure)) throw new Error('did not fail');
    expect(failed.message).toContain('known-secret at /exchanges/0/response/note');
    expect(failed.describe()).not.toContain('hunter2');
    expect(await readdir(root)).toEqual([]);
  });

  it('beyond the size limit are refused before they are read', async () => {
    const path = await saveCassette(root, ADDRESS, CASSETTE);
    await truncate(path, MAX_CASSETTE_BYTES + 1);
    await expect(loadCassette(root, ADDRESS)).rejects.toThrow('97 MB, more than the 96 MB');
  });
});
