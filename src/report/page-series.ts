import type { Locale } from './locale.ts';
import type { ReportModel } from './model.ts';
import { ageShares, type CountRow, statusShares } from './page-overview.ts';
import { seriesName } from './series-name.ts';
import { emptyCells, totalsOf } from './totals.ts';

/** One series as two bars: what its cells show, and how old the evidence behind them is. */
export interface SeriesLine {
  readonly name: string;
  readonly status: readonly CountRow[];
  /** `12 of 310`: cells with a verdict. */
  readonly seen: string;
  readonly age: readonly CountRow[];
  /** Date of the newest evidence; empty where there is none. */
  readonly newest: string;
}

/** In the order of the table. */
export function seriesLines({ series, apis, cells, generatedAt }: ReportModel, locale: Locale): SeriesLine[] {
  const features = apis.flatMap((group) => group.features);
  const byModel = Map.groupBy(cells, (cell) => cell.model);
  return series.map(({ name, models }) => {
    const own = models.flatMap((model) => byModel.get(model.id) ?? []);
    const totals = totalsOf(own, emptyCells(own, models, features), generatedAt);
    const { supported, partial, unsupported } = totals.byStatus;
    return {
      name: seriesName(name, locale),
      status: statusShares(totals.byStatus, locale),
      seen: locale.say('overview.seen', { seen: supported + partial + unsupported, all: totals.cells }),
      age: ageShares(totals.byAge, locale),
      newest: totals.newest ?? '',
    };
  });
}
