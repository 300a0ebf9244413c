import type { Model } from '../../matrix/types.ts';
import type { Locale } from '../locale.ts';
import type { ReportCell } from '../model.ts';
import { kindClass } from '../page-grid.ts';

/** A model's days on one line, 1000 units wide: its lifecycle, and when each of its cells was seen. */
export interface TimeAxis {
  /** Spans of the lifecycle. */
  readonly spans: readonly { readonly kind: string; readonly x: number; readonly width: number }[];
  /** One for each day on which something was seen. */
  readonly seen: readonly { readonly kind: string; readonly x: number }[];
  readonly marks: readonly {
    readonly kind: string;
    readonly x: number;
    readonly name: string;
    readonly date: string;
  }[];
}

const WIDTH = 1000;

/** Null where nothing about the model is dated. `generatedAt` is an ISO time: today. */
export function timeAxis(
  model: Pick<Model, 'released' | 'retires'>,
  cells: readonly ReportCell[],
  generatedAt: string,
  locale: Locale,
): TimeAxis | null {
  const today = day(generatedAt);
  const [released, retires] = [day(model.released), day(model.retires)];
  const days = new Map<string, string>();
  for (const cell of cells) {
    for (const { observedAt } of cell.evidence) {
      const date = day(observedAt);
      if (date !== undefined) days.set(date, kindClass(cell));
    }
  }
  const dated = [...days.keys(), released, retires].filter((date) => date !== undefined).sort();
  const [first] = dated;
  if (first === undefined || today === undefined) return null;
  const [from, to] = [Date.parse(first), Math.max(Date.parse(today), Date.parse(dated.at(-1) ?? today))];
  const place = (date: string) => Math.round(((Date.parse(date) - from) / Math.max(1, to - from)) * WIDTH);
  const mark = (kind: 'released' | 'today' | 'retires', date: string | undefined) =>
    date === undefined ? [] : [{ kind, x: place(date), name: locale.say(`axis.${kind}`), date }];
  const start = place(released ?? first);
  const end = retires === undefined ? WIDTH : place(retires);
  return {
    spans: [
      { kind: 'alive', x: start, width: Math.max(0, end - start) },
      ...(end < WIDTH ? [{ kind: 'gone', x: end, width: WIDTH - end }] : []),
    ],
    seen: [...days].sort().map(([date, kind]) => ({ kind, x: place(date) })),
    marks: [...mark('released', released), ...mark('today', today), ...mark('retires', retires)].sort(
      (a, b) => a.x - b.x,
    ),
  };
}

/** The day of an ISO date or time; undefined for what is none. */
function day(date: string | null | undefined): string | undefined {
  const found = date?.slice(0, 10) ?? '';
  return /^\d{4}-\d\d-\d\d$/.test(found) && !Number.isNaN(Date.parse(found)) ? found : undefined;
}
