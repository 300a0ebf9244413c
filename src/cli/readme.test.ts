import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_KEY, serveReference } from '../reference/index.ts';
import { HOME, start, temporaryProject } from './project.fixture.ts';

const english = readFileSync(join(HOME, 'README.md'), 'utf8');
const chinese = readFileSync(join(HOME, 'README.zh-CN.md'), 'utf8');

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```$/gm, '');
/** Levels of the headings, and of each section its tables by rows. */
function structureOf(text: string): string[] {
  return withoutCode(text)
    .split('\n')
    .flatMap((line) => /^(#+) |^(\||-) /.exec(line)?.slice(1, 3).filter(Boolean) ?? []);
}

/** What a reader types: commands in shell blocks and after a prompt, without the remarks behind them. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, language, body = '']) =>
    body
      .split('\n')
      .filter((line) => line !== '' && (language === 'sh' || line.startsWith('$ ')))
      .map((line) => line.replace(/\s+#.*$/, '')),
  );
}

/** Code in the first column of tables and in prose: names of commands, options, files, packages. */
const codeOf = (text: string) =>
  [...withoutCode(text).matchAll(/`([^`]+)`/g)].map(([, code = '']) => code).sort();
const linksOf = (text: string) =>
  [...withoutCode(text).matchAll(/\]\(([^)]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !link.startsWith('README'));

describe('README.zh-CN.md', () => {
  it.each([
    ['headings, lists and tables', structureOf],
    ['commands', commandsOf],
    ['code in the text', codeOf],
    ['links', linksOf],
  ])('has the %s of README.md', (_, read) => {
    expect(read(english).length).toBeGreaterThan(5);
    expect(read(chinese)).toEqual(read(english));
  });

  it.each([
    ['a heading', structureOf, (text: string) => text.replace('\n## 指南', '')],
    ['a row of a table', structureOf, (text: string) => text.replace(/\n\| `aoai-conform diff.*/, '')],
    ['a command', commandsOf, (text: string) => text.replace('npm ci && npm test', 'npm test')],
    ['an option', codeOf, (text: string) => text.replace('`--resume`', '`--continue`')],
  ])('would not miss %s', (_, read, change) => {
    expect(change(chinese)).not.toBe(chinese);
    expect(read(change(chinese))).not.toEqual(read(english));
  });

  it('and README.md lead to each other', () => {
    expect(english).toContain('(README.zh-CN.md)');
    expect(chinese).toContain('(README.md)');
    for (const link of linksOf(chinese).filter(
      (path) => path.startsWith('reports/') || path.endsWith('.yaml'),
    ))
      expect(existsSync(join(HOME, link))).toBe(true);
  });
});

/** 2026-11-21: models retire by date. */
const DAY = '1795219200';

/** Commands behind a prompt, each with the lines it is said to print. */
function sessionOf(block: string): { readonly argv: readonly string[]; readonly prints: string }[] {
  return block
    .replaceAll(/\\\n +/g, '')
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...lines] = part.trimEnd().split('\n');
      return { argv: command.split(' ').slice(1), prints: lines.join('\n') };
    });
}

/** What is left of this minute's quota, and how far the clock is, depend on when they are asked. */
const timeless = (text: string) =>
  text
    .trimEnd()
    .replaceAll(/^(ok +\S+ +(?:clock|quota) ).*$/gm, (line, head: string) =>
      head.includes('quota') ? line.replaceAll(/ \d+ of /g, ' n of ') : line.replaceAll(/\d+ s/g, 'n s'),
    );

describe('the way of a newcomer', () => {
  const blockOf = (text: string) => /^```text\n(\$ aoai-conform init\n[\s\S]*?)^```$/m.exec(text)?.[1] ?? '';
  const served = /`aoai-conform serve --region (\S+) --deployment ([^`]+)`/.exec(english);

  it('prints what README.md shows, and the Chinese one alike', { timeout: 60_000 }, async () => {
    expect(blockOf(chinese)).toBe(blockOf(english));
    expect(english).toContain(`the key \`${DEFAULT_KEY}\``);
    const deployments = Object.fromEntries((served?.[2] ?? '').split(' ').map((pair) => pair.split('=')));
    const server = await serveReference({ region: served?.[1] ?? '', deployments });
    using project = temporaryProject();
    rmSync(project.path('matrix.yaml'));
    try {
      const session = sessionOf(blockOf(english));
      expect(session.map(({ argv }) => argv[0])).toEqual(['init', 'doctor', 'run']);
      for (const { argv, prints } of session) {
        const env = { AZURE_OPENAI_ENDPOINT: server.url, AZURE_OPENAI_API_KEY: DEFAULT_KEY };
        const said = await start(project, argv, { ...env, SOURCE_DATE_EPOCH: DAY }).done;
        expect(said).toMatchObject({ code: 0, err: '' });
        expect(timeless(said.out)).toBe(timeless(prints));
      }
    } finally {
      await server.close();
    }
  });

  it('comes to the sample that docs/configure.md shows', { timeout: 30_000 }, async () => {
    const text = readFileSync(join(HOME, 'docs/configure.md'), 'utf8');
    const block = /^```text\n\$ (AZURE\S+)=(\S+) aoai-conform (plan --sample pairwise)\n…\n([\s\S]*?)^```$/m;
    const [, variable = '', address = '', command = '', prints = ''] = block.exec(text) ?? [];
    const env = { [variable]: address, SOURCE_DATE_EPOCH: DAY };
    const { code, out } = await start({ folder: HOME }, command.split(' '), env).done;
    expect(code).toBe(0);
    const lines = prints.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(3);
    expect(out.trimEnd().split('\n')).toEqual(expect.arrayContaining(lines));
  });
});
