import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../documents/index.ts';
import { claimsAbout, indexClaims } from './about.ts';
import { conflicts } from './conflicts.ts';
import { type ClaimFile, expandClaims } from './expand.ts';
import { loadClaims } from './load.ts';
import type { Claim } from './types.ts';

const schema = JSON.parse(readFileSync('fixtures/schemas/claims.schema.json', 'utf8'));
const files = readdirSync('fixtures/claims')
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({
    file: `fixtures/claims/${name}`,
    text: readFileSync(`fixtures/claims/${name}`, 'utf8'),
  }));
const parsed = files.map((file) => parseDocument<ClaimFile>(file, schema).value);
const expanded = parsed.map((file) => expandClaims(file));
const claims: readonly Claim[] = expanded.flatMap((one) => one.claims.map(({ claim }) => claim));
const sources = parsed.map(({ source }) => source);
const ofSource = (id: string) => claims.filter(({ source }) => source === id);

const GUIDE = '../shared/seeds/compatibility-guide.zh-CN.md';
const LEARN = '../shared/seeds/responses-api.zh-TW.md';
const CATALOGUE = 'fixtures/catalog/models.yaml';

describe('the committed claims', () => {
  it('expand without a problem, every id once', () => {
    expect(expanded.flatMap(({ problems }) => problems)).toEqual([]);
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    expect(parsed.map(({ source }) => `fixtures/claims/${source.id}.yaml`)).toEqual(
      files.map(({ file }) => file),
    );
  });

  it.skipIf(!existsSync(CATALOGUE))('name no model that the catalogue does not hold', () => {
    const text = readFileSync(CATALOGUE, 'utf8');
    const models = parseDocument<{ models: { id: string }[] }>({ file: CATALOGUE, text }, { type: 'object' })
      .value.models;
    const loaded = loadClaims(files, schema, { models: models.map(({ id }) => id) });
    expect(loaded.claims).toHaveLength(claims.length);
  });

  it('quote little', () => {
    expect(
      claims.filter(({ quote, value }) => Math.max(quote?.length ?? 0, String(value ?? '').length) > 200),
    ).toEqual([]);
  });

  // facts section 6: what published documents get wrong, and a document that says so
  it.each([
    ['gpt-5.2-codex chat/completion', 'superseded', 'compatibility-guide', 'yes'],
    ['o1-mini responses/create', 'open', 'compatibility-guide', 'yes'],
    ['gpt-4@turbo-2024-04-09 responses/create', 'superseded', 'compatibility-guide', 'yes'],
    ['gpt-35-turbo responses/create', 'open', 'compatibility-guide', 'yes'],
    ['gpt-5-chat@2025-10-03 lifecycle stage value', 'superseded', 'compatibility-guide', 'preview'],
    ['gpt-5.1-codex-mini access value', 'superseded', 'compatibility-guide', 'registration'],
    ['gpt-5 access value', 'superseded', 'compatibility-guide', 'registration'],
    ['gpt-5.1 access value', 'superseded', 'compatibility-guide', 'registration'],
    ['any model parameter responses messages', 'superseded', 'compatibility-guide', 'yes'],
    ['gpt-5 chat/temperature', 'superseded', 'compatibility-guide', 'yes'],
    ['gpt-5.1 chat/temperature', 'superseded', 'compatibility-guide', 'yes'],
    ['gpt-5.2 chat/temperature', 'superseded', 'compatibility-guide', 'yes'],
    [
      'any model lifecycle compatibility-guide.last-updated value',
      'open',
      'compatibility-guide',
      '2025-01-16',
    ],
    ['any model limit responses regions value', 'superseded', 'learn-responses-2025-12', '25'],
    ['any model responses/compact', 'superseded', 'learn-responses-2025-12', 'no'],
    ['codex-mini responses/create', 'open', 'learn-responses-2025-12', 'no'],
    [
      'any model parameter service entra.scope value',
      'superseded',
      'learn-responses-2025-12',
      'https://cognitiveservices.azure.com/.default',
    ],
  ])('are in conflict about %s', (subject, kind, source, says) => {
    const conflict = conflicts(claims, sources).find((one) => one.subject === subject);
    expect(conflict?.kind).toBe(kind);
    const said = conflict?.sides.find((side) => side.says === says)?.claims.map((claim) => claim.source);
    expect(said).toContain(source);
  });

  it('answer for a cell', () => {
    const about = claimsAbout(indexClaims(claims), {
      model: 'gpt-5-pro@2025-10-06',
      feature: 'chat/streaming',
    });
    const ofModel = about.filter(({ subject }) => subject.model !== undefined);
    expect(new Set(ofModel.map(({ statement }) => statement))).toEqual(new Set(['unsupported']));
    const said = new Set(ofModel.map(({ source }) => source));
    expect(said).toEqual(
      new Set([
        'compatibility-guide',
        'learn-reasoning-2026-07',
        'learn-reasoning-2026-09',
        'litellm-2026-08',
      ]),
    );
  });
});

