/** The short Markdown for a step summary: worst first, capped, so that a bad night still fits. */
import { fingerprintOf } from '../verdict/fingerprint.ts';
import type { CaseResult, Status } from '../verdict/types.ts';
import { isExcused, type WaiverVerdict } from '../verdict/waivers.ts';
import type { Locale } from './locale.ts';
import { SYMBOLS } from './look.ts';
import { code, plain, table } from './markdown-text.ts';

/** Bytes; GitHub drops a summary above 1 MiB. */
const CAP = 512 * 1024;
/** Cases named under one cause; the rest are counted. */
const NAMED = 5;

const WORST_FIRST: readonly Status[] = [
  'errored',
  'partial',
  'blocked',
  'not-run',
  'unsupported',
  'supported',
];

/** `results` of one run, the reference target's included and named as such. */
export function renderSummary(
  results: readonly CaseResult[],
  waivers: WaiverVerdict,
  locale: Locale,
): string {
  const counts = WORST_FIRST.map((status) => {
    const count = results.filter((row) => row.status === status).length;
    return [`${SYMBOLS[status]} ${locale.say(`status.${status}`)}`, locale.number(count)];
  });
  const head = [
    `## ${locale.say('summary.heading', { count: results.length })}`,
    table([locale.say('overview.status'), locale.say('summary.cases')], counts),
  ].join('\n\n');
  const told = results.filter(
    (row) => !['supported', 'unsupported'].includes(row.status) && !isExcused(row, waivers),
  );
  if (told.length === 0) return `${head}\n`;
  const groups = [...Map.groupBy(told, (row) => `${row.status} ${fingerprintOf(row)}`).values()].sort(
    (a, b) => rank(a) - rank(b) || b.length - a.length || (nameOf(a) < nameOf(b) ? -1 : 1),
  );
  return `${head}\n\n${capped(
    groups.map((group) => rowOf(group, locale)),
    locale,
  )}\n`;
}

const rank = ([first]: readonly CaseResult[]) => WORST_FIRST.indexOf(first?.status ?? 'supported');
const nameOf = ([first]: readonly CaseResult[]) => first?.case ?? '';

function rowOf(group: readonly CaseResult[], locale: Locale): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  const named = group.slice(0, NAMED).map((row) => code(row.case));
  const more = group.length > NAMED ? [locale.say('summary.more', { count: group.length - NAMED })] : [];
  const cause =
    first.notRun === null
      ? plain((first.reason || fingerprintOf(first)).slice(0, 300))
      : locale.sayOr(`gap.${first.notRun}`, first.notRun);
  return [
    `${SYMBOLS[first.status]} ${locale.say(`status.${first.status}`)}`,
    locale.number(group.length),
    cause,
    [...named, ...more].join('<br>'),
  ];
}

/** As many rows as fit, and a sentence about the rest. */
function capped(rows: readonly (readonly string[])[], locale: Locale): string {
  const head = [
    locale.say('overview.status'),
    locale.say('summary.cases'),
    locale.say('summary.cause'),
    locale.say('summary.which'),
  ];
  let bytes = 0;
  const fitting = rows.filter((row) => {
    bytes += Buffer.byteLength(row.join(' | ')) + 8;
    return bytes <= CAP;
  });
  const left = rows.length - fitting.length;
  const rest = left === 0 ? '' : `\n\n${locale.say('summary.cut', { count: left })}`;
  return `${table(head, fitting)}${rest}`;
}
