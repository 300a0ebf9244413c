import type { Model } from '../../matrix/types.ts';
import type { GuideFile } from '../guide/types.ts';
import type { ReportModel } from '../model.ts';
import { type Judge, judgeOf, leftOut, omission } from './judge.ts';
import type { Feed, FeedApi, FeedModel, FeedRequest, Omission } from './types.ts';

/** Where the schema lies, seen from `reports/`. */
const SCHEMA = '../fixtures/schemas/feed.schema.json';

/** The capability feed, in the order of the catalogue. Pure; empty without the words of the guide. */
export function feedOf(report: ReportModel): Feed {
  const today = report.generatedAt.slice(0, 10);
  const guide = report.guide?.file;
  const judge = judgeOf(report);
  const models = report.series.flatMap((series) => series.models);
  return {
    $schema: SCHEMA,
    version: 1,
    generatedAt: report.generatedAt,
    foreign: { chat: foreignTo('chat', guide), responses: foreignTo('responses', guide) },
    models: guide === undefined ? [] : models.map((model) => feedModel(model, judge, today)),
  };
}

function feedModel(model: Model, judge: Judge, today: string): FeedModel {
  const { id, name, version, series, kind, lifecycle, retires, reasoning } = model;
  const apis = { chat: judge.api('chat', model), responses: judge.api('responses', model) };
  const request = (api: FeedApi) => (apis[api].says === 'no' ? {} : { [api]: requestOf(api, model, judge) });
  const retired = lifecycle === 'retired' || (retires !== undefined && retires <= today);
  return {
    id,
    name,
    version,
    series,
    kind,
    lifecycle,
    retires: retires ?? null,
    retired,
    use: retired || model.offered === false ? null : choose(apis),
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

function requestOf(api: FeedApi, model: Model, judge: Judge): FeedRequest {
  const parameters = judge.parameters(api, model);
  return { ...omission(leftOut(parameters, model)), parameters };
}

/** What an API refuses of every model, because it belongs to the other API. */
function foreignTo(api: FeedApi, guide: GuideFile | undefined): Omission {
  return omission(
    (guide?.parameters ?? [])
      .filter((rule) => rule.api === api && rule.foreign === true)
      .flatMap(({ names, instead }) => names.map((name) => ({ name, instead: instead ?? null }))),
  );
}
