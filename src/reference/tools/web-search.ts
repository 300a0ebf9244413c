/** `web_search`: a web of a few pages that is nowhere but here. */
import type { JsonObject } from '../json.ts';
import type { HostedTool } from '../requests/hosted-tools.ts';
import { likeness } from './likeness.ts';
import type { Citation, ReadyTool, Scene } from './use.ts';

interface Page {
  readonly url: string;
  readonly title: string;
  readonly text: string;
}

const PAGES: readonly Page[] = [
  {
    url: 'https://web.reference.invalid/example-domains',
    title: 'Example domains',
    text: 'IANA keeps example domains such as example.com for use in documents.',
  },
  {
    url: 'https://web.reference.invalid/herons',
    title: 'Herons',
    text: 'Herons are long-legged birds of fresh water and coasts.',
  },
];

type Tool = Extract<HostedTool, { type: 'web_search' | 'web_search_preview' }>;

export function webSearch(tool: Tool, { request }: Scene): ReadyTool {
  const { type } = tool;
  return {
    type,
    wanted: (question) => /\b(?:web|internet|online|news|search)\b/i.test(question),
    use(question, id) {
      const query = question.replaceAll(/\s+/g, ' ').slice(0, 120);
      const page = bestPage(question, tool.filters?.allowed_domains ?? []);
      const sources = page === undefined ? [] : [{ type: 'url', url: page.url }];
      const shown = request.include?.includes('web_search_call.action.sources') ? { sources } : {};
      return {
        item: {
          id: id('ws'),
          type: 'web_search_call',
          status: 'completed',
          action: { type: 'search', query, ...shown },
        },
        told: page === undefined ? 'nothing was found' : `${page.text} (${linkTo(page)})`,
        citations: page === undefined ? [] : [citationOf(page)],
      };
    },
  };
}

function bestPage(question: string, domains: readonly string[]): Page | undefined {
  const ranked = PAGES.filter(
    ({ url }) => domains.length === 0 || domains.some((domain) => new URL(url).hostname.endsWith(domain)),
  )
    .map((page) => ({ page, score: likeness(question, `${page.title} ${page.text}`) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  return ranked[0]?.page;
}

function linkTo({ title, url }: Page): string {
  return `[${title}](${url})`;
}

function citationOf(page: Page): Citation {
  return {
    marker: `(${linkTo(page)})`,
    annotation: (start, end): JsonObject => ({
      type: 'url_citation',
      end_index: end,
      start_index: start,
      title: page.title,
      url: page.url,
    }),
  };
}
