/** What to do about a model and a feature: one judgement for the feed and for `explain`. */
import { compileGlob } from '../../matrix/glob.ts';
import type { Feature, Model } from '../../matrix/types.ts';
import { type Answer, answersOf, documentedAnswer } from '../answers.ts';
import type { GuideFile, ParameterRule } from '../guide/types.ts';
import type { ReportCell, ReportModel } from '../model.ts';
import type { ExpectedError, FeedAnswer, FeedApi, FeedParameter, Omission } from './types.ts';

/** The plainest request of an API stands for it. */
const PLAIN: Readonly<Record<FeedApi, string>> = { chat: 'chat/completion', responses: 'responses/create' };

export interface Advice extends Omission {
  readonly answer: FeedAnswer;
  /** The plainest feature of the API to use in place of this one; null where there is no reason to, or no other. */
  readonly otherApi: { readonly feature: string; readonly basis: Answer['basis'] } | null;
}

export interface Judge {
  answer(feature: string, model: Model): FeedAnswer;
  api(api: FeedApi, model: Model): FeedAnswer;
  /** Parameters of an API that the guide has a rule for; those that every model refuses left aside. */
  parameters(api: FeedApi, model: Model): readonly FeedParameter[];
  advice(feature: Feature, model: Model): Advice;
}

/** Reads the report once. Without the words of the guide no parameter has a rule and no error is expected. */
export function judgeOf(report: ReportModel): Judge {
  const guide = report.guide?.file;
  const answers = answersOf(report);
  const cells = new Map(report.cells.map((cell) => [`${cell.feature} ${cell.model}`, cell]));
  const classes = new Map(report.guide?.errors.map((entry) => [entry.id, entry.class]));
  const expected = (feature: string): ExpectedError | null => {
    const found =
      guide?.errors.find(({ affects }) => affects?.includes(feature) === true) ?? likeParameter(guide);
    const [first = ''] = found?.entries ?? [];
    const kind = classes.get(first);
    return found === undefined || kind === undefined
      ? null
      : { class: kind, entries: found.entries, basis: 'documents' };
  };
  const withError = (answer: Answer, feature: string, cell: ReportCell | undefined): FeedAnswer => ({
    ...answer,
    error: answer.says === 'no' ? (seenError(cell) ?? expected(feature)) : null,
  });
  const answer = (feature: string, { id }: Model) =>
    withError(answers(feature, id), feature, cells.get(`${feature} ${id}`));
  const documented = ({ api, names: [name = ''] }: ParameterRule, model: Model) => {
    const claims = report.claims.filter(
      ({ subject }) => subject.api === api && subject.parameter === name && fits(subject.model ?? '*', model),
    );
    return withError(documentedAnswer(claims, report.sources), `${api}/${name}`, undefined);
  };
  const ofRules = (rules: readonly ParameterRule[], model: Model): FeedParameter[] =>
    rules.flatMap((rule) => {
      const { feature, names, instead } = rule;
      const told = feature === undefined ? documented(rule, model) : answer(feature, model);
      return names.map((name) => ({ name, instead: instead ?? null, ...told }));
    });
  const own = guide?.parameters.filter(({ foreign }) => foreign !== true) ?? [];
  const api = (which: FeedApi, model: Model) => answer(PLAIN[which], model);

  /** Refusing a feature is refusing its API where the model lacks that; else a document rules out a parameter. */
  function adviceError(feature: Feature, model: Model, told: FeedAnswer): ExpectedError | null {
    if (told.says !== 'no' || told.error?.basis === 'evidence') return told.error;
    const whole = feature.api === 'chat' || feature.api === 'responses' ? api(feature.api, model) : null;
    if (whole?.says === 'no') return whole.error;
    const isParameter = own.some((rule) => rule.feature === feature.id);
    const isNamed = guide?.errors.some(({ affects }) => affects?.includes(feature.id) === true) === true;
    return isParameter || isNamed ? told.error : null;
  }

  function otherApi(feature: Feature, model: Model): Advice['otherApi'] {
    if (feature.api !== 'chat' && feature.api !== 'responses') return null;
    const other = feature.api === 'chat' ? 'responses' : 'chat';
    if (api(feature.api, model).says !== 'no') return null;
    const { says, basis } = api(other, model);
    return says === 'yes' ? { feature: PLAIN[other], basis } : null;
  }

  return {
    answer,
    api,
    parameters: (which, model) =>
      ofRules(
        own.filter((rule) => rule.api === which),
        model,
      ),
    advice(feature, model) {
      const rules = own.filter((rule) => rule.feature === feature.id);
      const told = answer(feature.id, model);
      return {
        answer: { ...told, error: adviceError(feature, model, told) },
        ...omission(leftOut(ofRules(rules, model), model)),
        otherApi: otherApi(feature, model),
      };
    },
  };
}

/**
 * Parameters that a request to the model does without: those it refuses, and of OpenAI's reasoning models those
 * that nobody speaks about but that have a substitute, which every one of these models takes.
 */
export function leftOut(parameters: readonly FeedParameter[], model: Model): readonly FeedParameter[] {
  const reasons =
    model.publisher === 'openai' && (model.kind === 'reasoning' || model.reasoning !== undefined);
  return parameters.filter(
    ({ says, instead }) => says === 'no' || (says === 'unknown' && instead !== null && reasons),
  );
}

export function omission(
  refused: readonly { readonly name: string; readonly instead: string | null }[],
): Omission {
  return {
    omit: refused.map(({ name }) => name),
    instead: Object.fromEntries(
      refused.flatMap(({ name, instead }) => (instead === null ? [] : [[name, instead]])),
    ),
  };
}

/** How a refused parameter is answered where the guide says nothing of this one. */
function likeParameter(guide: GuideFile | undefined) {
  const features = new Set(guide?.parameters.map(({ feature }) => feature));
  return guide?.errors.find(({ affects }) => affects?.some((feature) => features.has(feature)) === true);
}

function fits(pattern: string, { id, name }: Model): boolean {
  const matches = compileGlob(pattern);
  return matches(id) || matches(name);
}

function seenError(cell: ReportCell | undefined): ExpectedError | null {
  const [seen] = cell?.status === 'unsupported' ? cell.evidence : [];
  const error = seen?.result?.error;
  const kind = error?.class ?? seen?.observation?.errorClass ?? null;
  if (kind === null) return null;
  const entry = error?.entry ?? null;
  return { class: kind, entries: entry === null ? [] : [entry], basis: 'evidence' };
}
