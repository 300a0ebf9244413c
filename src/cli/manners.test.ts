/** How the command behaves towards terminals, pipes and programs. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FAULTS } from '../reference/index.ts';
import { createProgram } from './program.ts';
import { call, REFERENCE_MATRIX, start, temporaryProject } from './project.fixture.ts';
import { jsonText, openTerminal, plain, plainBlock, type Terminal } from './terminal.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be absent
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\u009b31mred\u202e\r\nResults: all is well';

const commands = createProgram({} as Terminal, () => {}).commands.map((command) => command.name());

describe('--help', () => {
  it.each(commands)('of %s gives an example of that command, and succeeds', async (name) => {
    const said = await call({ folder: '/' }, [name, '--help']);
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toContain(`Example:\n  aoai-conform ${name}`);
  });

  it('of the whole lists every command', async () => {
    const said = await call({ folder: '/' }, ['--help']);
    expect(said.code).toBe(0);
    for (const name of commands) expect(said.out).toMatch(new RegExp(`^  ${name} `, 'm'));
  });
});

describe('serve --list-faults', () => {
  it('names every fault with what it breaks, and ends', async () => {
    const said = await call({ folder: '/' }, ['serve', '--list-faults']);
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(FAULTS.length).toBeGreaterThan(0);
    for (const { name, breaks } of FAULTS) expect(said.out).toContain(`${name}\n    ${breaks}`);
  });
});

describe('--json', () => {
  const CITATION = ['--repository', 'a/b', '--commit', '0'.repeat(40), '--license', 'MIT'];
  const COMPLETION = 'recordings/reference/chat/completion/ref-general@2026-11-01.json';

  it.each<[string, string[], number]>([
    ['plan', ['plan', '--json'], 0],
    ['run', ['run', 'responses', '--json', '--out', 'run.jsonl'], 3],
    ['report', ['report', 'run.jsonl', '--json', '--format', 'json'], 0],
    ['recordings list', ['recordings', 'list', '--json'], 0],
    ['recordings verify', ['recordings', 'verify', '--json'], 0],
    ['validate', ['validate', COMPLETION, '--json'], 0],
    ['doctor', ['doctor', '--json'], 0],
    ['init', ['init', '--matrix', 'another.yaml', '--json'], 0],
    ['import', ['import', COMPLETION, ...CITATION, '--observations', 'facts.jsonl', '--json'], 0],
  ])('of %s prints JSON on the output stream and nothing on the other', async (name, argv, code) => {
    using project = temporaryProject();
    project.record('reference/chat');
    if (name === 'report') await call(project, ['run', 'responses', '--out', 'run.jsonl']);
    const said = await call(project, argv);
    expect(said).toMatchObject({ code, err: '' });
    expect(typeof JSON.parse(said.out)).toBe('object');
  });
});

describe('a piped run', () => {
  it('prints plain lines, whatever a server says', async () => {
    const body = JSON.stringify({
      error: { code: `x${HOSTILE}`, message: HOSTILE, type: HOSTILE, param: null },
    });
    const server = createServer((_, response) => {
      response.writeHead(418, { 'content-type': 'application/json' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    using project = temporaryProject(
      `version: 1\ntargets:\n  rude: { kind: reference, endpoint: "http://127.0.0.1:${port}" }\nfeatures: [chat/completion]\n`,
    );
    const said = await start(project, ['run', '--mode', 'live', '--out', 'run.jsonl']).done;
    server.close().closeAllConnections();
    expect(said).toMatchObject({ code: 1, err: '' });
    expect(said.out).toContain('5  errored');
    expect(said.out).toContain('all is well');
    expect(said.out).not.toMatch(CONTROLS);
    expect(said.out.match(/^Results: .*$/gm)).toEqual(['Results: run.jsonl']);
  });

  it('ends quietly when its reader has seen enough', async () => {
    using project = temporaryProject();
    const { child, done } = start(project, ['plan', '--format', 'ids']);
    child.stdout?.destroy();
    expect(await done).toMatchObject({ code: 0, err: '' });
  });
});

describe('serve', () => {
  it('answers as the region and under the deployments it is told, until it is stopped', async () => {
    using project = temporaryProject();
    const argv = ['serve', '--port', '0', '--region', 'swedencentral', '--deployment', 'gpt-4.1=ref-general'];
    const { child, done } = start(project, argv);
    const url = await new Promise<string>((resolve) => {
      child.stdout?.on('data', (text: string) => resolve(/http:\S+/.exec(text)?.[0] ?? ''));
    });
    const ask = (model: string) =>
      fetch(`${url}chat/completions`, {
        method: 'POST',
        headers: { 'api-key': 'reference-key', 'content-type': 'application/json' },
        body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Say hello.' }] }),
      });
    const answers = [await ask('gpt-4.1'), await ask('ref-general')];
    expect(answers.map(({ status }) => status)).toEqual([200, 404]);
    expect(answers[0]?.headers.get('x-ms-region')).toBe('Sweden Central');
    child.kill('SIGTERM');
    expect(await done).toMatchObject({ code: 0, out: expect.stringContaining('gpt-4.1 (ref-general)') });
  });

  it.each([
    ['gpt-4.1', 'is written name=model'],
    ['gpt-4.1=ref-genral', 'no model "ref-genral", did you mean "ref-general"?'],
  ])('refuses the deployment %s', async (deployment, reason) => {
    const said = await call({ folder: '/' }, ['serve', '--port', '0', '--deployment', deployment]);
    expect(said.code).toBe(2);
    expect(said.err).toContain(reason);
  });
});

describe('foreign text', () => {
  it.each([
    ['as text', plain(HOSTILE)],
    ['in a list', plainBlock(HOSTILE, '  ')],
    ['as JSON', jsonText({ text: HOSTILE })],
  ])('has nothing a terminal obeys %s', (_, text) => {
    expect(text).not.toMatch(CONTROLS);
    expect(text).toContain('all is well');
  });

  it('cannot begin a line of its own in a list', () => {
    expect(plainBlock(HOSTILE, '  ')).not.toMatch(/^Results/m);
  });

  it('is the same value again when its JSON is read', () => {
    expect(JSON.parse(jsonText({ text: HOSTILE }))).toEqual({ text: HOSTILE });
  });
});

describe('the terminal', () => {
  /** Two streams as a process has them; a terminal where `columns` says how wide. */
  function streams(out: number | null, err: number | null) {
    const written = { out: '', err: '' };
    const stream = (name: 'out' | 'err', columns: number | null) => {
      const one = new PassThrough().on('data', (chunk: Buffer) => {
        written[name] += chunk.toString();
      });
      if (columns === null) return one;
      const { getColorDepth, hasColors } = WriteStream.prototype;
      return Object.assign(one, { isTTY: true, columns, getColorDepth, hasColors });
    };
    const fake = { stdout: stream('out', out), stderr: stream('err', err), env: {}, cwd: () => '/' };
    return { terminal: openTerminal(fake as unknown as NodeJS.Process), written };
  }
  afterEach(() => vi.unstubAllEnvs());
  const colourful = (noColor: string | undefined) => {
    for (const name of ['NO_COLOR', 'FORCE_COLOR', 'NODE_DISABLE_COLORS', 'CI']) vi.stubEnv(name, undefined);
    vi.stubEnv('TERM', 'xterm-256color');
    vi.stubEnv('NO_COLOR', noColor);
  };

  it('is coloured, unless NO_COLOR asks for none', () => {
    colourful(undefined);
    expect(streams(80, 80).terminal.style('red', 'error')).toBe('\u001b[31merror\u001b[39m');
    colourful('1');
    expect(streams(80, 80).terminal.style('red', 'error')).toBe('error');
  });

  it('is not coloured where it is a pipe, for either stream alone', () => {
    colourful(undefined);
    expect(streams(null, 80).terminal.style('red', 'error')).toBe('error');
    const { terminal, written } = streams(80, null);
    terminal.out(terminal.style('green', 'fine'));
    terminal.err(terminal.style('red', 'error'));
    expect(written).toEqual({ out: '\u001b[32mfine\u001b[39m\n', err: 'error\n' });
  });

  it('shows a passing line no wider than it is, and clears it before the next', () => {
    const { terminal, written } = streams(40, 40);
    terminal.status('12345 of 100000 cases, some of them with a very long name indeed');
    expect(written.err.length).toBe(39);
    terminal.out('done');
    expect(written.err.endsWith('\r\u001b[2K')).toBe(true);
    expect(written.out).toBe('done\n');
  });

  it('gets no passing line where it is a pipe', () => {
    const { terminal, written } = streams(null, null);
    terminal.status('1 of 2 cases');
    expect(written).toEqual({ out: '', err: '' });
  });
});

describe('a narrow terminal', () => {
  it('gets the same words', async () => {
    using project = temporaryProject(REFERENCE_MATRIX);
    const said = async (columns: number) =>
      (await call(project, ['plan'], { columns, interactive: true })).out.replaceAll(/\s+/g, ' ');
    expect(await said(40)).toBe(await said(200));
  });
});
