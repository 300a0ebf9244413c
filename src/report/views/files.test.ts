import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../locale.ts';
import { HOSTILE } from '../sample-hostile.ts';
import { hrefTo, OVERVIEWS, pageFile, subjectFile } from './files.ts';

describe('the files of a report', () => {
  it.each([
    ['models', 'gpt-4.1@2025-04-14', 'en', 'models/gpt-4.1@2025-04-14.html'],
    ['features', 'chat/completion', 'zh-CN', 'features/chat-completion.zh-CN.html'],
    ['errors', 'operation-not-supported', 'zh-TW', 'errors/operation-not-supported.zh-TW.html'],
    ['models', '.hidden/../../etc', 'en', 'models/~2ehidden-..~2f..~2fetc.html'],
  ] as const)('name %s %s in %s', (folder, id, tag, file) => {
    expect(subjectFile(folder, id, tag)).toBe(file);
  });

  it.each([HOSTILE, '..', '../../index', '/etc/passwd', 'a\\..\\b', 'C:', 'a%2fb', 'a?b#c'])(
    'never leave their folder: %s',
    (id) => {
      const file = subjectFile('models', id, 'en');
      expect(join('/report', file)).toMatch(/^\/report\/models\/[\w.@~-]+\.html$/);
    },
  );

  it('are different for each page and language', () => {
    const files = LOCALES.flatMap((tag) =>
      ['index' as const, ...OVERVIEWS].map((page) => pageFile(page, tag)),
    );
    expect(new Set(files).size).toBe(files.length);
  });

  it('are linked from where the reader is', () => {
    expect(hrefTo('regions.html', '')).toBe('regions.html');
    expect(hrefTo('models/gpt-5.html', 'features')).toBe('../models/gpt-5.html');
  });
});
