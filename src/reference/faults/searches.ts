/** What can be wrong with file search, its vector stores, and web search. */
import { type Fault, onJson } from './fault.ts';
import { annotationsOf, ignored, itemsOf, onPlainItems, withoutInclude } from './items.ts';

export const SEARCH_FAULTS: readonly Fault[] = [
  ignored('file_search', 'file-search', [
    'responses/file-search#queries',
    'responses/file-search#results',
    'responses/file-search#read',
    'responses/file-search#cited',
  ]),
  {
    name: 'file-search.queries-untold',
    breaks: 'A call of the file search does not say what it searched.',
    caughtBy: 'responses/file-search#queries',
    reply: onPlainItems(itemsOf('file_search_call', { queries: [] })),
  },
  {
    name: 'file-search.results-left-out',
    breaks: 'The results of a file search are left out although the request includes them.',
    caughtBy: 'responses/file-search#results',
    request: withoutInclude('file_search_call.results'),
  },
  {
    name: 'file-search.uncited',
    breaks: 'The answer does not cite the file that was found.',
    caughtBy: 'responses/file-search#cited',
    reply: onPlainItems(annotationsOf('file_citation', () => null)),
  },
  {
    name: 'vector-stores.other-store',
    breaks: 'A file that is added to a vector store is said to be in another one.',
    caughtBy: 'responses/file-search#added',
    also: ['responses/file-search#scenario.ends'],
    reply: onJson(['vector-store-files.create'], (body) => ({ ...body, vector_store_id: 'vs_other' })),
  },
  {
    name: 'vector-stores.file-failed',
    breaks: 'A file in a vector store fails.',
    caughtBy: 'responses/file-search#filled',
    also: ['responses/file-search#scenario.ends'],
    reply: onJson(['vector-stores.retrieve'], (body) => ({
      ...body,
      file_counts: { in_progress: 0, completed: 0, failed: 1, cancelled: 0, total: 1 },
    })),
  },
  {
    name: 'vector-stores.not-deleted',
    breaks: 'A vector store is not deleted, and the answer says so.',
    caughtBy: 'responses/file-search#deleted',
    reply: onJson(['vector-stores.delete'], (body) => ({ ...body, deleted: false })),
  },
  ignored('web_search', 'web-search', [
    'responses/web-search#action',
    'responses/web-search#answer',
    'responses/web-search#cited',
  ]),
  {
    name: 'web-search.action-untold',
    breaks: 'A web search does not say what it did.',
    caughtBy: 'responses/web-search#action',
    reply: onPlainItems((item) => {
      if (item.type !== 'web_search_call') return item;
      const { action: _, ...rest } = item;
      return rest;
    }),
  },
  {
    name: 'web-search.uncited',
    breaks: 'The answer does not cite the page that was found.',
    caughtBy: 'responses/web-search#cited',
    reply: onPlainItems(annotationsOf('url_citation', () => null)),
  },
];
