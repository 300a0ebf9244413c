import type { Locale } from './locale.ts';

/** A series in the reader's language; most are called by a product's name, which is the same in all. */
export function seriesName(series: string, locale: Locale): string {
  return locale.sayOr(`series.${series.toLowerCase().replaceAll(' ', '-')}`, series);
}
