import type { CellTimes } from '../history/index.ts';
import type { Locale } from './locale.ts';
import { moment } from './look.ts';

/** When a cell was first and last seen and last changed, in words and as a row of ticks. */
export interface TimesView {
  /** Sentences; empty where nothing is dated. */
  readonly words: string;
  /** One tick a run, oldest first, each four units wide; empty for fewer than two runs. */
  readonly ticks: readonly { readonly kind: string; readonly x: number }[];
  readonly width: number;
}

/** Runs that a row of ticks shows. */
const SHOWN_RUNS = 30;
const STEP = 4;

export function timesView(times: CellTimes | undefined, locale: Locale): TimesView {
  if (times === undefined) return { words: '', ticks: [], width: 0 };
  const { firstSeen, lastSeenLive, lastChanged, points } = times;
  const words = [
    firstSeen === null ? '' : locale.say('times.first', { date: day(firstSeen, locale) }),
    lastSeenLive === null ? '' : locale.say('times.last', { date: day(lastSeenLive, locale) }),
    lastChanged === null ? '' : locale.say('times.changed', { date: day(lastChanged, locale) }),
  ];
  const ticks = points.length < 2 ? [] : points.slice(-SHOWN_RUNS);
  return {
    words: words.filter((part) => part !== '').join(' · '),
    ticks: ticks.map(({ status }, at) => ({ kind: status, x: at * STEP })),
    width: ticks.length * STEP,
  };
}

function day(date: string, locale: Locale): string {
  return moment(date.slice(0, 10), locale);
}
