import type { Score } from './score.ts';

export interface Totals {
  /** Mutants that mean something else and can be told from a sound answer. */
  readonly faulty: number;
  readonly caught: number;
  /** Another answer that a sound service may give: nothing in the exchange can show the fault. */
  readonly legal: number;
  /** The same meaning. */
  readonly equivalent: number;
}

export function totalsOf(scores: readonly Score[]): Totals {
  const sum = (of: (score: Score) => number) => scores.reduce((total, score) => total + of(score), 0);
  const excused = (kind: string) => (score: Score) =>
    [...score.excused.values()].reduce((total, entry) => total + (entry.kind === kind ? entry.count : 0), 0);
  const caught = sum((score) => score.caught);
  return {
    faulty: caught + sum((score) => score.survivors.length),
    caught,
    legal: sum(excused('legal')),
    equivalent: sum(excused('equivalent')),
  };
}

const CHECKS_NAMED = 4;

/** One line a kind of fault, the reasons of what was not caught below it, and the score at the end. */
export function printScores(scores: readonly Score[]): string {
  const lines: string[] = [];
  for (const group of new Set(scores.map((score) => score.group))) {
    lines.push('', group);
    for (const score of scores.filter((candidate) => candidate.group === group))
      lines.push(...linesOf(score));
  }
  const { faulty, caught, legal, equivalent } = totalsOf(scores);
  const percent = faulty === 0 ? 100 : (100 * caught) / faulty;
  lines.push(
    '',
    `${caught} of ${faulty} faults caught: ${Math.floor(percent * 100) / 100} %`,
    `${legal} mutants are answers that a sound service may give, ${equivalent} mean the same: not faults, and not counted as caught`,
  );
  return lines.join('\n').trimStart();
}

function linesOf(score: Score): string[] {
  const { name, caught, survivors, by, excused } = score;
  const ranked = [...by].sort(([, a], [, b]) => b - a);
  const named = ranked.slice(0, CHECKS_NAMED).map(([check, count]) => `${check} ${count}`);
  const more = ranked.length > CHECKS_NAMED ? [`${ranked.length - CHECKS_NAMED} more`] : [];
  const head = `  ${name.padEnd(42)} ${String(caught).padStart(6)} / ${String(caught + survivors.length).padEnd(6)} ${[...named, ...more].join(', ')}`;
  return [
    head.trimEnd(),
    ...[...excused].sort().map(([why, { count }]) => `      ${String(count).padStart(6)} ${why}`),
    ...(survivors.length > 0
      ? [`      ${String(survivors.length).padStart(6)} SURVIVED, e.g. ${survivors.slice(0, 3).join(' | ')}`]
      : []),
  ];
}
