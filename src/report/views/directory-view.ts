import type { Locale } from '../locale.ts';
import { SYMBOLS } from '../look.ts';
import type { ReportCell, ReportModel } from '../model.ts';
import { noteOf } from '../page-grid.ts';
import { statusShares } from '../page-overview.ts';
import { seriesName } from '../series-name.ts';
import { emptyCells, totalsOf } from '../totals.ts';
import { sightingsOf } from './error-view.ts';
import { hrefTo, pageFile, subjectFile } from './files.ts';
import type { Site, View } from './frame.ts';
import { featureSubject, modelSubject } from './lines.ts';

/** All models, features and errors, each with its page: the place to search from. */
export function directoryView({ model, locale }: Site): View {
  return {
    file: (tag) => pageFile('directory', tag),
    body: 'directory',
    from: '',
    name: locale.say('view.directory'),
    content: {
      models: modelGroups(model, locale),
      features: featureGroups(model, locale),
      errors: errorGroups(model, locale),
    },
  };
}

function modelGroups(model: ReportModel, locale: Locale) {
  const features = model.apis.flatMap((group) => group.features);
  const byModel = Map.groupBy(model.cells, (cell) => cell.model);
  return model.series.map(({ name, models }) => ({
    name: seriesName(name, locale),
    entries: models.map((each) => {
      const cells = byModel.get(each.id) ?? [];
      return {
        ...modelSubject(each, '', locale),
        note: noteOf(each, locale, model.generatedAt.slice(0, 10)),
        ...barOf(cells, emptyCells(cells, [each], features), model, locale),
      };
    }),
  }));
}

function featureGroups(model: ReportModel, locale: Locale) {
  const models = model.series.flatMap((group) => group.models);
  const byFeature = Map.groupBy(model.cells, (cell) => cell.feature);
  const all = [...model.apis.flatMap((group) => group.features), ...model.endpointFeatures];
  return [...Map.groupBy(all, (feature) => feature.api)].map(([api, features]) => ({
    name: locale.say(`api.${api}`),
    entries: features.map((feature) => {
      const cells = byFeature.get(feature.id) ?? [];
      return {
        ...featureSubject(feature, '', locale),
        note: '',
        ...barOf(cells, emptyCells(cells, models, [feature]), model, locale),
      };
    }),
  }));
}

function barOf(cells: readonly ReportCell[], empty: number, { generatedAt }: ReportModel, locale: Locale) {
  const totals = totalsOf(cells, empty, generatedAt);
  const { supported, partial, unsupported } = totals.byStatus;
  return {
    shares: statusShares(totals.byStatus, locale),
    seen: locale.say('overview.seen', { seen: supported + partial + unsupported, all: totals.cells }),
  };
}

function errorGroups(model: ReportModel, locale: Locale) {
  return [...Map.groupBy(model.errors, (entry) => entry.class)].map(([kind, entries]) => ({
    name: locale.sayOr(`error.${kind}`, kind),
    entries: entries.map((entry) => ({
      name: entry.id,
      href: hrefTo(subjectFile('errors', entry.id, locale.tag), ''),
      kind: entry.status,
      symbol: SYMBOLS[entry.status],
      status: locale.say(`status.${entry.status}`),
      cause: entry.cause[locale.tag],
      seen: locale.number(sightingsOf(entry, model).exact.length),
    })),
  }));
}
