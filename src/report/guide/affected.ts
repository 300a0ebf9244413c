/** Models that an error of the guide is about: those that refuse one of its features. */
import { PLAIN_FEATURE, rulesOutApi } from '../../claims/about.ts';
import { type Answer, answerOf } from '../answers.ts';
import type { Locale } from '../locale.ts';
import { code } from '../markdown-text.ts';
import type { ReportCell, ReportModel } from '../model.ts';
import type { GuideError } from './types.ts';

const BASES = ['evidence', 'documents', 'disputed'] as const;
type AffectedBasis = (typeof BASES)[number];

/** `observed: …; documented, not seen: …; sources disagree: …` */
export function affectedWords(
  { affects }: Pick<GuideError, 'affects'>,
  report: ReportModel,
  locale: Locale,
): string {
  if (affects === undefined) return locale.say('md.error.any-model');
  const names = affectedModels(affects, report);
  const told = BASES.flatMap((basis) =>
    names[basis].length === 0
      ? []
      : [`${locale.say(`md.affected.${basis}`)} ${names[basis].map(code).join(locale.say('list.comma'))}`],
  );
  return told.length === 0 ? locale.say('md.affected.none') : told.join('; ');
}

/** Names by the strongest ground that any version of the model gives; in the order of the report. */
function affectedModels(
  features: readonly string[],
  report: ReportModel,
): Readonly<Record<AffectedBasis, readonly string[]>> {
  const cells = new Map(report.cells.map((cell) => [`${cell.feature} ${cell.model}`, cell]));
  const found = new Map<string, AffectedBasis>();
  for (const { id, name } of report.series.flatMap(({ models }) => models)) {
    const answers = new Map(
      features.map((feature) => [feature, ownAnswer(feature, id, cells, report.sources)]),
    );
    for (const [feature, answer] of answers) {
      if (answer.says !== 'no') continue;
      const basis = basisOf(feature, answer, answers);
      const known = found.get(name);
      if (known === undefined || BASES.indexOf(basis) < BASES.indexOf(known)) found.set(name, basis);
    }
  }
  const of = (wanted: AffectedBasis) =>
    [...found].filter(([, basis]) => basis === wanted).map(([name]) => name);
  return { evidence: of('evidence'), documents: of('documents'), disputed: of('disputed') };
}

/**
 * What is known of the feature itself. A model that does not speak an API refuses every parameter there,
 * which is another error than a refused parameter: neither a sentence nor an answer about the whole API counts,
 * save for the plainest feature, which stands for it.
 */
function ownAnswer(
  feature: string,
  model: string,
  cells: ReadonlyMap<string, ReportCell>,
  sources: ReportModel['sources'],
): Answer {
  const cell = cells.get(`${feature} ${model}`);
  const plain = PLAIN_FEATURE[feature.split('/')[0] ?? ''];
  if (cell === undefined || feature === plain) return answerOf(cell, sources);
  const answer = answerOf({ ...cell, claims: cell.claims.filter((claim) => !rulesOutApi(claim)) }, sources);
  const whole = answerOf(cells.get(`${plain} ${model}`), sources);
  const refusedWhole = answer.basis === 'evidence' && whole.basis === 'evidence' && whole.says === 'no';
  return refusedWhole ? answerOf(undefined, sources) : answer;
}

/** Documents that disagree about a parameter on one API are no firmer about the same parameter on the other. */
function basisOf(feature: string, answer: Answer, answers: ReadonlyMap<string, Answer>): AffectedBasis {
  if (answer.basis === 'evidence') return 'evidence';
  const parameter = feature.slice(feature.indexOf('/') + 1);
  // A plainest feature is an API of its own, not a parameter that two APIs share.
  const shared = [...answers].filter(([other]) => other.slice(other.indexOf('/') + 1) === parameter);
  return shared.some(([, { says, disputed }]) => disputed || says === 'yes') ? 'disputed' : 'documents';
}
