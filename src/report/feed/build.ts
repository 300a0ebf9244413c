import { compileGlob } from '../../matrix/glob.ts';
import type { Model } from '../../matrix/types.ts';
import { type Answer, answersOf, documentedAnswer } from '../answers.ts';
import type { GuideFile, ParameterRule } from '../guide/types.ts';
import type { ReportCell, ReportModel } from '../model.ts';
import type {
  ExpectedError,
  Feed,
  FeedAnswer,
  FeedApi,
  FeedModel,
  FeedParameter,
  FeedRequest,
  Omission,
} from './types.ts';

/** Where the schema lies, seen from `reports/`. */
const SCHEMA = '../fixtures/schemas/feed.schema.json';

/** The plainest request of an API stands for it. */
const PLAIN: Readonly<Record<FeedApi, string>> = { chat: 'chat/completion', responses: 'responses/create' };

/** The capability feed, in the order of the catalogue. Pure; empty without the words of the guide. */
export function feedOf(report: ReportModel): Feed {
  const today = report.generatedAt.slice(0, 10);
  const guide = report.guide?.file;
  const know = guide === undefined ? null : knowledgeOf(report, guide);
  const models = report.series.flatMap((series) => series.models);
  return {
    $schema: SCHEMA,
    version: 1,
    generatedAt: report.generatedAt,
    foreign: {
      chat: guide === undefined ? omission([]) : foreignTo('chat', guide),
      responses: guide === undefined ? omission([]) : foreignTo('responses', guide),
    },
    models: know === null ? [] : models.map((model) => feedModel(model, know, today)),
  };
}

interface Knowledge {
  readonly rules: readonly ParameterRule[];
  answer(feature: string, model: Model): FeedAnswer;
  documented(rule: ParameterRule, model: Model): FeedAnswer;
}

function knowledgeOf(report: ReportModel, guide: GuideFile): Knowledge {
  const answers = answersOf(report);
  const cells = new Map(report.cells.map((cell) => [`${cell.feature} ${cell.model}`, cell]));
  const classes = new Map(report.guide?.errors.map((entry) => [entry.id, entry.class]));
  const expected = (feature: string): ExpectedError | null => {
    const found =
      guide.errors.find(({ affects }) => affects?.includes(feature) === true) ?? likeParameter(guide);
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
  return {
    rules: guide.parameters,
    answer: (feature, { id }) => withError(answers(feature, id), feature, cells.get(`${feature} ${id}`)),
    documented({ api, names: [name = ''] }, model) {
      const claims = report.claims.filter(
        ({ subject }) =>
          subject.api === api && subject.parameter === name && fits(subject.model ?? '*', model),
      );
      return withError(documentedAnswer(claims, report.sources), `${api}/${name}`, undefined);
    },
  };
}

/** How a refused parameter is answered where the guide says nothing of this one. */
function likeParameter({ errors, parameters }: GuideFile) {
  const features = new Set(parameters.map(({ feature }) => feature));
  return errors.find(({ affects }) => affects?.some((feature) => features.has(feature)) === true);
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

function feedModel(model: Model, know: Knowledge, today: string): FeedModel {
  const { id, name, version, series, kind, lifecycle, retires, reasoning } = model;
  const apis = { chat: know.answer(PLAIN.chat, model), responses: know.answer(PLAIN.responses, model) };
  const request = (api: FeedApi) => (apis[api].says === 'no' ? {} : { [api]: requestOf(api, model, know) });
  return {
    id,
    name,
    version,
    series,
    kind,
    lifecycle,
    retires: retires ?? null,
    retired: lifecycle === 'retired' || (retires !== undefined && retires <= today),
    use: choose(apis),
    apis,
    requests: { ...request('chat'), ...request('responses') },
    reasoning:
      reasoning === undefined
        ? null
        : {
            efforts: reasoning.efforts,
            default: reasoning.default ?? null,
            basis: 'documents',
            date:
              model.sources
                .map(({ date }) => date)
                .sort()
                .at(-1) ?? null,
          },
    limits: {
      context: model.context ?? null,
      maxInput: model.maxInput ?? null,
      maxOutput: model.maxOutput ?? null,
    },
  };
}

/** Evidence before documents; of two that are known alike, the one that most code is written for. */
function choose(apis: FeedModel['apis']): FeedApi | null {
  const usable = (['chat', 'responses'] as const).filter((api) => apis[api].says === 'yes');
  return usable.find((api) => apis[api].basis === 'evidence') ?? usable[0] ?? null;
}

function requestOf(api: FeedApi, model: Model, know: Knowledge): FeedRequest {
  const parameters = know.rules
    .filter((rule) => rule.api === api && rule.foreign !== true)
    .flatMap((rule): FeedParameter[] => {
      const { feature, names, instead } = rule;
      const answer = feature === undefined ? know.documented(rule, model) : know.answer(feature, model);
      return names.map((name) => ({ name, instead: instead ?? null, ...answer }));
    });
  const refused = parameters.filter(({ says }) => says === 'no');
  return { ...omission(refused), parameters };
}

/** What an API refuses of every model, because it belongs to the other API. */
function foreignTo(api: FeedApi, { parameters }: GuideFile): Omission {
  return omission(
    parameters
      .filter((rule) => rule.api === api && rule.foreign === true)
      .flatMap(({ names, instead }) => names.map((name) => ({ name, instead: instead ?? null }))),
  );
}

function omission(refused: readonly { readonly name: string; readonly instead: string | null }[]): Omission {
  return {
    omit: refused.map(({ name }) => name),
    instead: Object.fromEntries(
      refused.flatMap(({ name, instead }) => (instead === null ? [] : [[name, instead]])),
    ),
  };
}
