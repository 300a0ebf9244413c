import { isVerified } from '../verdict/evidence.ts';
import { wilson } from '../verdict/interval.ts';
import type { CaseResult } from '../verdict/types.ts';
import type { Locale } from './locale.ts';

/** What the repeats and the attempts of a live case say beside its status. */
export function repeatNotes({ status, flaky, repeats, attempts }: CaseResult, locale: Locale): string[] {
  const notes: string[] = [];
  if (repeats !== undefined) {
    const all = repeats.statuses.filter(isVerified);
    const same = all.filter((one) => one === status).length;
    if (all.length > 0)
      notes.push(locale.say('repeats.agreed', { passed: same, all: all.length, ...ends(same, all.length) }));
  }
  if (flaky === true && repeats !== undefined) {
    notes.push(locale.say('flaky.sentence', { count: repeats.statuses.length }));
    for (const { id, passed, failed, needs, standing } of repeats.checks) {
      const counts = locale.say('flaky.passed', {
        passed,
        all: passed + failed,
        ...ends(passed, passed + failed),
      });
      const said = [`${id}: ${counts}`, locale.say(`flaky.${needs}`)];
      if (standing === 'inconclusive') said.push(locale.say('flaky.inconclusive'));
      notes.push(said.join(' · '));
    }
  }
  if (attempts !== undefined && attempts.length > 0) {
    const causes = [...new Set(attempts.map(({ cause }) => cause))].join('; ');
    notes.push(locale.say('attempts.sentence', { count: attempts.length, causes }));
  }
  return notes;
}

/** Both ends of the 95 % interval, in whole per cent. */
function ends(passed: number, all: number): { readonly low: number; readonly high: number } {
  const [low, high] = wilson(passed, all);
  return { low: Math.round(low * 100), high: Math.round(high * 100) };
}
