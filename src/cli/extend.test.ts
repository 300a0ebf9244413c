import { mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { call, HOME, rowsOf, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

const MATRIX = `version: 1
targets:
  reference: { kind: reference }
features: ["responses/*"]
suites: [./suites]
`;
const LINE =
  'feature: { title: Colours, kinds: [general], estimate: { requests: 2, inputTokens: 9, outputTokens: 9 },\n  source: https://contoso.example/colours }\n';
const STEPS = `steps:
  - name: made
    ask: responses.create
    body: { input: Name one colour. }
  - ask: responses.retrieve
    id: \${made#/id}
    expect: [{ check: same, says: it is the same, at: /id, equals: '\${made#/id}' }]
`;
const CODE = `export default {
  feature: 'responses/colours',
  async run({ responses, check }) {
    const { status } = await responses.create({ input: 'Name one colour.' });
    check.must('completed', status === 'completed', 'it is completed');
  },
  recognise: () => null,
};
`;
const check = (over = '') => `export const latency = {
  id: 'contoso/first-byte', severity: 'should', says: 'it is quick', source: 'https://contoso.example/slo',
  check: ({ exchange }) => exchange.response.firstByteMs < 60000 ? [] : [{ message: 'slow' }],${over}
};
`;

function project(files: Readonly<Record<string, string>>, matrix = MATRIX): TemporaryProject {
  const made = temporaryProject(matrix);
  for (const [name, text] of Object.entries(files)) made.write(name, text);
  return made;
}

const SELECTED = 'responses/colours:ref-general@*';
const run = (made: TemporaryProject, ...more: string[]) => start(made, ['run', SELECTED, ...more]).done;
const rowOf = (made: TemporaryProject) => [...rowsOf(made.read('reports/run.jsonl')).values()][0];

describe("a scenario of the user's own", () => {
  it('in YAML is planned, recorded, replayed and reported like those of the harness', async () => {
    using made = project({ 'suites/responses/colours.yaml': `${LINE}${STEPS}` });
    const planned = await call(made, ['plan', SELECTED, '--format', 'ids']);
    expect(planned.out).toBe('responses/colours:ref-general@2026-11-01:reference');
    expect(await run(made, '--mode', 'record')).toMatchObject({ code: 0, err: '' });
    expect(made.read('recordings/reference/responses/colours/ref-general@2026-11-01.json')).toContain(
      'Name one colour.',
    );
    expect(await run(made)).toMatchObject({ code: 0, err: '' });
    expect(rowOf(made)).toMatchObject({ status: 'supported', evidence: { mode: 'replay' } });
    expect(await call(made, ['report', '--format', 'json'])).toMatchObject({ code: 0 });
    const report: { readonly apis: readonly { readonly features: readonly unknown[] }[] } = JSON.parse(
      made.read('reports/compatibility.json'),
    );
    expect(JSON.stringify(report)).toContain('Colours');
  });

  it('in code has its line beside it', async () => {
    using made = project({ 'suites/responses/colours.yaml': LINE, 'suites/responses/colours.mjs': CODE });
    expect(await run(made, '--mode', 'live')).toMatchObject({ code: 0, err: '' });
    expect(rowOf(made)?.checks.map(({ id }) => id)).toContain('completed');
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'of a wrong key',
      { 'suites/responses/colours.yaml': `${LINE}stpes: []\n` },
      /suites\/responses\/colours\.yaml:3:1 .*did you mean "steps"\?/,
    ],
    [
      'of an id that the harness has',
      { 'suites/responses/create.yaml': `${LINE}${STEPS}` },
      /suites\/responses\/create\.yaml: there is a feature responses\/create already, in the harness/,
    ],
    [
      'of an API that there is not',
      { 'suites/respones/colours.yaml': `${LINE}${STEPS}` },
      /suites\/respones: "respones" is no API, did you mean "responses"\?/,
    ],
    [
      'of a name with a capital',
      { 'suites/responses/Colours.yaml': `${LINE}${STEPS}` },
      /"responses\/Colours" is no name of a feature/,
    ],
    [
      'without its line',
      { 'suites/responses/colours.ts': CODE },
      /suites\/responses\/colours\.ts: this module has no line.*\n.*colours\.yaml beside it/,
    ],
    [
      'as steps and code',
      { 'suites/responses/colours.yaml': `${LINE}${STEPS}`, 'suites/responses/colours.ts': CODE },
      /steps or code, not both/,
    ],
    [
      'nowhere',
      { 'suites/readme.txt': '' },
      /matrix\.yaml:5:10 \(\/suites\/0\): there is no scenario in "\.\/suites"/,
    ],
    [
      'in a folder that is not there',
      {},
      /matrix\.yaml:5:10 \(\/suites\/0\): there is nothing at "\.\/suites"/,
    ],
  ])('%s is refused before anything runs', async (_, files, message) => {
    using made = project(files);
    const { code, err } = await call(made, ['plan']);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  it('twice, in two folders, is refused', async () => {
    const file = `${LINE}${STEPS}`;
    using made = project(
      { 'suites/responses/colours.yaml': file, 'more/responses/colours.yaml': file },
      MATRIX.replace('[./suites]', '[./suites, ./more]'),
    );
    expect((await call(made, ['plan'])).err).toContain(
      'there is a feature responses/colours already, in suites/responses/colours.yaml',
    );
  });

  it('outside the folder of the matrix is refused, by a path and by a link', async () => {
    using elsewhere = project({ 'suites/responses/colours.yaml': `${LINE}${STEPS}` });
    const leads = /leads out of the folder of the matrix/;
    using byPath = project({}, MATRIX.replace('./suites', elsewhere.path('suites')));
    expect((await call(byPath, ['plan'])).err).toMatch(leads);
    using byLink = project({});
    symlinkSync(elsewhere.path('suites'), byLink.path('suites'));
    expect((await call(byLink, ['plan'])).err).toMatch(leads);
    using byFile = project({});
    mkdirSync(byFile.path('suites/responses'), { recursive: true });
    symlinkSync(
      elsewhere.path('suites/responses/colours.yaml'),
      byFile.path('suites/responses/colours.yaml'),
    );
    expect((await call(byFile, ['plan'])).err).toMatch(/colours\.yaml: this leads out of the folder/);
  });

  it.each([
    [
      'throws when it is loaded',
      "throw new Error('no such luck');",
      /colours\.mjs: the module cannot be loaded: Error: no such luck\n.*node suites/,
    ],
    [
      'exports something else',
      'export default 1;',
      /colours\.mjs: the file has no scenario as its default export/,
    ],
    [
      'is called otherwise',
      CODE.replace('/colours', '/colors'),
      /the scenario calls itself responses\/colors/,
    ],
  ])('in a module that %s is told in one sentence', async (_, code, message) => {
    using made = project({ 'suites/responses/colours.yaml': LINE, 'suites/responses/colours.mjs': code });
    expect((await call(made, ['plan', SELECTED])).code).toBe(0);
    const said = await run(made, '--mode', 'live');
    expect(said.err).toMatch(message);
    expect(said.code).toBe(2);
  });
});

describe("a check of the user's own", () => {
  const WITH_CHECK = `${MATRIX}checks: [./checks/latency.mjs]\n`;
  const files = (text: string) => ({
    'suites/responses/colours.yaml': `${LINE}${STEPS}`,
    'checks/latency.mjs': text,
  });

  it('is made of every exchange', async () => {
    using made = project(files(check()), WITH_CHECK);
    expect(await run(made, '--mode', 'record')).toMatchObject({ code: 0, err: '' });
    expect(rowOf(made)?.checks).toContainEqual(
      expect.objectContaining({
        id: 'contoso/first-byte',
        severity: 'should',
        outcome: 'passed',
        message: 'it is quick',
      }),
    );
    expect(await run(made)).toMatchObject({ code: 0, err: '' });
    const recording = 'recordings/reference/responses/colours/ref-general@2026-11-01.json';
    const strict = check().replace('60000', '-1');
    made.write('checks/strict.mjs', strict.replace('should', 'must'));
    made.write('checks/second.mjs', strict.replace('contoso/first-byte', 'contoso/second'));
    const judged = await call(made, ['validate', recording, '--checks', 'checks/strict.mjs']);
    expect(judged).toMatchObject({ code: 1 });
    expect(judged.out).toContain('first-byte: slow');
    // The option in front takes one module and leaves the file.
    const both = ['--checks', 'checks/strict.mjs', '--checks', 'checks/second.mjs', recording];
    const front = await call(made, ['validate', ...both]);
    expect(front).toMatchObject({ code: 1, err: '' });
    expect(front.out).toMatch(/contoso\/first-byte: slow(.|\n)*contoso\/second: slow/);
  });

  it('that fails and must hold makes the case partial', async () => {
    using made = project(files(check().replace('should', 'must').replace('60000', '-1')), WITH_CHECK);
    expect((await run(made, '--mode', 'live')).code).toBe(1);
    expect(rowOf(made)).toMatchObject({ status: 'partial' });
  });

  it.each([
    ['throws', 'exchange.no.such', 'threw TypeError'],
    ['answers later', 'Promise.resolve([])', 'gave a promise'],
    ['answers something else', 'true', 'gave true, expected null or a list of { message }'],
  ])('that %s is a fault of the harness, with its module', async (_, body, what) => {
    using made = project(files(check(`\n  check: ({ exchange }) => ${body},`)), WITH_CHECK);
    await run(made, '--mode', 'live');
    expect(rowOf(made)).toMatchObject({ status: 'errored' });
    expect(rowOf(made)?.reason).toContain(
      `the harness failed: the check contoso/first-byte of checks/latency.mjs ${what}`,
    );
  });

  it('cannot change what was seen', async () => {
    using made = project(
      files(
        check(
          '\n  check({ exchange, seen }) { exchange.request.path = "/gone"; if (seen.request) seen.request.model = 1; return []; },',
        ),
      ),
      WITH_CHECK,
    );
    expect(await run(made, '--mode', 'record')).toMatchObject({ code: 0, err: '' });
    expect(made.read('recordings/reference/responses/colours/ref-general@2026-11-01.json')).not.toContain(
      '/gone',
    );
  });

  it.each<[string, string, RegExp]>([
    [
      'without a prefix',
      check().replace('contoso/first-byte', 'schema.response'),
      /"schema\.response" is no id of a check: it needs a prefix of your own/,
    ],
    [
      'without a weight',
      check().replace("'should'", "'shall'"),
      /the severity of contoso\/first-byte is none of must, should, info/,
    ],
    [
      'without a source',
      check().replace("'https://contoso.example/slo'", "''"),
      /"source" of contoso\/first-byte is no text/,
    ],
    ['without a function', check('\n  check: 1,'), /"check" of contoso\/first-byte is no function/],
    ['by a wrong export', 'export default () => [];', /it exports function, which is no check/],
    ['by no export', '', /the module exports no check/],
    [
      'twice',
      check() + check().replace('latency', 'again'),
      /there is a check contoso\/first-byte already, in checks\/latency\.mjs/,
    ],
    [
      'by a module that throws',
      'throw new Error("no such luck")',
      /checks\/latency\.mjs: the module cannot be loaded: Error: no such luck/,
    ],
    ['by a module that does not parse', 'export const = 1', /the module cannot be loaded: SyntaxError/],
  ])('%s is refused before anything is sent', async (_, text, message) => {
    using made = project(files(text), WITH_CHECK);
    const { code, err } = await run(made, '--mode', 'live');
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  it.each([
    ['is not there', './checks/nothing.ts', /\(\/checks\/0\): there is nothing at/],
    ['is no module', './suites', /\(\/checks\/0\): "\.\/suites" is no module/],
    ['lies elsewhere', HOME, /\(\/checks\/0\): .*leads out of the folder/],
  ])('of a module that %s is refused', async (_, named, message) => {
    using made = project(files(check()), `${MATRIX}checks: ["${named}"]\n`);
    expect((await call(made, ['plan'])).err).toMatch(message);
  });
});

describe('init --scenario', () => {
  it('writes a scenario that runs, and says what is next', async () => {
    using made = temporaryProject(MATRIX.replace('suites: [./suites]\n', ''));
    const said = await call(made, ['init', '--scenario', 'responses/colours']);
    expect(said.out).toBe(
      "Wrote suites/responses/colours.yaml.\nAdd to matrix.yaml:  suites: [./suites]\nNext: aoai-conform run 'responses/colours' --mode live",
    );
    made.write('matrix.yaml', MATRIX);
    expect(await run(made, '--mode', 'live')).toMatchObject({ code: 0, err: '' });
    const again = await call(made, ['init', '--scenario', 'responses/colours']);
    expect(again).toMatchObject({ code: 2 });
    expect(again.err).toContain('suites/responses/colours.yaml: there is a scenario already');
    const forced = await call(made, ['init', '--scenario', 'responses/colours', '--force', '--json']);
    expect(JSON.parse(forced.out)).toEqual({
      file: 'suites/responses/colours.yaml',
      feature: 'responses/colours',
      missing: null,
    });
  });

  it.each([
    ['colours', /"colours" is no name of a feature/],
    ['respones/colours', /did you mean "responses"\?/],
    ['responses/../../x', /is no name of a feature/],
    ['responses/create', /the harness has a feature responses\/create already/],
  ])('refuses %s', async (name, message) => {
    using made = temporaryProject();
    const said = await call(made, ['init', '--scenario', name]);
    expect(said.err).toMatch(message);
    expect(said.code).toBe(2);
  });
});
