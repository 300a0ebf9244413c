/**
 * The capability feed: which API to use for a model, what to leave out, which error to expect.
 *
 *   const feed = feedOf(report);
 *   renderFeed(feed);
 *   pythonSnippet(feed, template);
 */
import { visibleJson } from '../visible.ts';
import type { Feed } from './types.ts';

export { feedOf } from './build.ts';
export { handlingSnippet } from './handling.ts';
export { type Advice, judgeOf } from './judge.ts';
export { callsOf, pythonSnippet, typescriptSnippet } from './snippets.ts';
export type { ExpectedError, Feed, FeedModel } from './types.ts';

/** Valid against `fixtures/schemas/feed.schema.json`. Deceptive characters are written as `\uXXXX`. */
export function renderFeed(feed: Feed): string {
  return `${visibleJson(JSON.stringify(feed, null, 2))}\n`;
}
