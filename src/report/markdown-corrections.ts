/** The opening section: what published documents get wrong, and what shows it. */
import { type CorrectionView, correctionViews } from './corrections/view.ts';
import type { Locale } from './locale.ts';
import { code, details, heading, link, plain, table } from './markdown-text.ts';
import type { ReportModel } from './model.ts';

/** Documents that are followed statement by statement stand open; of the others a reader unfolds the list. */
export function correctionSections(report: ReportModel, locale: Locale): string[] {
  const sections = [heading(2, locale.say('corrections.heading')), locale.say('corrections.intro')];
  const views = correctionViews(report, locale);
  if (views.length === 0) return [...sections, locale.say('contradictions.none')];
  const followed = new Set(report.coverage.map(({ source }) => report.sources.get(source)?.title));
  const open = views.filter(
    ({ source, evidence }) => evidence || followed.size === 0 || followed.has(source),
  );
  const folded = views.filter((view) => !open.includes(view));
  return [
    ...sections,
    tableOf(open, locale),
    ...(folded.length === 0
      ? []
      : [details(locale.say('corrections.others', { count: folded.length }), [tableOf(folded, locale)])]),
  ];
}

function tableOf(views: readonly CorrectionView[], locale: Locale): string {
  const columns = ['document', 'about', 'said', 'instead', 'settled'];
  const rows = views.map((view) => [
    `${link(view.source, view.link)}, ${plain(view.date)}`,
    [view.models, view.points]
      .filter((names) => names.length > 0)
      .map((names) => names.map(code).join(' '))
      .join('<br>'),
    plain(view.said),
    plain(view.instead),
    [
      `${view.evidence ? '**' : ''}${plain(view.settler)}${view.evidence ? '**' : ''}`,
      ...view.against.map(
        ({ title, link: address, date }) =>
          `${address === null ? code(title) : link(title, address)}${date === '' ? '' : `, ${plain(date)}`}`,
      ),
    ].join('<br>'),
  ]);
  return table(
    columns.map((column) => locale.say(`corrections.${column}`)),
    rows,
  );
}
