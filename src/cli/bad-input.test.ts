/** Whatever is wrong with what a person gives: one message, the place, what to do, the exit code. No stack. */
import { describe, expect, it } from 'vitest';
import { call, REFERENCE_MATRIX, rowsOf, start, temporaryProject } from './project.fixture.ts';

const AZURE = `version: 1
targets:
  sweden: { kind: azure, endpoint: "\${ENDPOINT_OF_SWEDEN}", region: swedencentral, auth: api-key }
models: [gpt-4.1@2025-04-14]
features: ["chat/*"]
`;
const HEADER = '{"type":"header","run":"1","cases":1,"plan":"1","mode":"replay"}\n';
const RESULT =
  '{"type":"result","case":"chat/completion:m:reference","feature":"chat/completion","model":"m","target":"reference","targetKind":"reference","status":"not-run","reason":"","notRun":"no-recording","checks":[],"drift":[],"leftovers":[],"evidence":{"mode":"replay"},"usage":{"requests":0}}\n';
const FOOTER = '{"type":"footer","counts":{},"resumed":false}\n';
const BOMB = Array.from('abcdefgh', (name, index) => {
  const item = index === 0 ? 'x' : `*${'abcdefgh'[index - 1]}`;
  return `${name}: &${name} [${Array(9).fill(item)}]\n`;
}).join('');

interface Row {
  /** Default: the reference target alone. */
  readonly matrix?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly argv: string;
  readonly code: number;
  readonly says: RegExp;
}

