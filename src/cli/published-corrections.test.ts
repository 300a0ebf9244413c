import { describe, expect, it } from 'vitest';
import { LOCALES, readLocale, renderMarkdown } from '../report/index.ts';
import { HOME, publishedReport } from './published.fixture.ts';

const report = await publishedReport();
const wrong = new Map(report.corrections.map((one) => [one.claim.id, one]));
const guide = 'compatibility-guide';
const page = 'learn-responses-2025-12';

/**
 * The 26 statements that were judged by hand against primary sources, as numbered there, each with one of
 * its claims and what has to settle it.
 */
const JUDGED: readonly (readonly [number, string, string])[] = [
  [1, `${guide}#table/gpt-5.2/gpt-5.2-codex/chat`, 'later-document'],
  [1, `${guide}#practice/code/chat/gpt-5.2-codex`, 'later-document'],
  [2, `${guide}#table/o/o1-mini/responses`, 'list'],
  [3, `${guide}#table/gpt-4-turbo/gpt-4@turbo-2024-04-09/responses`, 'later-document'],
  [4, `${guide}#table/gpt-3.5/gpt-35-turbo/responses`, 'list'],
  [5, `${guide}#gpt-5/preview/gpt-5-chat`, 'later-document'],
  [6, `${guide}#table/gpt-5.1/gpt-5.1-codex-mini/access`, 'later-document'],
  [7, `${guide}#table/gpt-5/gpt-5/access`, 'later-document'],
  [7, `${guide}#table/gpt-5/gpt-5-pro/access`, 'later-document'],
  [7, `${guide}#table/gpt-5.1/gpt-5.1/access`, 'later-document'],
  [7, `${guide}#table/gpt-5.1/gpt-5.1-codex/access`, 'later-document'],
  [8, `${guide}#code/responses-messages`, 'later-document'],
  [9, `${guide}#error-3/message`, 'quoted-answer'],
  [9, `${guide}#error-3/code`, 'quoted-answer'],
  [10, `${guide}#error-1/message`, 'quoted-answer'],
  [11, `${guide}#error-2/message`, 'quoted-answer'],
  [12, `${guide}#code/standard-temperature/gpt-5`, 'later-document'],
  [12, `${guide}#code/standard-temperature/gpt-5.1`, 'later-document'],
  [12, `${guide}#code/standard-temperature/gpt-5.2`, 'later-document'],
  [13, `${guide}#gpt-5.1/default-effort`, 'open'],
  [14, `${guide}#gpt-5/context/gpt-5-chat`, 'later-document'],
  [14, `${guide}#gpt-5.2/context/gpt-5.2-chat`, 'later-document'],
  [15, `${guide}#last-updated/head`, 'itself'],
  [17, `${guide}#table/grok/grok-4-fast-non-reasoning/chat`, 'lifecycle'],
  [17, `${guide}#table/grok/grok-4-fast-non-reasoning/responses`, 'lifecycle'],
  [18, `${page}#region/count`, 'later-document'],
  [19, `${page}#unsupported/compact`, 'later-document'],
  [20, `${page}#model/gpt-5-codex@2025-09-11`, 'list'],
  [21, `${page}#model/absent/codex-mini`, 'observation'],
  [21, `${page}#model/absent/o3-pro`, 'open'],
  [23, `${page}#code-interpreter/api-version`, 'later-document'],
  [23, `${page}#image-generation/api-version-header`, 'open'],
  [24, `${page}#chain/status`, 'observation'],
  [24, `${page}#chain/created-at`, 'observation'],
  [24, `${page}#chain/usage-details`, 'observation'],
  [24, `${page}#chain/never-null/sample.tool_choice`, 'observation'],
  [24, `${page}#chain/content-filters`, 'later-document'],
  [25, `${page}#mcp/headers-sample`, 'later-document'],
  [25, `${page}#region/printed`, 'later-document'],
  [26, `${page}#image-generation/scope`, 'later-document'],
];

/** Rows about what a document leaves out, see below. */
const LEFT_OUT = [16, 22];

