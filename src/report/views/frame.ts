import type { Locale, LocaleTag } from '../locale.ts';
import { moment } from '../look.ts';
import type { ReportModel } from '../model.ts';
import { hrefTo, OVERVIEWS, pageFile, type SubjectFolder } from './files.ts';

/** Everything that makes up the pages, for whoever draws one of them. */
export interface Site {
  readonly model: ReportModel;
  readonly locale: Locale;
  /** The languages that the report is written in. */
  readonly tags: readonly LocaleTag[];
}

/** One page before it is drawn: its file in each language, its template and what the template prints. */
export interface View {
  readonly file: (tag: LocaleTag) => string;
  /** Name of a template in `templates/views`. */
  readonly body: string;
  readonly from: SubjectFolder | '';
  /** The heading. */
  readonly name: string;
  readonly content: object;
}

const NAMES: Readonly<Record<LocaleTag, string>> = {
  en: 'English',
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
};

/** A page in one of the languages. */
interface Alternate {
  readonly lang: LocaleTag;
  readonly name: string;
  readonly href: string;
  readonly current: boolean;
}

/** Links to the same page in each language; none where there is one only. */
export function alternatesOf(
  tags: readonly LocaleTag[],
  own: LocaleTag,
  hrefOf: (tag: LocaleTag) => string,
): Alternate[] {
  if (tags.length < 2) return [];
  return tags.map((tag) => ({ lang: tag, name: NAMES[tag], href: hrefOf(tag), current: tag === own }));
}

/** What every page has around its body. */
export function frameOf({ model, locale, tags }: Site, view: View): object {
  const own = view.file(locale.tag);
  return {
    ...view.content,
    name: view.name,
    body: `views/${view.body}`,
    generated: moment(model.generatedAt, locale),
    alternates: alternatesOf(tags, locale.tag, (tag) => hrefTo(view.file(tag), view.from)),
    places: placesOf(view.from, own, locale),
  };
}

/** The way to each page that speaks of all models. `own`: the file of the page that shows it. */
export function placesOf(from: SubjectFolder | '', own: string, locale: Locale) {
  return (['index', ...OVERVIEWS] as const).map((page) => {
    const file = pageFile(page, locale.tag);
    return { href: hrefTo(file, from), name: locale.say(`view.${page}`), current: file === own };
  });
}
