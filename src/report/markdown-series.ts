/** Tables by model series: APIs, access and notes first; what each model can do folded below. */
import { compareSources } from '../claims/conflicts.ts';
import type { Claim } from '../claims/types.ts';
import type { Feature, Model } from '../matrix/types.ts';
import { UNSTATED } from '../verdict/unstated.ts';
import { type GuideContext, modelWords } from './guide/sections.ts';
import type { GuideSeries } from './guide/types.ts';
import type { Locale } from './locale.ts';
import { type Empty, signOf } from './markdown-signs.ts';
import { bullets, code, details, heading, link, plain, table } from './markdown-text.ts';
import { applies, type ReportCell, type ReportModel, type SeriesGroup } from './model.ts';
import { noteOf } from './page-grid.ts';
import { seriesName } from './series-name.ts';

export type CellIndex = ReadonlyMap<string, ReportCell>;

export interface SeriesContext {
  readonly report: ReportModel;
  readonly cells: CellIndex;
  readonly locale: Locale;
  /** Null: tables only. */
  readonly guide: GuideContext | null;
}

/** In the order of the guide; series that it does not name follow in that of the catalogue. */
export function seriesSections(context: SeriesContext): string[] {
  const { report, guide } = context;
  const words = guide?.guide.file.series ?? [];
  const rank = new Map(words.map(({ series }, at) => [series, at]));
  const rankOf = ({ name }: SeriesGroup) => rank.get(name) ?? words.length;
  return report.series
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .flatMap((group) => oneSeries(group, words[rankOf(group)], context));
}

function oneSeries(group: SeriesGroup, words: GuideSeries | undefined, context: SeriesContext): string[] {
  const { report, cells, locale, guide } = context;
  const apis = report.apis.filter(
    ({ api, features }) =>
      (api === 'chat' || api === 'responses') &&
      features.some((feature) => group.models.some((model) => applies(feature, model))),
  );
  const rows = group.models.map((model) => [
    `${code(model.id)}${model.version === UNSTATED ? ' ¹' : ''}`,
    ...apis.map(({ features }) => signOf(standingForApi(features, model, cells), locale)),
    accessOf(model, report, locale),
    notesOf(model, context),
  ]);
  const head = [
    locale.say('table.model'),
    ...apis.map(({ api }) => locale.say(`api.${api}`)),
    locale.say('md.access'),
    locale.say('md.notes'),
  ];
  const traits = [
    ...(guide === null ? [] : (words?.statements ?? []).map(guide.line)),
    ...limitLines(group.models, locale),
  ];
  return [
    heading(3, plain(words?.title[locale.tag] ?? seriesName(group.name, locale))),
    table(head, rows),
    ...(group.models.some(({ version }) => version === UNSTATED) ? [`¹ ${locale.say('md.unstated')}`] : []),
    ...(traits.length === 0 ? [] : [`**${locale.say('md.traits')}**:`, bullets(traits)]),
    ...(words?.links ?? []).map(({ title, url }) => `**${plain(title[locale.tag])}**: ${link(url, url)}`),
    ...featureTable(group, context),
  ];
}

/** The first feature of an API stands for it; where that one says nothing, any that was accepted does. */
function standingForApi(features: readonly Feature[], model: Model, cells: CellIndex): ReportCell | Empty {
  const asked = features.filter((feature) => applies(feature, model));
  const found = asked.flatMap((feature) => cells.get(`${feature.id}:${model.id}`) ?? []);
  const [first] = asked;
  if (first === undefined) return 'not-applicable';
  const base = found.find((cell) => cell.feature === first.id);
  if (base !== undefined && settled(base)) return base;
  return found.find((cell) => cell.status === 'supported' || cell.status === 'partial') ?? base ?? 'unknown';
}

const settled = ({ status }: ReportCell) =>
  status === 'supported' || status === 'partial' || status === 'unsupported';