describe('what published documents get wrong', () => {
  it.each(JUDGED)('row %d: %s is settled by %s', (_, claim, settledBy) => {
    expect(report.claims.map(({ id }) => id)).toContain(claim);
    expect(wrong.get(claim)?.settledBy).toBe(settledBy);
  });

  it('accounts for each of the 26 rows', () => {
    const rows = new Set([...JUDGED.map(([row]) => row), ...LEFT_OUT]);
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 26 }, (_, at) => at + 1));
  });

  it('names the models that the guide leaves out (row 16)', () => {
    const [omission] = report.omissions;
    expect(omission?.source).toBe(guide);
    expect(omission?.models).toEqual(
      expect.arrayContaining(['o3', 'o3-pro', 'gpt-5-codex', 'gpt-5.1-codex-max']),
    );
  });

  it('names what a later edition lists and the page could not know (row 22)', () => {
    const outdated = report.omissions.find(({ source }) => source === page);
    expect(outdated?.by).toBe('learn-responses-2026-09');
    expect(outdated?.models).toEqual(expect.arrayContaining(['gpt-5.2', 'gpt-5.2-chat', 'gpt-5.2-codex']));
    expect(outdated?.regions).toEqual(expect.arrayContaining(['centralus', 'westeurope', 'westus2']));
    expect(report.omissions.map(({ source }) => source)).not.toContain('learn-responses-2026-09');
  });

  it('lets neither the quoted answer nor a document settle the default effort of gpt-5.1 (row 13)', () => {
    const { against, instead } = wrong.get(`${guide}#gpt-5.1/default-effort`) ?? {};
    expect(against?.map(({ source }) => source)).toEqual(['litellm-issue-16704']);
    expect(instead).toBeNull();
    expect([...wrong.keys()].filter((id) => id.startsWith('litellm-issue'))).toEqual([]);
  });

  it('names checks that passed on recorded traffic (row 24)', () => {
    const { cells, note } = wrong.get(`${page}#chain/status`) ?? {};
    expect(note).toBe('schema.response');
    expect(wrong.get(`${page}#chain/created-at`)?.note).toBe('time.created');
    expect(cells?.length).toBeGreaterThan(3);
    expect(cells?.every(({ feature }) => feature === 'responses/create')).toBe(true);
    const stated = report.claims.filter(({ excludes }) => excludes !== undefined);
    expect(stated.map(({ id }) => wrong.get(id)?.settledBy)).toEqual(stated.map(() => 'observation'));
  });

  it('settles the date of the guide by a model that it names (row 15)', () => {
    const { instead, note } = wrong.get(`${guide}#last-updated/head`) ?? {};
    expect([instead, note]).toEqual(['2026-01-16', 'gpt-5.2-codex@2026-01-14']);
  });

  it('says where it can be read what no claim and no cell says', () => {
    const placeless = report.corrections.filter(
      ({ claim, cells, against, grounds = [] }) =>
        cells.length + grounds.length === 0 && against.every(({ source }) => source === claim.source),
    );
    expect(placeless.filter(({ settledBy }) => settledBy !== 'itself')).toEqual([]);
  });

  it('lets no document correct what an observation bears out', () => {
    const streaming = report.corrections.filter(
      ({ claim }) => claim.subject.feature === 'responses/image-generation-streaming',
    );
    expect(streaming.length).toBeGreaterThan(0);
    expect(streaming.map(({ settledBy }) => settledBy)).toEqual(streaming.map(() => 'observation'));
  });

  it('holds nothing against what is right: context and chat of gpt-4.1 (row 14)', () => {
    for (const id of ['gpt-4.1/context/gpt-4.1', 'table/gpt-4.1/gpt-4.1/chat'])
      expect(wrong.has(`${guide}#${id}`)).toBe(false);
  });

  it.each(LOCALES)('opens the published guide in %s, each line with what settles it', (tag) => {
    const locale = readLocale(HOME, tag);
    const markdown = renderMarkdown(report, locale);
    const start = markdown.indexOf(`## ${locale.say('corrections.heading')}`);
    const section = markdown.slice(start, markdown.indexOf('\n## ', start + 3));
    expect(start).toBeGreaterThan(0);
    expect(start).toBeLessThan(1000);
    const rows = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
    expect(rows.length).toBeGreaterThan(40);
    const kinds = ['observation', 'quoted-answer', 'later-document', 'lifecycle', 'list', 'itself', 'open'];
    const settlers = [...kinds, 'omission'].map((kind) => locale.say(`settled.${kind}`));
    for (const row of rows.slice(1).filter((line) => !line.includes(locale.say('corrections.settled'))))
      expect(settlers.some((words) => row.includes(words))).toBe(true);
    for (const name of ['gpt-5.2-codex', 'o1-mini', 'gpt-35-turbo', 'codex-mini', 'responses/compact'])
      expect(section).toContain(`\`${name}\``);
  });

  it('calls evidence only what was seen or answered', () => {
    const english = readLocale(HOME, 'en');
    const section = renderMarkdown(report, english).split('\n');
    for (const line of section.filter((row) => row.includes(english.say('settled.later-document')))) {
      expect(line).toContain('no evidence of behaviour');
      expect(line).not.toContain('**');
    }
  });
});