describe.skipIf(!existsSync(GUIDE))('the guide', () => {
  const text = existsSync(GUIDE) ? readFileSync(GUIDE, 'utf8') : '';
  const guide = ofSource('compatibility-guide');

  it('has a claim for every cell of every table, as printed', () => {
    const cells = tableCells(text);
    expect(cells.length).toBeGreaterThan(70);
    const claimed = new Set(guide.map(({ where, quote }) => `${where} = ${quote}`));
    const missing = cells.filter(
      ({ section, row, column, cell }) =>
        !claimed.has(`模型兼容性列表 > ${section}, row ${row}, column ${column} = ${cell}`),
    );
    expect(missing).toEqual([]);
    expect(guide.filter(({ where }) => /, row .*, column /.test(where))).toHaveLength(cells.length);
  });

  it('is quoted as it stands', () => {
    const haystack = bare(text);
    const wrong = guide.filter(({ quote }) => quote !== undefined && !haystack.includes(bare(quote)));
    expect(wrong.map(({ id, quote }) => `${id}: ${quote}`)).toEqual([]);
  });

  it('has a claim for every link, and for every model it names', () => {
    const links = [...text.matchAll(/https:\/\/[^\s）)]+/g)].map(([url]) => url);
    const values = new Set(guide.map(({ value }) => value));
    expect(links.filter((url) => !values.has(url))).toEqual([]);
    const named = new Set(
      [...text.matchAll(/\b(?:gpt-[\w.-]+|o\d(?:-mini)?|codex-mini|grok-[\w-]+)\b/g)].map(([name]) => name),
    );
    const models = new Set(guide.map(({ subject }) => subject.model?.split('@')[0]));
    expect([...named].filter((name) => !models.has(name))).toEqual([]);
  });
});

describe.skipIf(!existsSync(LEARN))('the page about the Responses API', () => {
  const text = existsSync(LEARN) ? readFileSync(LEARN, 'utf8') : '';
  const page = ofSource('learn-responses-2025-12');

  it('has a claim for every region', () => {
    const start = text.indexOf('區域可用性');
    const printed = [...text.slice(start, text.indexOf('模型支援', start)).matchAll(/^- (.+)$/gm)].map(
      ([, name]) => name,
    );
    const claimed = page
      .filter(({ topic }) => topic === 'region')
      .map(({ quote, subject }) => quote ?? subject.region);
    expect(claimed).toEqual(printed);
  });

  it('has a claim for every version of every model it lists', () => {
    const start = text.indexOf('模型支援');
    const list = text.slice(start, text.indexOf('回應 API 所支援的區域', start));
    const printed = [...list.matchAll(/([a-z][\w.-]+)\(版本:([\d、-]+)\)/g)].flatMap(([, name, versions]) =>
      (versions ?? '').split('、').map((version) => `${name}@${version}`),
    );
    expect(printed.length).toBeGreaterThan(25);
    const claimed = page.filter(({ id }) => id.includes('#model/')).map(({ subject }) => subject.model);
    expect(printed.filter((id) => !claimed.includes(id))).toEqual([]);
  });

  it('has a claim for every file format', () => {
    const start = text.indexOf('受支援的檔案');
    const printed = text.slice(start, text.indexOf('列出輸入項目', start)).match(/^\.\w+ \|$/gm) ?? [];
    expect(page.filter(({ id }) => id.includes('#format/'))).toHaveLength(printed.length);
  });

  it('quotes what stands in it', () => {
    const haystack = bare(text);
    const wrong = page.filter(
      ({ quote, where }) =>
        quote !== undefined && !/output|sample/.test(where) && !haystack.includes(bare(quote)),
    );
    expect(wrong.map(({ id, quote }) => `${id}: ${quote}`)).toEqual([]);
  });
});

/** Without spaces, commas and quotation marks, which YAML and the damage of the copy change. */
function bare(words: string): string {
  return words.replace(/[\s",，`]/g, '');
}

interface TableCell {
  readonly section: string;
  readonly row: string;
  readonly column: string;
  readonly cell: string;
}

/** The cells of all Markdown tables but their first column, with the heading they stand under. */
function tableCells(markdown: string): TableCell[] {
  const cells: TableCell[] = [];
  let section = '';
  let header: readonly string[] = [];
  for (const line of markdown.split('\n')) {
    if (line.startsWith('### ')) section = line.slice(4).trim();
    const parts = line.startsWith('|')
      ? line
          .split('|')
          .slice(1, -1)
          .map((part) => part.trim())
      : [];
    if (parts.length === 0) header = [];
    else if (header.length === 0) header = parts;
    else if (!/^-+$/.test(parts[0] ?? '')) {
      const [row = '', ...rest] = parts;
      rest.forEach((cell, index) => {
        cells.push({ section, row, column: header[index + 1] ?? '', cell });
      });
    }
  }
  return cells;
}