/** A fact of the catalogue; without one, what the best-ranked source says, as the claim it is. */
function accessOf({ access, id, name }: Model, { claims, sources }: ReportModel, locale: Locale): string {
  if (access !== undefined && access !== 'unknown') return locale.say(`access.${access}`);
  const said = claims.flatMap(({ topic, subject, source: by, value }) => {
    const source = sources.get(by);
    const known = topic === 'access' && (subject.model === id || subject.model === name);
    return known && source !== undefined && isAccess(value) ? [{ source, value }] : [];
  });
  const [best] = said.toSorted((a, b) => compareSources(a.source, b.source));
  return best === undefined ? '' : `📄 ${locale.say(`access.${best.value}`)} ${best.source.date}`;
}

const isAccess = (value: Claim['value']): value is 'open' | 'registration' | 'limited' =>
  value === 'open' || value === 'registration' || value === 'limited';

function notesOf(model: Model, { report, locale, guide }: SeriesContext): string {
  const [only] = model.lacks ?? [];
  const notes = [
    guide === null ? '' : modelWords(model, guide),
    only === undefined ? '' : locale.say(`md.only.${only === 'chat' ? 'responses' : 'chat'}`),
    noteOf(model, locale, report.generatedAt.slice(0, 10)),
  ];
  return notes
    .filter((note) => note !== '')
    .map(plain)
    .join('; ');
}

/** One line a limit and value; the models are named where they differ. */
function limitLines(models: readonly Model[], locale: Locale): string[] {
  const limits = [
    ['md.limit.context', ({ context }: Model) => context],
    ['md.limit.input', ({ maxInput }: Model) => maxInput],
    ['md.limit.output', ({ maxOutput }: Model) => maxOutput],
  ] as const;
  return limits.flatMap(([key, limit]) => {
    const byValue = Map.groupBy(
      models.filter((model) => limit(model) !== undefined),
      limit,
    );
    return [...byValue].map(([tokens = 0, group]) => {
      const whole = byValue.size === 1 && group.length === models.length;
      const names = [...new Set(group.map(({ name }) => code(name)))].join(locale.say('list.comma'));
      return `${locale.say(key, { tokens })}${whole ? '' : ` (${names})`} — 📄 ${newestSource(group)}`;
    });
  });
}

function newestSource(models: readonly Model[]): string {
  return (
    models
      .flatMap(({ sources }) => sources.map(({ date }) => date))
      .toSorted()
      .at(-1) ?? ''
  );
}

/** Features of which something was seen, or said of this feature by name; the rest are counted. */
function featureTable({ name, models }: SeriesGroup, { report, cells, locale }: SeriesContext): string[] {
  const features = report.apis.flatMap((group) => group.features);
  const asked = features.filter((feature) => models.some((model) => applies(feature, model)));
  const rows = asked.flatMap((feature) => {
    const row = models.map((model) => cells.get(`${feature.id}:${model.id}`) ?? emptyCell(feature, model));
    if (!row.some((cell) => typeof cell !== 'string' && isOwn(cell))) return [];
    return [
      [`${plain(feature.title[locale.tag])} ${code(feature.id)}`, ...row.map((cell) => signOf(cell, locale))],
    ];
  });
  const remarks = models.flatMap(({ id, notes }) =>
    notes === undefined ? [] : [`${code(id)}: ${plain(notes[locale.tag])}`],
  );
  if (rows.length + remarks.length === 0) return [];
  const unlisted = asked.length - rows.length;
  const head = [locale.say('table.feature'), ...models.map((model) => code(model.id))];
  return [
    details(locale.say('md.features', { series: seriesName(name, locale) }), [
      ...(rows.length === 0 ? [] : [table(head, rows)]),
      ...(unlisted === 0 ? [] : [locale.say('md.features.unlisted', { count: unlisted })]),
      ...(remarks.length === 0 ? [] : [bullets(remarks)]),
    ]),
  ];
}

/** Whether more is known than what is said of the API as a whole. */
function isOwn({ evidence, claims, feature }: ReportCell): boolean {
  return (
    evidence.some(({ status }) => status !== 'not-run') ||
    claims.some(({ subject }) => subject.model !== undefined && subject.feature === feature)
  );
}

const emptyCell = (feature: Feature, model: Model): Empty =>
  applies(feature, model) ? 'unknown' : 'not-applicable';
