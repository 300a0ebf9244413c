/** What can be wrong with the content filter of Responses. */
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Fault } from './fault.ts';
import { created, refused, told } from './response-changes.ts';

/** A prompt that the content filter would block is read as another. */
const harmless = created(
  ({ input }) => typeof input === 'string' && input.startsWith('Ignore all previous'),
  (body) => ({ ...body, input: 'Name one ocean.' }),
);
const unannotated = told((response) => ({ ...response, content_filters: [] }));

export const RESPONSES_FILTERS_FAULTS: readonly Fault[] = [
  {
    name: 'filters.missing',
    breaks: 'No response is annotated by the content filter.',
    caughtBy: 'responses/content-filter#annotated',
    reply: unannotated,
  },
  {
    name: 'filters.blocked-and-answered',
    breaks: 'A prompt is said to be blocked and answered all the same.',
    caughtBy: 'responses/content-filter#passed',
    reply: told((response) => withFilters(response, (filter) => ({ ...filter, blocked: true }))),
  },
  {
    name: 'filters.category-missing',
    breaks: 'The content filter says nothing about hate.',
    caughtBy: 'responses/content-filter#categories',
    reply: told((response) =>
      withFilters(response, (filter) => {
        const { hate: _, ...others } = Object(filter.content_filter_results);
        return { ...filter, content_filter_results: others };
      }),
    ),
  },
  {
    name: 'filters.off',
    breaks: 'A prompt that tries to break out is answered.',
    caughtBy: 'responses/content-filter#jailbreak',
    request: harmless,
  },
  {
    name: 'filters.absent',
    breaks: 'There is no content filter: nothing is annotated, nothing refused.',
    caughtBy: 'responses/content-filter#present',
    also: ['responses/content-filter#annotated', 'responses/content-filter#jailbreak'],
    request: harmless,
    reply: unannotated,
  },
  {
    name: 'filters.unnamed',
    breaks: 'The refusal of the content filter does not say that it is one.',
    caughtBy: 'responses/content-filter#refusal',
    also: ['error.known'],
    reply: refused((error) => error.code === 'content_filter' && 'content_filters' in error, {
      code: 'invalid_request',
      message: 'The request is invalid.',
    }),
  },
];

function withFilters(response: JsonObject, change: (filter: JsonObject) => JsonObject): JsonObject {
  const filters = Array.isArray(response.content_filters) ? response.content_filters : [];
  return { ...response, content_filters: filters.filter(isJsonObject).map(change) };
}
