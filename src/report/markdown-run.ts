/** What a run adds to the guide: endpoints, changes, gaps and the self-test. */
import type { Api } from '../matrix/types.ts';
import type { Locale } from './locale.ts';
import type { CellIndex } from './markdown-series.ts';
import { signOf } from './markdown-signs.ts';
import { code, heading, plain, table } from './markdown-text.ts';
import type { ReportModel, Shown } from './model.ts';
import { changesView } from './page-changes.ts';

export function endpointSection(model: ReportModel, cells: CellIndex, locale: Locale): string[] {
  if (model.endpointFeatures.length === 0) return [];
  const rows = model.endpointFeatures.map((feature) => [
    `${plain(feature.title[locale.tag])} ${code(feature.id)}`,
    signOf(cells.get(`${feature.id}:-`) ?? 'unknown', locale),
  ]);
  return [
    heading(2, locale.say('endpoint.heading')),
    table([locale.say('table.feature'), locale.say('overview.status')], rows),
  ];
}

export function changeSection({ changes }: ReportModel, locale: Locale): string[] {
  if (changes === null) return [];
  const { since, counts, groups } = changesView(changes, locale);
  const rows = groups.map(({ name, fingerprint, cases, more }) => {
    const named = cases.map(({ id, from, to }) => `${code(id)} ${plain(from)} → ${plain(to)}`);
    return [name, code(fingerprint), [...named, ...(more === '' ? [] : [more])].join('<br>')];
  });
  const head = [locale.say('changes.heading'), locale.say('summary.cause'), locale.say('summary.which')];
  return [
    heading(2, locale.say('changes.heading')),
    `${locale.say('changes.intro', { since })} ${counts}.`,
    ...(rows.length === 0 ? [] : [table(head, rows)]),
  ];
}

export function missingSection(model: ReportModel, locale: Locale): string[] {
  const sections = [heading(2, locale.say('missing.heading'))];
  if (model.gaps.length === 0) sections.push(locale.say('missing.none'));
  else {
    const rows = model.gaps.map((gap) => {
      const prefix = gap.kind === 'blocked' ? 'error' : 'gap';
      const reason = locale.sayOr(`${prefix}.${gap.reason}`, gap.reason);
      return [
        `${locale.say(`status.${gap.kind}`)}: ${plain(reason)}`,
        locale.number(gap.cases),
        code(gap.examples[0] ?? ''),
      ];
    });
    const head = [locale.say('md.reason'), locale.say('md.count'), locale.say('md.example')];
    sections.push(locale.say('missing.intro'), table(head, rows));
  }
  if (model.unplaced.length > 0) {
    sections.push(
      `${locale.say('missing.unplaced')} ${model.unplaced.map((cell) => code(cell.id)).join(', ')}`,
    );
  }
  return sections;
}

export function selfTestSection({ selfTest, apis, endpointFeatures }: ReportModel, locale: Locale): string[] {
  const title = heading(2, locale.say('selftest.heading'));
  if (selfTest.cells.length === 0) return [title, locale.say('selftest.none')];
  const apiOf = new Map<string, Api>(
    [...apis.flatMap((group) => group.features), ...endpointFeatures].map((each) => [each.id, each.api]),
  );
  const byApi = Map.groupBy(selfTest.cells, (cell) => apiOf.get(cell.feature) ?? cell.feature);
  const rows = [...byApi].map(([api, cells]) => {
    const count = (shown: Shown) => locale.number(cells.filter((cell) => cell.shown === shown).length);
    return [
      plain(locale.sayOr(`api.${api}`, api)),
      count('supported'),
      count('partial'),
      count('unsupported'),
      count('blocked'),
      count('errored'),
      count('not-run'),
    ];
  });
  const statuses = ['supported', 'partial', 'unsupported', 'blocked', 'errored', 'not-run'] as const;
  const { passed, failed } = selfTest.checks;
  return [
    title,
    locale.say('selftest.intro'),
    locale.say('selftest.summary', { cases: selfTest.cells.length, passed, failed }),
    table(['API', ...statuses.map((status) => locale.say(`status.${status}`))], rows),
  ];
}