const ROWS: Readonly<Record<string, Row>> = {
  // The matrix
  'broken YAML': {
    matrix: 'version: 1\ntargets: [\n',
    argv: 'run',
    code: 2,
    says: /^error matrix\.yaml:3:1: /,
  },
  'an unknown key': {
    matrix: `${REFERENCE_MATRIX}limts: {}\n`,
    argv: 'run',
    code: 2,
    says: /^error matrix\.yaml:5:1 \(\/limts\): unknown key "limts", did you mean "limits"\?/,
  },
  'an unknown model': {
    matrix: AZURE.replace('gpt-4.1@2025-04-14', 'gpt-4.l'),
    argv: 'run',
    code: 2,
    says: /matrix\.yaml:4:10 .*no model "gpt-4\.l", did you mean "gpt-4\.1"\?/,
  },
  'a value of the wrong type': {
    matrix: `${REFERENCE_MATRIX}limits: { concurrency: lots }\n`,
    argv: 'run',
    code: 2,
    says: /matrix\.yaml:5:11 \(\/limits\/concurrency\): expected integer, found "lots"/,
  },
  'a matrix of remarks alone': {
    matrix: '# nothing yet\n\n',
    argv: 'run',
    code: 2,
    says: /^error matrix\.yaml: the matrix is empty\n.*aoai-conform init --force$/,
  },
  'an alias bomb': { matrix: BOMB, argv: 'run', code: 2, says: /matrix\.yaml: too many aliases/ },
  'brackets without end': {
    matrix: `a: ${'['.repeat(20_000)}`,
    argv: 'run',
    code: 2,
    says: /nested too deeply/,
  },
  'an empty file': { matrix: '', argv: 'run', code: 2, says: /matrix\.yaml: the matrix is empty/ },
  'no matrix': {
    argv: 'run --matrix nope.yaml',
    code: 2,
    says: /^error nope\.yaml: there is no such file\n/,
  },
  'a folder for a matrix': { argv: 'plan --matrix .', code: 2, says: /cannot be read \(EISDIR\)/ },
  // Selectors
  'a selector that nothing fits': {
    argv: 'run chat/completoin',
    code: 2,
    says: /"chat\/completoin" matches no case, did you mean "chat\/completion"\?/,
  },
  'selectors that cancel out': { argv: 'run chat !chat', code: 2, says: /leave no case/ },
  'an option of selectors and an argument that cancel out': {
    argv: 'run --only chat !chat',
    code: 2,
    says: /leave no case/,
  },
  'something that is no selector': { argv: 'plan a:b:c:d', code: 2, says: /"a:b:c:d" is not a selector/ },
  // The command line
  'an unknown command': { argv: 'rnu', code: 2, says: /unknown command 'rnu'\n\(Did you mean run\?\)/ },
  'an unknown option': {
    argv: 'run --mdoe live',
    code: 2,
    says: /unknown option '--mdoe'\n\(Did you mean --mode\?\)/,
  },
  'a history that is not there, for a run': {
    argv: 'run chat/completion:ref-general --history nope',
    code: 2,
    says: /^error nope: there is no history\n.*report --history nope/,
  },
  'a history that is not there, for waivers': {
    argv: 'waivers run.jsonl --history nope',
    files: { 'run.jsonl': `${HEADER}${RESULT}${FOOTER}` },
    code: 2,
    says: /^error nope: there is no history/,
  },
  'no recording to verify': {
    argv: 'recordings verify',
    code: 2,
    says: /^error recordings: there is no cassette to verify\n.*--matrix.*--mode record/,
  },
  'an unknown mode': { argv: 'run --mode life', code: 2, says: /Allowed choices are replay, record, live/ },
  'an unknown action': { argv: 'recordings verfy', code: 2, says: /Did you mean verify\?/ },
  'a shard out of range': { argv: 'run --shard 9/3', code: 2, says: /"9\/3" is no shard\n.*3\/8/ },
  'an unknown report format': { argv: 'report --format htm', code: 2, says: /"htm", did you mean "html"\?/ },
  'an unknown locale': { argv: 'report --locale zh-cn', code: 2, says: /"zh-cn", did you mean "zh-CN"\?/ },
  'an unknown recording format': {
    argv: 'validate x --format cassete',
    files: { x: '' },
    code: 2,
    says: /"cassete", did you mean "cassette"\?/,
  },
  'half a citation': {
    argv: 'import x --commit abc',
    files: { x: '{}' },
    code: 2,
    says: /--repository, --commit and --license/,
  },
  'a port that is none': { argv: 'serve --port 99999', code: 2, says: /A port is 0 to 65535/ },
  'an unknown fault': {
    argv: 'serve --port 0 --fault stream.sequence-gp',
    code: 2,
    says: /did you mean "stream\.sequence-gap"\?/,
  },
  // Files
  'results that go to a folder': {
    argv: 'run chat/completion:ref-general --out reports',
    files: { 'reports/x': '' },
    code: 2,
    says: /^error reports: this is a folder, and a file is needed\n {2}Name a file with --out/,
  },
  'results below a file': {
    argv: 'run chat/completion:ref-general --out matrix.yaml/run.jsonl',
    code: 2,
    says: /^error matrix\.yaml: this is a file, and a folder is needed$/,
  },
  'no run to resume': {
    argv: 'run --resume',
    code: 2,
    says: /^error reports\/run\.jsonl: there is no run to resume/,
  },
  'a folder that the system does not give': {
    argv: 'report run.jsonl --out /proc/aoai',
    files: { 'run.jsonl': `${HEADER.replace('"cases":1', '"cases":0')}${FOOTER}` },
    code: 2,
    says: /^error \/proc\/aoai: /,
  },
  'a case in two runs': {
    argv: 'report run.jsonl run.jsonl',
    files: { 'run.jsonl': `${HEADER}${RESULT}${FOOTER}` },
    code: 2,
    says: /^error run\.jsonl: the case chat\/completion:m:reference stands here twice/,
  },
  'a run given as a recording': {
    argv: 'validate run.jsonl',
    files: { 'run.jsonl': `${HEADER}${FOOTER}` },
    code: 2,
    says: /looks like a run's results: read it with `aoai-conform report`/,
  },
  'no run to report': { argv: 'report', code: 2, says: /^error reports\/run\.jsonl: the run cannot be read/ },
  'a file that is no run': {
    argv: 'report matrix.yaml',
    code: 2,
    says: /^error matrix\.yaml:1: this is no run/,
  },
  'a run with a row of another shape': {
    argv: 'report run.jsonl',
    files: { 'run.jsonl': `${HEADER}{"type":"result","case":1,"status":"fine","checks":3}\n` },
    code: 2,
    says: /^error run\.jsonl:2: the line is neither header, result nor footer/,
  },
  'an incomplete run': {
    argv: 'report run.jsonl',
    files: { 'run.jsonl': HEADER },
    code: 3,
    says: /^error run\.jsonl: the run is incomplete: 0 of 1 cases, no footer\n.*--resume/,
  },
  'an earlier plan that is none': { argv: 'plan --against matrix.yaml', code: 2, says: /plan --format json/ },
  'no recording to import': {
    argv: 'import nope.har',
    code: 2,
    says: /^error nope\.har: there is no such file/,
  },
  'a file that is no recording': {
    argv: 'import matrix.yaml --observations facts.jsonl',
    code: 2,
    says: /^error matrix\.yaml: this is no recording that can be read/,
  },
  'garbage to validate': {
    argv: 'validate x',
    files: { x: '\u0000garbage\u001b[31m' },
    code: 2,
    says: /x: this is no recording that can be read/,
  },
  'a folder to validate': { argv: 'validate .', code: 2, says: /this is a folder; name the files in it/ },
  // The environment
  'an address that is none': {
    matrix: AZURE.replace(/"\$\{.*\}"/, '"htp:/x"'),
    argv: 'run --mode live',
    code: 2,
    says: /matrix\.yaml:3:26 .*is not an http\(s\) address/,
  },
};

