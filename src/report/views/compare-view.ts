import type { Locale } from '../locale.ts';
import { kindOf, moment, SYMBOLS } from '../look.ts';
import type { ReportModel } from '../model.ts';
import {
  type ComparedFeature,
  type ComparedModel,
  providerAgainstProvider,
  regionAgainstRegion,
} from './compare.ts';
import { hrefTo, pageFile, subjectFile } from './files.ts';
import type { Site, View } from './frame.ts';
import { evidenceHref } from './lines.ts';

/** The same model version in each region it was seen in. */
export function regionView(site: Site): View {
  return compareView('regions', regionAgainstRegion(site.model.cells), (region) => region, site);
}

/** The same model version on Azure, at OpenAI and elsewhere. */
export function providerView(site: Site): View {
  const cells = [...site.model.cells, ...site.model.elsewhere];
  const name = (place: string) => site.locale.say(`place.${place}`);
  return compareView('providers', providerAgainstProvider(cells), name, site);
}

function compareView(
  page: 'regions' | 'providers',
  compared: readonly ComparedModel[],
  placeName: (place: string) => string,
  { model, locale }: Site,
): View {
  return {
    file: (tag) => pageFile(page, tag),
    body: 'compare',
    from: '',
    name: locale.say(`view.${page}`),
    content: {
      intro: locale.say(`compare.${page}.intro`),
      none: locale.say(`compare.${page}.none`),
      models: compared.map((one) => ({
        name: one.model,
        href: hrefTo(subjectFile('models', one.model, locale.tag), ''),
        places: one.places.map(placeName),
        summary: locale.say('compare.summary', { common: one.common, different: one.different }),
        differs: one.different > 0,
        rows: one.features
          .filter(({ seen }) => seen.size > 1)
          .map((feature) => rowOf(feature, one.places, titlesOf(model, locale), locale)),
      })),
    },
  };
}

function titlesOf({ apis }: ReportModel, locale: Locale): ReadonlyMap<string, string> {
  return new Map(apis.flatMap((group) => group.features).map(({ id, title }) => [id, title[locale.tag]]));
}

function rowOf(
  { feature, seen, differs }: ComparedFeature,
  places: readonly string[],
  titles: ReadonlyMap<string, string>,
  locale: Locale,
) {
  return {
    code: feature,
    title: titles.get(feature) ?? feature,
    href: hrefTo(subjectFile('features', feature, locale.tag), ''),
    differs,
    cells: places.map((place) => {
      const found = seen.get(place);
      if (found === undefined)
        return { kind: 'unknown', symbol: SYMBOLS.unknown, status: '', seen: '', href: '' };
      return {
        kind: found.status,
        symbol: SYMBOLS[found.status],
        status: locale.say(`short.${found.status}`),
        seen: `${kindOf(found.evidence, locale)} ${moment(found.evidence.observedAt, locale)}`,
        href: evidenceHref(found.cell, '', locale),
      };
    }),
  };
}
