import type { Feature, Model } from '../matrix/types.ts';
import type { Locale } from './locale.ts';
import { lookOf } from './look.ts';
import { applies, type ReportCell, type ReportModel } from './model.ts';
import { seriesName } from './series-name.ts';
import { subjectFile } from './views/files.ts';

/** A table as the template prints it. */
export interface Grid {
  readonly id: string;
  readonly caption: string;
  /** Few columns: keeps to the text's measure instead of the window's. */
  readonly compact: boolean;
  readonly apis: readonly { readonly api: string; readonly name: string; readonly span: number }[];
  readonly columns: readonly GridColumn[];
  /** `name` as the catalogue has it, for the filter; `title` in the reader's language. */
  readonly series: readonly {
    readonly name: string;
    readonly title: string;
    readonly rows: readonly GridRow[];
  }[];
  readonly width: number;
}

interface GridColumn {
  readonly id: string;
  /** Page of the feature. */
  readonly href: string;
  readonly api: string;
  readonly title: string;
  /** Feature id without its API. */
  readonly code: string;
  /** First column of its API. */
  readonly opens: boolean;
}

interface GridRow {
  readonly id: string;
  /** Page of the model. */
  readonly href: string;
  readonly name: string;
  readonly version: string;
  /** Lifecycle or access, where it is worth a word. */
  readonly note: string;
  readonly cells: readonly GridCell[];
}

interface GridCell {
  readonly kind: string;
  readonly opens: boolean;
  /** Anchor of the article behind it; empty: there is nothing to open. */
  readonly id: string;
  readonly targets?: string;
  readonly symbol?: string;
  readonly text?: string;
  readonly seen?: string;
  readonly signs?: string;
  readonly words?: string;
}

/** Cells beyond which tooltips are left out: 45 bytes each, and the legend and the evidence say the same. */
const CROWDED = 5_000;

/** Element id of the table that the page is about; the script finds it by this name. */
const AZURE_TABLE = 'table';

/** Models x features on Azure. */
export function azureGrid(model: ReportModel, locale: Locale): Grid {
  return gridOf(
    AZURE_TABLE,
    locale.say('table.caption'),
    model,
    model.cells,
    model.series.flatMap((group) => group.models),
    locale,
  );
}

/** Models x features of every other provider that anything was seen of; empty where nothing was. */
export function otherGrids(model: ReportModel, locale: Locale): Grid[] {
  return (['openai', 'other'] as const).flatMap((place) => {
    const cells = model.elsewhere.filter((cell) => cell.place === place);
    if (cells.length === 0) return [];
    const seen = new Set(cells.map((cell) => cell.model));
    const models = model.series.flatMap((group) => group.models).filter((each) => seen.has(each.id));
    const features = new Set(cells.map((cell) => cell.feature));
    const apis = model.apis
      .map(({ api, features: all }) => ({ api, features: all.filter((feature) => features.has(feature.id)) }))
      .filter((group) => group.features.length > 0);
    return [
      gridOf(`table-${place}`, locale.say(`elsewhere.${place}`), { ...model, apis }, cells, models, locale),
    ];
  });
}

function gridOf(
  id: string,
  caption: string,
  { apis, generatedAt }: Pick<ReportModel, 'apis' | 'generatedAt'>,
  cells: readonly ReportCell[],
  models: readonly Model[],
  locale: Locale,
): Grid {
  const features = apis.flatMap((group) => group.features);
  const opens = new Set(apis.flatMap((group) => group.features[0]?.id ?? []));
  const crowded = cells.length > CROWDED;
  const byPlace = new Map(cells.map((cell) => [`${cell.feature}:${cell.model}`, cell]));
  const rowOf = (model: Model): GridRow => ({
    id: model.id,
    href: subjectFile('models', model.id, locale.tag),
    name: model.name,
    version: model.version,
    note: noteOf(model, locale, generatedAt.slice(0, 10)),
    cells: features.map((feature) =>
      gridCell(
        byPlace.get(`${feature.id}:${model.id}`),
        applies(feature, model) ? 'unknown' : 'na',
        { opens: opens.has(feature.id), crowded },
        locale,
      ),
    ),
  });
  return {
    id,
    caption,
    compact: id !== AZURE_TABLE,
    apis: apis.map((group) => ({
      api: group.api,
      name: locale.say(`api.${group.api}`),
      span: group.features.length,
    })),
    columns: features.map((feature) => columnOf(feature, opens.has(feature.id), locale)),
    series: [...Map.groupBy(models, (model) => model.series)].map(([name, group]) => ({
      name,
      title: seriesName(name, locale),
      rows: group.map(rowOf),
    })),
    width: features.length + 1,
  };
}

function columnOf(feature: Feature, opens: boolean, locale: Locale): GridColumn {
  const code = feature.id.slice(feature.id.indexOf('/') + 1);
  const href = subjectFile('features', feature.id, locale.tag);
  return { id: feature.id, href, api: feature.api, title: feature.title[locale.tag], code, opens };
}

function gridCell(
  cell: ReportCell | undefined,
  empty: 'unknown' | 'na',
  { opens, crowded }: { readonly opens: boolean; readonly crowded: boolean },
  locale: Locale,
): GridCell {
  if (cell === undefined) return { kind: empty, opens, id: '' };
  if (!hasStory(cell)) return { kind: cell.shown, opens, id: '' };
  const look = lookOf(cell, locale);
  const words = crowded ? '' : look.words;
  const kind = cell.stale ? `${kindClass(cell)} stale` : kindClass(cell);
  return { kind, opens, id: cell.id, targets: targetsOf(cell), ...look, words };
}

/** A cell without claim and evidence has nothing to open. */
export function hasStory(cell: ReportCell): boolean {
  return cell.evidence.length > 0 || cell.claims.length > 0;
}

/** Class names: what the cell shows, and its assessment where it has one. */
export function kindClass(cell: ReportCell): string {
  return cell.assessment === 'unknown' ? cell.shown : `${cell.shown} ${cell.assessment}`;
}

function targetsOf(cell: ReportCell): string {
  const names = cell.evidence.flatMap(({ result }) => result?.target ?? []);
  return names.length === 0 ? '' : [...new Set(names)].sort().join(' ');
}

/** Only what a reader must know before trusting the row. `today` is an ISO date. */
export function noteOf(model: Model, locale: Locale, today: string): string {
  if (model.lifecycle === 'retired' || (model.retires !== undefined && model.retires <= today)) {
    const word = locale.say('lifecycle.retired');
    return model.retires === undefined ? word : `${word} ${model.retires}`;
  }
  if (model.lifecycle === 'deprecated') {
    return model.retires === undefined
      ? locale.say('lifecycle.deprecated')
      : locale.say('lifecycle.retires', { date: model.retires });
  }
  if (model.lifecycle === 'preview') return locale.say('lifecycle.preview');
  return '';
}
