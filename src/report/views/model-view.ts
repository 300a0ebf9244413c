import type { Model } from '../../matrix/types.ts';
import { webLink } from '../link.ts';
import type { Locale } from '../locale.ts';
import { applies, type ReportCell } from '../model.ts';
import { noteOf } from '../page-grid.ts';
import { statusShares } from '../page-overview.ts';
import { seriesName } from '../series-name.ts';
import { emptyCells, totalsOf } from '../totals.ts';
import { subjectFile } from './files.ts';
import type { Site, View } from './frame.ts';
import { featureSubject, type LineGroup, lineOf, modelSubject } from './lines.ts';
import { timeAxis } from './time-axis.ts';

/** One page a model version: what it is, its days, and every feature asked of it. */
export function modelViews({ model: report, locale }: Site): View[] {
  const models = report.series.flatMap((group) => group.models);
  const features = report.apis.flatMap((group) => group.features);
  const byModel = Map.groupBy(report.cells, (cell) => cell.model);
  return models.map((model, at) => {
    const cells = byModel.get(model.id) ?? [];
    const totals = totalsOf(cells, emptyCells(cells, [model], features), report.generatedAt);
    const neighbour = (other: Model | undefined) =>
      other === undefined ? null : modelSubject(other, 'models', locale);
    return {
      file: (tag) => subjectFile('models', model.id, tag),
      body: 'model',
      from: 'models',
      name: model.id,
      content: {
        note: noteOf(model, locale, report.generatedAt.slice(0, 10)),
        facts: factsOf(model, locale),
        sources: model.sources.map(({ url, date, note }) => ({
          link: webLink(url),
          address: url,
          date,
          note: note?.[locale.tag] ?? '',
        })),
        axis: timeAxis(model, cells, report.generatedAt, locale),
        shares: statusShares(totals.byStatus, locale),
        groups: groupsOf(model, cells, { model: report, locale }),
        column: locale.say('table.feature'),
        previous: neighbour(models[at - 1]),
        next: neighbour(models[at + 1]),
      },
    };
  });
}

function factsOf(model: Model, locale: Locale): { readonly name: string; readonly value: string }[] {
  const tokens = (count: number | undefined) =>
    count === undefined ? '' : locale.say('model.tokens', { count });
  const access = model.access === 'registration' || model.access === 'limited' ? model.access : undefined;
  return [
    ['series', seriesName(model.series, locale)],
    ['kind', locale.say(`kind.${model.kind}`)],
    ['lifecycle', locale.say(`stage.${model.lifecycle}`)],
    ['released', model.released ?? ''],
    ['retires', model.retires ?? ''],
    ['context', tokens(model.context)],
    ['output', tokens(model.maxOutput)],
    ['access', access === undefined ? '' : locale.say(`access.${access}`)],
    ['efforts', model.reasoning?.efforts.join(', ') ?? ''],
    ['notes', model.notes?.[locale.tag] ?? ''],
  ].flatMap(([name, value]) =>
    name === undefined || value === undefined || value === ''
      ? []
      : [{ name: locale.say(`model.${name}`), value }],
  );
}

function groupsOf(
  model: Model,
  cells: readonly ReportCell[],
  site: Pick<Site, 'model' | 'locale'>,
): LineGroup[] {
  const { model: report, locale } = site;
  const byFeature = new Map(cells.map((cell) => [cell.feature, cell]));
  return report.apis.flatMap(({ api, features }) => {
    const lines = features
      .filter((feature) => applies(feature, model) || byFeature.has(feature.id))
      .map((feature) =>
        lineOf(featureSubject(feature, 'models', locale), byFeature.get(feature.id), 'models', site),
      );
    return lines.length === 0 ? [] : [{ name: locale.say(`api.${api}`), lines }];
  });
}
