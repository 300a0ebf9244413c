/** How the service shows a hosted tool in a response: with what it took where the request did not say (recorded on Azure). */
import { type JsonObject, plain } from '../json.ts';
import type { HostedTool } from '../requests/hosted-tools.ts';
import { MOST_RESULTS } from './file-search.ts';

const ANYWHERE = { type: 'approximate', city: null, country: 'US', region: null, timezone: null };

export function echoedHosted(tool: HostedTool): JsonObject {
  switch (tool.type) {
    case 'code_interpreter':
    case 'computer_use_preview':
    case 'local_shell':
      return plain(tool);
    case 'file_search':
      return {
        type: tool.type,
        filters: tool.filters ?? null,
        max_num_results: tool.max_num_results ?? MOST_RESULTS,
        ranking_options: { ranker: 'auto', score_threshold: 0, ...plain(tool.ranking_options ?? {}) },
        vector_store_ids: tool.vector_store_ids,
      };
    case 'web_search':
    case 'web_search_preview':
      return {
        type: tool.type,
        ...(tool.type === 'web_search' ? { filters: plainOrNull(tool.filters) } : {}),
        search_context_size: tool.search_context_size ?? 'medium',
        user_location: { ...ANYWHERE, ...plain(tool.user_location ?? {}) },
      };
    case 'image_generation':
      return {
        type: tool.type,
        background: tool.background ?? 'auto',
        model: tool.model ?? 'gpt-image-1',
        moderation: tool.moderation ?? 'auto',
        n: 1,
        output_compression: tool.output_compression ?? 100,
        output_format: tool.output_format ?? 'png',
        ...(tool.partial_images === undefined ? {} : { partial_images: tool.partial_images }),
        quality: tool.quality ?? 'auto',
        size: tool.size ?? 'auto',
      };
  }
}

function plainOrNull(value: object | null | undefined): JsonObject | null {
  return value === null || value === undefined ? null : plain(value);
}
