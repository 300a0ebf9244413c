import type { CaseResult } from '../verdict/types.ts';
import type { Locale } from './locale.ts';

/** What the repeats and the attempts of a live case say beside its status. */
export function repeatNotes({ flaky, repeats, attempts }: CaseResult, locale: Locale): string[] {
  const notes: string[] = [];
  if (flaky === true && repeats !== undefined) {
    notes.push(locale.say('flaky.sentence', { count: repeats.statuses.length }));
    for (const { id, passed, failed, needs } of repeats.checks)
      notes.push(
        `${id}: ${locale.say('flaky.passed', { passed, all: passed + failed })} · ${locale.say(`flaky.${needs}`)}`,
      );
  }
  if (attempts !== undefined && attempts.length > 0) {
    const causes = [...new Set(attempts.map(({ cause }) => cause))].join('; ');
    notes.push(locale.say('attempts.sentence', { count: attempts.length, causes }));
  }
  return notes;
}
