import { describe, expect, it } from 'vitest';
import { readAssets, readLocale, renderMarkdown, renderViews } from '../report/index.ts';
import { HOME, publishedReport } from './published.fixture.ts';

const report = await publishedReport();
const models = report.series.flatMap((group) => group.models);

/** Sentences of the catalogues that exist in each language of the report. */
const texts = [
  ...models.flatMap(({ notes, sources }) => [notes, ...sources.map(({ note }) => note)]),
  ...report.errors.flatMap(({ cause, remedy, note }) => [cause, remedy, note]),
].filter((text) => text !== undefined);

/** What a reader sees, one space between words, marks of Markdown and HTML undone. */
function seen(text: string): string {
  return text
    .replace(/&#8203;|\\/g, '')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;|&#39;/g, "'")
    .replace(/\s+/g, ' ');
}

describe.each(['zh-CN', 'zh-TW'] as const)('the published words in %s', (tag) => {
  const locale = readLocale(HOME, tag);
  const pages = [...renderViews({ model: report, locale, tags: [tag] }, readAssets(HOME))];
  const all = seen([renderMarkdown(report, locale), ...pages.map(({ html }) => html)].join('\n'));

  it('hold no English sentence of the catalogues of models and errors', () => {
    const english = [...new Set(texts.map(({ en }) => en))];
    expect(english.length).toBeGreaterThan(80);
    expect(english.filter((sentence) => all.includes(seen(sentence)))).toEqual([]);
  });

  it('hold the same sentences in their own language, so that the comparison above can find one', () => {
    const own = models.flatMap(({ notes }) => notes?.[tag] ?? []);
    expect(own.filter((sentence) => !all.includes(seen(sentence)))).toEqual([]);
    expect(own.length).toBeGreaterThan(40);
  });

  it('call series by names of their language', () => {
    expect(all).not.toMatch(/Other makers on Azure|Computer use[^r-]|>o-series</);
  });

  it('tell nobody who calls Azure of the files of the harness', () => {
    expect(report.errors.flatMap(({ remedy }) => remedy[tag]).join(' ')).not.toContain('matrix.yaml');
  });
});
