/** Names of the report's files, and the links between them. The only place that knows either. */
import { createHash } from 'node:crypto';
import type { LocaleTag } from '../locale.ts';

/** Pages beside the table that speak of all models at once. */
export const OVERVIEWS = ['directory', 'regions', 'providers', 'fields', 'runs'] as const;
export type OverviewPage = (typeof OVERVIEWS)[number];
/** Folders with one page a subject. */
export type SubjectFolder = 'models' | 'features' | 'errors';

/** `index.html`, `index.zh-CN.html`, `regions.html`, … relative to the report's folder. */
export function pageFile(page: 'index' | OverviewPage, tag: LocaleTag): string {
  return `${page}${suffix(tag)}`;
}

/** `models/gpt-4.1@2025-04-14.html`, `features/chat-completion.html`, relative to the report's folder. */
export function subjectFile(folder: SubjectFolder, id: string, tag: LocaleTag): string {
  return `${folder}/${slug(id)}${suffix(tag)}`;
}

/** A link from a page in `from` (`''`: the report's folder) to a file of the report. */
export function hrefTo(file: string, from: SubjectFolder | ''): string {
  return (from === '' ? '' : '../') + file;
}

/** English, the first language, has the plain name. */
function suffix(tag: LocaleTag): string {
  return tag === 'en' ? '.html' : `.${tag}.html`;
}

/** Characters of a file's name; file systems take 255 bytes, the language and the ending included. */
const LONGEST = 120;

/** Ids hold one `/`; any other character that means something in a path or an address is written as its code. */
function slug(id: string): string {
  const name = id
    .replace('/', '-')
    .replace(/[^\w.@-]/g, (character) => `~${(character.codePointAt(0) ?? 0).toString(16)}`)
    .replace(/^\.+/, (dots) => '~2e'.repeat(dots.length));
  if (name.length <= LONGEST) return name;
  return `${name.slice(0, LONGEST)}~${createHash('sha256').update(id).digest('hex').slice(0, 12)}`;
}
