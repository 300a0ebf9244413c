import type { Feature } from '../../matrix/types.ts';
import { webLink } from '../link.ts';
import { applies, type ReportCell } from '../model.ts';
import { noteOf } from '../page-grid.ts';
import { statusShares } from '../page-overview.ts';
import { seriesName } from '../series-name.ts';
import { emptyCells, totalsOf } from '../totals.ts';
import { subjectFile } from './files.ts';
import type { Site, View } from './frame.ts';
import { featureSubject, type LineGroup, lineOf, modelSubject } from './lines.ts';

/** One page a feature: what tests it, and every model it is asked of. */
export function featureViews(site: Site): View[] {
  const { model: report, locale } = site;
  const features = [...report.apis.flatMap((group) => group.features), ...report.endpointFeatures];
  const byFeature = Map.groupBy(report.cells, (cell) => cell.feature);
  return features.map((feature, at) => {
    const cells = byFeature.get(feature.id) ?? [];
    const models = report.series.flatMap((group) => group.models);
    const totals = totalsOf(cells, emptyCells(cells, models, [feature]), report.generatedAt);
    const neighbour = (other: Feature | undefined) =>
      other === undefined ? null : featureSubject(other, 'features', locale);
    return {
      file: (tag) => subjectFile('features', feature.id, tag),
      body: 'feature',
      from: 'features',
      name: `${locale.say(`api.${feature.api}`)}: ${feature.title[locale.tag]}`,
      content: {
        code: feature.id,
        source: { link: webLink(feature.source), address: feature.source },
        checks: report.checks[feature.id] ?? [],
        run: `aoai-conform run --mode live '${feature.id}'`,
        shares: statusShares(totals.byStatus, locale),
        groups:
          feature.scope === 'target' ? endpointGroup(feature, cells, site) : groupsOf(feature, cells, site),
        column: locale.say('table.model'),
        previous: neighbour(features[at - 1]),
        next: neighbour(features[at + 1]),
      },
    };
  });
}

function groupsOf(feature: Feature, cells: readonly ReportCell[], site: Site): LineGroup[] {
  const { locale } = site;
  const { series, generatedAt } = site.model;
  const byModel = new Map(cells.map((cell) => [cell.model, cell]));
  return series.flatMap(({ name, models }) => {
    const lines = models
      .filter((model) => applies(feature, model) || byModel.has(model.id))
      .map((model) => {
        const line = lineOf(modelSubject(model, 'features', locale), byModel.get(model.id), 'features', site);
        const note = noteOf(model, locale, generatedAt.slice(0, 10));
        return { ...line, code: [line.code, note].filter((part) => part !== '').join(' · ') };
      });
    return lines.length === 0 ? [] : [{ name: seriesName(name, locale), lines }];
  });
}

/** A feature of the service itself has one cell, of no model. */
function endpointGroup(feature: Feature, cells: readonly ReportCell[], site: Site): LineGroup[] {
  const { locale } = site;
  const subject = { name: locale.say('selftest.endpoint'), code: feature.id, href: '' };
  return [{ name: locale.say('endpoint.heading'), lines: [lineOf(subject, cells[0], 'features', site)] }];
}
