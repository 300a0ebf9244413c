import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAssets } from './assets.ts';
import { buildReport } from './build.ts';
import { SETTLERS } from './corrections/types.ts';
import { renderHtml } from './html.ts';
import { LOCALES, type LocaleTag, readLocale } from './locale.ts';
import { renderMarkdown } from './markdown.ts';
import type { ReportInput } from './model.ts';
import { PAGE_BUDGET } from './page-fold.ts';
import { SAMPLE_EXCHANGE, sampleInput } from './sample.ts';
import { HOSTILE, hostileInput } from './sample-hostile.ts';
import { largeInput } from './sample-large.ts';
import { sampleCell, sampleEvidence } from './sample-parts.ts';

const root = join(import.meta.dirname, '..', '..');
const assets = readAssets(root);
const page = (input: ReportInput = sampleInput(), tag: LocaleTag = 'en') =>
  renderHtml(buildReport(input), readLocale(root, tag), assets);
const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map((match) => match[1] ?? '');
/** The page without its own style and script, which no foreign text can enter. */
const markup = (html: string) => html.replace(assets.css, () => '').replace(assets.js, () => '');
const AT = 'chat/completion:gpt-4.1@2025-04-14';

describe('renderHtml', () => {
  it('opens with what documents get wrong, each with who says so and what settles it, evidence in bold', () => {
    const html = page();
    const opening = html.slice(html.indexOf('<main>'), html.indexOf('<section id="overview"'));
    expect(opening).toContain('<h2 id="contradictions-title">What published documents get wrong</h2>');
    const entries = all(
      opening,
      /<li>\s*<p class="subject">((?:(?!<\/div>\s*<\/li>)[\s\S])*)<\/div>\s*<\/li>/g,
    );
    expect(entries.length).toBeGreaterThan(0);
    const english = readLocale(root, 'en');
    const settlers = [...SETTLERS, 'omission'].map((kind) => english.say(`settled.${kind}`));
    for (const entry of entries) {
      expect(settlers.some((words) => entry.includes(words))).toBe(true);
      expect(entry).toMatch(/<time>\d{4}-\d\d-\d\d<\/time>/);
    }
    expect(opening).toContain('<strong>an observation</strong>');
    expect(opening).not.toContain('<strong>a later document');
    expect(opening.indexOf('<strong>an observation')).toBeLessThan(opening.indexOf('<details class="wrong"'));
    expect(page({ ...sampleInput(), claims: [], cells: [] })).not.toContain('wrong-seen');
  });

  it('allows exactly its own style and script, by hash', () => {
    const html = page();
    const policy =
      /Content-Security-Policy" content="([^"]*)"/
        .exec(html)?.[1]
        ?.replaceAll('&#x27;', "'")
        .replaceAll('&#x3D;', '=') ?? '';
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const [style = ''] = all(html, /<style>([\s\S]*?)<\/style>/g);
    const [script = ''] = all(html, /<script>([\s\S]*?)<\/script>/g);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hash(style)}`,
      `script-src ${hash(script)}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('asks nothing of the network and carries no inline style or handler', () => {
    const html = markup(page());
    expect(html).not.toMatch(/<(link|img|iframe|object|embed|audio|video|source|base)\b/i);
    expect(html).not.toMatch(/\s(src|srcset|style|on\w+|formaction|action)\s*=/i);
    expect(assets.css).not.toMatch(/@import|url\(|<\//);
    expect(assets.js).not.toMatch(
      /<\/|innerHTML|outerHTML|insertAdjacent|eval\(|new Function|fetch\(|document\.write/,
    );
  });

  it.each(LOCALES)('renders in %s, in that language', (tag) => {
    const html = page(sampleInput(), tag);
    expect(html).toContain(`<html lang="${tag}">`);
    expect(html).toContain(readLocale(root, tag).say('contradictions.heading'));
    expect(markup(html)).not.toMatch(/undefined|\[object|NaN|\{\w+\}<\//);
  });

  it('gives every id once, and every link on the page a place to go', () => {
    const html = markup(page());
    const ids = all(html, /\sid="([^"]*)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = all(html, /href="#([^"]+)"/g);
    expect(targets.length).toBeGreaterThan(100);
    for (const target of targets) expect(ids).toContain(target);
  });

  it('links to nothing of the report where it stands alone, and says the same otherwise', () => {
    const model = buildReport(sampleInput());
    const english = readLocale(root, 'en');
    const [full, single] = [false, true].map((one) => renderHtml(model, english, assets, LOCALES, one));
    const ownLinks = (html = '') =>
      all(markup(html), /\shref="([^"]*)"/g).filter((link) => !/^(?:#|https?:)/.test(link));
    expect(ownLinks(full).length).toBeGreaterThan(10);
    expect(ownLinks(single)).toEqual([]);
    const words = (html = '') => all(markup(html), /<small>([^<]*)<\/small>/g);
    expect(words(single)).toEqual(words(full));
    for (const { id } of model.series.flatMap(({ models }) => models)) expect(single).toContain(id);
  });

  it('leads off the page by http(s) only, also where every text is hostile', () => {
    for (const input of [sampleInput(), hostileInput()]) {
      const links = all(markup(page(input)), /\shref="([^"]*)"/g);
      const own = /^(?:(?:models|features)\/)?[\w.@~-]+\.html$/;
      const foreign = links.filter((link) => !link.startsWith('#') && !own.test(link));
      expect(foreign.filter((link) => !/^https?:\/\//.test(link))).toEqual([]);
    }
  });

  it('turns no foreign text into an element, an attribute, a template or a change of reading order', () => {
    const hostile = page(hostileInput());
    const tags = (html: string) => new Set(all(markup(html), /<([a-z][\w-]*)/gi));
    const attributes = (html: string) =>
      new Set(all(markup(html).replace(/="[^"]*"/g, '=""'), /[\s"]([a-z-]+)=""/g));
    const plain = page();
    expect([...tags(hostile)].filter((tag) => !tags(plain).has(tag))).toEqual([]);
    expect([...attributes(hostile)].filter((name) => !attributes(plain).has(name))).toEqual([]);
    expect(hostile).not.toContain('window.pwned=1<');
    expect(hostile).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(hostile).toContain('⟨U+202E⟩gnp.exe');
    expect(hostile).toContain('{{constructor.constructor');
    expect((hostile.match(/<script/g) ?? []).length).toBe(1);
  });

  it('hides no part of hostile text: it is shown, escaped', () => {
    const evidence = sampleEvidence(AT, 'replay', 'supported', '2026-11-01');
    const { result } = evidence;
    if (result === undefined) throw new Error('the sample has a result');
    const html = page({
      ...sampleInput(),
      cells: [
        sampleCell(
          AT,
          'supported',
          'undocumented',
          [{ ...evidence, result: { ...result, reason: HOSTILE } }],
          [],
        ),
      ],
    });
    expect(html).toContain('&lt;script&gt;window.pwned&#x3D;1&lt;/script&gt; &quot;&gt;&lt;img src&#x3D;x');
  });

  it('never ticks a cell that only documents speak about', () => {
    const claims = sampleInput()
      .claims.filter((claim) => claim.statement === 'supported')
      .slice(0, 1);
    const html = page({
      ...sampleInput(),
      results: [],
      claims,
      cells: [sampleCell(AT, 'unknown', 'unverified', [], claims)],
    });
    const [cell = ''] = all(html, /(<td class="documented[^>]*>.*?<\/a>)/g);
    expect(cell).toContain('§');
    expect(cell).toContain('says yes');
    expect(cell).not.toContain('✓');
    expect(html).not.toContain('<td class="supported');
  });

  it('does not explain what was seen by why it was not run today', () => {
    const evidence = [
      sampleEvidence(AT, 'observation', 'supported', '2026-01-05'),
      sampleEvidence(AT, 'replay', 'not-run', null),
    ];
    const of = (status: 'supported' | 'not-run') =>
      page({ ...sampleInput(), results: [], cells: [sampleCell(AT, status, 'unknown', evidence, [])] });
    expect(of('not-run')).toContain('<p class="reason">made-up reason for not-run</p>');
    expect(of('supported')).not.toContain('<p class="reason">');
  });

  it('tells when a cell was first and last seen', () => {
    const evidence = [
      sampleEvidence(AT, 'replay', 'supported', '2026-11-02T14:05:00Z'),
      sampleEvidence(AT, 'observation', 'supported', '2026-01-05'),
    ];
    const html = page({ ...sampleInput(), cells: [sampleCell(AT, 'supported', 'unknown', evidence, [])] });
    expect(html).toMatch(
      /<span class="times">(?:<svg class="ticks".*?<\/svg>)?first seen 2026-01-05 · last seen live 2026-11-02/,
    );
  });

  it('marks an inferred version and mixed evidence', () => {
    const base = sampleCell(
      AT,
      'supported',
      'confirmed',
      [sampleEvidence(AT, 'observation', 'supported', null)],
      [],
    );
    const html = page({ ...sampleInput(), cells: [{ ...base, mixed: true }] });
    expect(html).toMatch(
      /<td class="supported confirmed[^>]*><a [^>]*>.*?<sup>&#x3D;†‡<\/sup><small>public undated<\/small>/,
    );
  });

  it.each<[string, string, boolean]>([
    ['a year before the report', '2025-11-21', false],
    ['a day more', '2025-11-20', true],
  ])('calls evidence stale that is more than a year old: %s', (_words, date, stale) => {
    const evidence = [sampleEvidence(AT, 'observation', 'supported', date)];
    const cells = [sampleCell(AT, 'supported', 'confirmed', evidence, [])];
    const html = page({ ...sampleInput(), cells });
    expect(html.includes('<td class="supported confirmed stale')).toBe(stale);
    expect(html.includes(`<sup>&#x3D;†◷</sup><small>public ${date.slice(0, 7)}</small>`)).toBe(stale);
    expect(html.includes('worth seeing anew.</p>')).toBe(stale);
    const markdown = renderMarkdown(buildReport({ ...sampleInput(), cells }), readLocale(root, 'en'));
    expect(markdown.includes(`✅ public ${date} =†◷`)).toBe(stale);
  });

  it('marks what is asked once an endpoint as the cells of the table', () => {
    const at = 'files/upload:-';
    const evidence = [sampleEvidence(at, 'observation', 'supported', '2024-01-01')];
    const html = page({ ...sampleInput(), cells: [sampleCell(at, 'supported', 'confirmed', evidence, [])] });
    expect(html).toContain('<sup>&#x3D;†◷</sup> <small>public 2024-01</small>');
  });

  it('keeps the reference target in the self-test, labelled', () => {
    const html = page();
    const table = /<table class="matrix" id="table">[\s\S]*?<\/table>/.exec(html)?.[0] ?? '';
    expect(table).not.toContain('ref-general');
    const section = /<section id="selftest"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
    expect(section).toContain('Self-test of the harness (reference target, not Azure)');
    expect(section).toContain('ref-general');
    expect(html).toContain('Reference target. This says nothing about Azure.');
  });

  it('says that an incomplete run is incomplete', () => {
    expect(page()).not.toContain('may be inspected, not published');
    expect(page({ ...sampleInput(), footer: null })).toContain('may be inspected, not published');
  });

  it('shows the exchange, its event timeline with the offending event, and how to repeat it', () => {
    const html = page();
    expect(html).toMatch(
      /<tr class="offends"><td>4<\/td>[\s\S]{0,600}<strong>the sequence number jumps from 3 to 5<\/strong>/,
    );
    expect(html).toContain('response.output_text.delta × ');
    expect(html).toContain('&quot;$AZURE_OPENAI_ENDPOINT&quot;&#x27;/openai/v1/responses&#x27;');
    expect(html).toContain(
      'aoai-conform run --mode live --only &#x27;responses/create:gpt-4.1@2025-04-14:sweden&#x27;',
    );
  });

  it('cuts a very large body and says so', () => {
    const input = sampleInput();
    const body = { kind: 'text' as const, text: 'x'.repeat(2_000_000) };
    const large = { ...SAMPLE_EXCHANGE, response: { status: 200, headers: {}, body, complete: true } };
    const recordings = new Map(
      [...input.recordings].map(([path, each]) => [path, { ...each, exchanges: [large] }]),
    );
    const html = page({ ...input, recordings });
    expect(html.length).toBeLessThan(PAGE_BUDGET);
    expect(html).toContain('1,994,000 more characters are left out here.');
  });

  it('stays within its budget with 10,000 cells that all have evidence, and keeps an anchor for each', () => {
    const input = largeInput(10_000);
    const html = page(input);
    expect(Buffer.byteLength(html)).toBeLessThan(PAGE_BUDGET);
    const ids = new Set(all(markup(html), /\sid="([^"]*)"/g));
    expect(input.cells.filter((cell) => !ids.has(`${cell.feature}:${cell.model}`))).toEqual([]);
  });

  it('tells the urgent cells in full before the others', () => {
    const html = page(largeInput(2_500));
    const full = all(html, /<article id="[^"]*"><h4>[\s\S]*?<p class="verdict (\w+)/g);
    const folded = all(html, /<article class="fold"><p>(\S+)/g);
    expect(full).toContain('partial');
    expect(full).toContain('unsupported');
    expect(folded).toContain('✓');
    expect(folded.filter((sign) => sign === '◐' || sign === '✕')).toEqual([]);
  });

  it('is the same text for the same input', () => {
    expect(page()).toBe(page());
  });
});
