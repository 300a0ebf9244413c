import { CHANGE_KINDS, type Change, type Diff, lastSeen } from '../verdict/diff.ts';
import { code, table } from './markdown-text.ts';

/** Cases named under one cause; the rest are counted. */
const NAMED = 10;

/** For a step summary or a pull request: one table row a cause, worst first. */
export function renderDiff(diff: Diff): string {
  const rows = diff.groups.map(({ kind, fingerprint, changes }) => {
    const named = changes.slice(0, NAMED).map((change) => `${code(change.case)} ${transitionOf(change)}`);
    const more = changes.length > NAMED ? [`… and ${changes.length - NAMED} more`] : [];
    return [kind, String(changes.length), code(fingerprint), [...named, ...more].join('<br>')];
  });
  const counts = `**${diffCounts(diff)}**`;
  return rows.length === 0 ? counts : `${counts}\n\n${table(['Change', 'Cases', 'Cause', 'Which'], rows)}`;
}

/** `1 regressed, 2 new, 38 unchanged`. */
export function diffCounts({ counts, unchanged }: Diff): string {
  const told = CHANGE_KINDS.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${kind}`);
  return [...told, `${unchanged} unchanged`].join(', ');
}

/** `supported → partial`; of what was not asked also since when nobody knows: `supported → blocked, seen 2026-11-20`. */
export function transitionOf(change: Change): string {
  const { from, to } = change;
  const seen = lastSeen(change);
  return `${from ?? 'absent'} → ${to ?? 'absent'}${seen === null ? '' : `, seen ${seen.slice(0, 10)}`}`;
}
