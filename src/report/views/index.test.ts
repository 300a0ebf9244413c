import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAssets } from '../assets.ts';
import { buildReport } from '../build.ts';
import { renderHtml } from '../html.ts';
import { LOCALES, type LocaleTag, readLocale } from '../locale.ts';
import type { ReportInput } from '../model.ts';
import { sampleInput } from '../sample.ts';
import { hostileInput } from '../sample-hostile.ts';
import { renderViews } from './index.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const assets = readAssets(root);

/** Every file of a report, the table included, in the given languages. */
function written(input: ReportInput = sampleInput(), tags: readonly LocaleTag[] = ['en']) {
  const model = buildReport(input);
  const files = new Map<string, string>();
  for (const tag of tags) {
    const locale = readLocale(root, tag);
    files.set(tag === 'en' ? 'index.html' : `index.${tag}.html`, renderHtml(model, locale, assets, tags));
    for (const { path, html } of renderViews({ model, locale, tags }, assets)) {
      expect(files.has(path), `${path} is written once`).toBe(false);
      files.set(path, html);
    }
  }
  return files;
}

const markup = (html: string) =>
  html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<script>[\s\S]*?<\/script>/, '');
const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map((match) => match[1] ?? '');
const text = (html: string) =>
  markup(html)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the pages beside the table', () => {
  const files = written(sampleInput(), LOCALES);

  it('are one a model, a feature and an error, and the five that speak of all', () => {
    const english = [...files.keys()].filter((path) => !/\.zh-(CN|TW)\.html$/.test(path));
    const { models, features, errors = [] } = sampleInput();
    const real = models.filter((model) => model.publisher !== 'reference');
    expect(english).toHaveLength(1 + 5 + real.length + features.length + errors.length);
    expect(files.size).toBe(3 * english.length);
  });

  it('link to files and places that exist, in every language', () => {
    for (const [path, html] of files) {
      const ids = new Set(all(markup(html), /\sid="([^"]*)"/g));
      expect(ids.size, `${path} gives every id once`).toBe(all(markup(html), /\sid="([^"]*)"/g).length);
      for (const link of all(markup(html), /\shref="([^"]*)"/g)) {
        if (/^https?:/.test(link)) continue;
        const [file = '', place] = link.split('#');
        const target = file === '' ? path : posix.normalize(posix.join(dirname(path), decodeURI(file)));
        const found = files.get(target);
        expect(found, `${path} leads to ${target}`).toBeDefined();
        if (place !== undefined && found !== undefined)
          expect(found.includes(`id="${decodeURI(place)}"`), `${path} leads to ${link}`).toBe(true);
      }
    }
  });

  it('say everything in their language, and nothing undefined', () => {
    for (const [path, html] of files) {
      expect(html, path).toContain(`<html lang="${/\.(zh-\w+)\.html$/.exec(path)?.[1] ?? 'en'}">`);
      expect(markup(html), path).not.toMatch(/undefined|\[object|NaN|\{\w+\}</);
    }
  });

  it('ask nothing of the network and carry no inline style or handler', () => {
    for (const html of files.values()) {
      expect(markup(html)).not.toMatch(/<(link|img|iframe|object|embed|audio|video|source|base)\b/i);
      expect(markup(html)).not.toMatch(/\s(src|srcset|style|on\w+|formaction|action)\s*=/i);
      expect(html).toContain('http-equiv="Content-Security-Policy" content="default-src &#x27;none&#x27;');
    }
    expect(assets.views.js).not.toMatch(/<\/|innerHTML|outerHTML|insertAdjacent|eval\(|new Function|fetch\(/);
  });

  it('keep every foreign text a text', () => {
    const tags = (html: string) => new Set(all(markup(html), /<([a-z][\w-]*)/gi));
    const known = new Set([...files.values()].flatMap((html) => [...tags(html)]));
    for (const [path, html] of written(hostileInput())) {
      expect(path).toMatch(/^(?:\w+\/)?[\w.@~-]{1,160}\.html$/);
      expect(
        [...tags(html)].filter((tag) => !known.has(tag)),
        path,
      ).toEqual([]);
      expect((html.match(/<script/g) ?? []).length, path).toBe(1);
      expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      const links = all(markup(html), /\shref="([^"]*)"/g);
      expect(
        links.filter((link) => !/^(https?:\/\/|#|(\.\.\/)?[\w.@~/-]+\.html(#|$))/.test(link)),
        path,
      ).toEqual([]);
    }
  });

  it("tell a model's facts, days and every feature asked of it", () => {
    const html = files.get('models/o1-mini@2024-09-12.html') ?? '';
    expect(text(html)).toContain('retired 2025-10-27');
    expect(html).toContain('<rect class="gone"');
    const codes = all(html, /<th scope="row"><a [^>]*>[^<]*<\/a> <code>([^<]*)<\/code>/g);
    expect(codes).toContain('responses/retrieve');
    expect(codes).toContain('chat/completion');
    // Asked of no model.
    expect(codes).not.toContain('files/upload');
  });

  it('tell of an error its cause, its remedy and the cells it was seen in', () => {
    const seen = text(files.get('errors/operation-not-supported.html') ?? '');
    expect(seen).toContain('The model does not offer this API.');
    expect(seen).toContain('Call the API that the model offers.');
    const [real = '', own = ''] = seen.split('own reference target, not Azure');
    expect(real).not.toContain('ref-responses-only');
    expect(own).toContain('ref-responses-only@1 chat/completion reference target, not Azure');
    expect(text(files.get('errors/never-seen.html') ?? '')).toContain('Nobody has seen this answer');
  });

  it('fold what the reference target answered, with its status in words, and call none of it live', () => {
    for (const { tag, live, folded } of [
      { tag: '', live: /\blive\b/, folded: '✕ unsupported replay of a recording of the reference target' },
      { tag: '.zh-CN', live: /实时/, folded: '✕ 不支持 参考目标录制的重放' },
      { tag: '.zh-TW', live: /即時/, folded: '✕ 不支援 參考目標錄製的重播' },
    ]) {
      const html = files.get(`errors/operation-not-supported${tag}.html`) ?? '';
      const [details = ''] = /<details>[\s\S]*?<\/details>/.exec(html) ?? [];
      expect(text(details)).toContain(folded);
      expect(text(details)).not.toMatch(live);
    }
  });

  it('say that a replay is not added to a history, where the run is one', () => {
    const { header } = sampleInput();
    const runs = (mode: 'live' | 'replay') =>
      text(
        written({
          ...sampleInput(),
          history: [],
          header: header === null ? null : { ...header, mode },
        }).get('runs.html') ?? '',
      );
    expect(runs('replay')).toContain('a replay is not added to one');
    expect(runs('live')).toContain('No history was kept.');
    expect(runs('live')).not.toContain('a replay is not added');
  });

  it('tell of each documented field whether it was seen, and by whom', () => {
    const html = files.get('fields.html') ?? '';
    expect(text(html)).toContain('2 of 4 documented fields were seen on Azure; 1 only elsewhere.');
    const [, line = ''] =
      /<tr><th scope="row"><code>ChatCompletion<[\s\S]*?<\/tr>/.exec(html)?.[0].split('</th>') ?? [];
    expect(line.split('</td>').map((cell) => text(cell).trim())).toEqual([
      'id usage',
      'service_tier',
      'moderation',
      '',
    ]);
    expect(html).toContain('title="2025-03-01 – 2026-02-01 · gpt-4.1, gpt-4o · eastus2"');
  });

  it('are the same text for the same input', () => {
    expect(written()).toEqual(written());
  });
});
