/** Files that a command reads and is told to write: it refuses before it writes anything. */
import { symlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { call, temporaryProject } from './project.fixture.ts';

const run = (id: string) =>
  `{"type":"header","run":"${id}","cases":0,"plan":"1","mode":"replay"}\n{"type":"footer","counts":{},"resumed":false}\n`;

it.each([
  ['diff base.jsonl head.jsonl --carry base.jsonl', '--carry'],
  ['diff base.jsonl head.jsonl --carry ./reports/../head.jsonl', '--carry'],
  ['diff base.jsonl head.jsonl --carry link.jsonl', '--carry'],
  ['merge base.jsonl head.jsonl --out base.jsonl', '--out'],
  ['merge base.jsonl head.jsonl --out all.jsonl --timings head.jsonl', '--timings'],
  ['merge base.jsonl head.jsonl --out all.jsonl --timings all.jsonl', '--timings'],
])('`%s` is refused', async (line, option) => {
  using project = temporaryProject();
  for (const name of ['base', 'head']) project.write(`${name}.jsonl`, run(name));
  symlinkSync('base.jsonl', project.path('link.jsonl'));
  const said = await call(project, line.split(' '));
  expect(said).toMatchObject({ code: 2, out: '' });
  expect(said.err).toContain(`${option} names a run`);
  for (const name of ['base', 'head']) expect(project.read(`${name}.jsonl`)).toBe(run(name));
  expect(() => project.read('all.jsonl')).toThrow('ENOENT');
});

it('another file is written', async () => {
  using project = temporaryProject();
  for (const name of ['base', 'head']) project.write(`${name}.jsonl`, run(name));
  const said = await call(project, ['diff', 'base.jsonl', 'head.jsonl', '--carry', 'new/all.jsonl']);
  expect(said).toMatchObject({ code: 0, err: '' });
  expect(project.read('new/all.jsonl')).toContain('"run":"head"');
});