describe('bad input', () => {
  it.each(Object.entries(ROWS))('%s', async (_, { matrix, files = {}, argv, code, says }) => {
    using project = temporaryProject(matrix);
    for (const [name, text] of Object.entries(files)) project.write(name, text);
    const said = await call(project, argv.split(' '));
    expect(said.err).toMatch(says);
    expect(said).toMatchObject({ code, out: '' });
    expect(said.err).not.toMatch(/\n\s+at |defect/);
    expect(said.err.split('\n').length).toBeLessThanOrEqual(4);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be absent
    expect(said.err).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  });
});

describe('a live run', () => {
  it('without an address names the variable, leaves the cases not run, and is not green', async () => {
    using project = temporaryProject(AZURE);
    const said = await call(project, ['run', '--mode', 'live', '--out', 'run.jsonl']);
    expect(said).toMatchObject({ code: 3, err: '' });
    const statuses = [...rowsOf(project.read('run.jsonl')).values()].map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['not-run']));
    expect(said.out).toContain(
      `not run, no-endpoint: ${statuses.length} (first: ENDPOINT_OF_SWEDEN is not set)`,
    );
    expect(said.out).toContain('no case could run');
  });

  it('without a key for one target blocks the cases of that target only, and names the variable', async () => {
    using project = temporaryProject(
      `${AZURE}limits: { case_timeout: 10s }\n`.replace(
        'targets:\n',
        'targets:\n  reference: { kind: reference }\n',
      ),
    );
    const env = { ENDPOINT_OF_SWEDEN: 'https://127.0.0.1:1' };
    const said = await start(project, ['run', 'chat/completion', '--mode', 'live', '--out', 'run.jsonl'], env)
      .done;
    const rows = [...rowsOf(project.read('run.jsonl')).values()];
    expect(
      rows
        .filter(({ target }) => target === 'reference')
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['supported', 'supported', 'supported', 'unsupported', 'unsupported']);
    const [blocked] = rows.filter(({ target }) => target === 'sweden');
    expect(blocked).toMatchObject({ status: 'blocked', notRun: null, usage: { requests: 0 } });
    expect(blocked?.reason).toContain('API_KEY_OF_SWEDEN is not set');
    expect(said.out).toContain('API_KEY_OF_SWEDEN is not set');
    expect(said).toMatchObject({ code: 3, err: '' });
  });
});
