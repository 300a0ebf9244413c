import { compileGlob } from '../../matrix/glob.ts';
import type { Answer } from '../answers.ts';
import type { FeedModel } from '../feed/index.ts';
import type { Locale } from '../locale.ts';
import { code, plain } from '../markdown-text.ts';
import type { UseCase } from './types.ts';

/**
 * The models of a use case with what is known of them: those that can be called first, in the order of the
 * recommendation, then the retired ones with their date.
 */
export function useCaseLine(
  { models: globs, needs = [] }: UseCase,
  models: readonly FeedModel[],
  answers: (feature: string, model: string) => Answer,
  locale: Locale,
): string {
  const chosen = globs
    .map(compileGlob)
    .flatMap((fits) => newestVersions(models.filter(({ name }) => fits(name))))
    .filter(({ id }) => needs.every((feature) => answers(feature, id).says !== 'no'));
  const [current, retired] = [chosen.filter((one) => !one.retired), chosen.filter((one) => one.retired)];
  const told = [
    ...current.map((model) => `${code(model.name)} ${markOf(model, locale)}`),
    ...retired.map(
      ({ name, retires }) =>
        `${code(name)} ⏹ ${plain(`${locale.say('lifecycle.retired')} ${retires ?? ''}`)}`,
    ),
  ];
  return told.join(locale.say('list.comma'));
}

/** One version a name: one that can be called before one that has retired, then the latest. */
function newestVersions(models: readonly FeedModel[]): FeedModel[] {
  return [...Map.groupBy(models, ({ name }) => name).values()].flatMap((versions) =>
    versions
      .toSorted((a, b) => Number(a.retired) - Number(b.retired) || (a.version < b.version ? 1 : -1))
      .slice(0, 1),
  );
}

/** `✅ 2026-06-24 chat`; `📄` where documents alone say so. */
function markOf({ use, apis }: FeedModel, locale: Locale): string {
  if (use === null) return '–';
  const { basis, date } = apis[use];
  const sign = basis === 'evidence' ? '✅' : '📄';
  const only =
    apis.chat.says === 'no' && use === 'responses' ? ` ${locale.say('guide.needs-responses')}` : '';
  return `${sign} ${date ?? locale.say('undated')}${only}`;
}
