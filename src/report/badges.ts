/** Badges: shields.io endpoint files (https://shields.io/badges/endpoint-badge), one a model, API and region. */
import { answersOf } from './answers.ts';
import type { ReportCell, ReportModel } from './model.ts';
import { daysBetween } from './totals.ts';

export interface Badge {
  /** Path below the folder of the badges. */
  readonly path: string;
  readonly text: string;
}

/** Days that the newest evidence may be old, to the colour that says so. */
const COLOURS: readonly (readonly [days: number, colour: string])[] = [
  [30, 'brightgreen'],
  [90, 'green'],
  [365, 'yellowgreen'],
  [Number.MAX_SAFE_INTEGER, 'yellow'],
];
/** Nothing was seen. */
const NO_EVIDENCE = 'lightgrey';

const SIGNS = { yes: '✓', no: '✕', unknown: '?' } as const;
const APIS = { chat: 'chat/completion', responses: 'responses/create' } as const;

/** All badges of a report, in English as badges are; the age is that at the time of the report. */
export function renderBadges(report: ReportModel): readonly Badge[] {
  return [...modelBadges(report), ...apiBadges(report), ...regionBadges(report)];
}

/** `chat ✓ responses ✓ | seen 2026-06-24, 150 d`; what documents alone say stands in brackets. */
function modelBadges(report: ReportModel): Badge[] {
  const answer = answersOf(report);
  return report.series
    .flatMap(({ models }) => models)
    .map(({ id }) => {
      const told = Object.entries(APIS).map(([api, feature]) => {
        const { says, basis } = answer(feature, id);
        const sign = basis === 'documents' ? `(${SIGNS[says]})` : SIGNS[says];
        return `${api} ${sign}`;
      });
      const seen = settledCells(report.cells.filter(({ model }) => model === id));
      return badge(`models/${id}`, id, told.join(' '), seen, report);
    });
}

/** `21 models | seen …` */
function apiBadges(report: ReportModel): Badge[] {
  const apiOf = new Map(report.apis.flatMap(({ api, features }) => features.map(({ id }) => [id, api])));
  return report.apis.map(({ api }) => {
    const seen = settledCells(report.cells.filter(({ feature }) => apiOf.get(feature) === api));
    const working = seen.filter(({ status }) => status !== 'unsupported');
    const models = new Set(working.map(({ model }) => model)).size;
    return badge(`apis/${api}`, `${api} API`, `${models} ${models === 1 ? 'model' : 'models'}`, seen, report);
  });
}

/** Regions that answered, by the name the service gave; one that is no name gives no badge. */
function regionBadges(report: ReportModel): Badge[] {
  const byRegion = new Map<string, ReportCell[]>();
  for (const cell of settledCells(report.cells)) {
    for (const region of new Set(cell.evidence.flatMap((one) => regionId(one.region)))) {
      byRegion.set(region, [...(byRegion.get(region) ?? []), cell]);
    }
  }
  return [...byRegion]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([region, cells]) => {
      const working = cells.filter(({ status }) => status !== 'unsupported').length;
      return badge(`regions/${region}`, region, `${working}/${cells.length} cells work`, cells, report);
    });
}

/** `East US 2` and `eastus2` are one region. */
function regionId(region: string | null): string[] {
  const id = region?.toLowerCase().replaceAll(' ', '') ?? '';
  return /^[a-z]{2,30}\d?$/.test(id) ? [id] : [];
}

function settledCells(cells: readonly ReportCell[]): ReportCell[] {
  return cells.filter(({ status }) => ['supported', 'partial', 'unsupported'].includes(status));
}

function badge(
  path: string,
  label: string,
  message: string,
  seen: readonly ReportCell[],
  { generatedAt }: ReportModel,
): Badge {
  const newest = seen
    .flatMap(({ observedAt }) => observedAt?.slice(0, 10) ?? [])
    .sort()
    .at(-1);
  const days = daysBetween(newest ?? null, generatedAt);
  const colour = days === null ? NO_EVIDENCE : COLOURS.find(([limit]) => days <= limit)?.[1];
  const age = newest === undefined ? 'never seen' : `seen ${newest}, ${days} d`;
  const content = { schemaVersion: 1, label, message: `${message} | ${age}`, color: colour ?? NO_EVIDENCE };
  return { path: `${path}.json`, text: `${JSON.stringify(content, null, 2)}\n` };
}
