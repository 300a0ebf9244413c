/** `file_search`: the best passages of the files in vector stores. */
import type { JsonObject } from '../json.ts';
import { invalidRequest, vectorStoreNotFound } from '../refusal.ts';
import type { HostedTool } from '../requests/hosted-tools.ts';
import type { StoreFile, VectorStore } from '../vector-stores/store.ts';
import { likeness } from './likeness.ts';
import type { Citation, ReadyTool, Scene } from './use.ts';

type Tool = Extract<HostedTool, { type: 'file_search' }>;

interface Hit {
  readonly file: StoreFile;
  readonly score: number;
  readonly text: string;
}

/** What the service takes where the request does not say. */
export const MOST_RESULTS = 20;

export function fileSearch(tool: Tool, { request, state }: Scene): ReadyTool {
  const stores = tool.vector_store_ids.map((id) => {
    const store = state.vectorStores.get(id);
    if (store === undefined) throw vectorStoreNotFound(id);
    if (store.expired(state.seconds())) {
      throw invalidRequest(`Vector store '${id}' is expired.`, { param: 'tools' });
    }
    return store;
  });
  return {
    type: 'file_search',
    wanted: (question) => /\?|\b(?:search|find|look up|documents?|files?)\b/i.test(question),
    use(question, id) {
      const hits = search(stores, question, tool);
      for (const store of stores) store.touch(state.seconds());
      return {
        item: {
          id: id('fs'),
          type: 'file_search_call',
          status: 'completed',
          queries: [question.slice(0, 200)],
          results: request.include?.includes('file_search_call.results') ? hits.map(resultOf) : null,
        },
        told: hits.length === 0 ? 'nothing was found' : hits.map(({ text }) => text).join('\n'),
        citations: hits.map(citationOf),
      };
    },
  };
}

/** Files that are still being read are not found. */
function search(stores: readonly VectorStore[], question: string, tool: Tool): Hit[] {
  const least = tool.ranking_options?.score_threshold ?? 0;
  return stores
    .flatMap((store) => [...store.files.values()])
    .filter((file) => file.status === 'completed')
    .map((file) => ({
      file,
      score: likeness(question, `${file.file.filename} ${file.text}`),
      text: file.text ?? '',
    }))
    .filter(({ score }) => score > 0 && score >= least)
    .sort((a, b) => b.score - a.score)
    .slice(0, tool.max_num_results ?? MOST_RESULTS);
}

function resultOf({ file, score, text }: Hit): JsonObject {
  return { attributes: file.attributes, file_id: file.id, filename: file.file.filename, score, text };
}

function citationOf({ file, text }: Hit): Citation {
  return {
    marker: text,
    annotation: (_, end): JsonObject => ({
      type: 'file_citation',
      file_id: file.id,
      filename: file.file.filename,
      index: end,
    }),
  };
}
