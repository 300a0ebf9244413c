import { objects, scenario } from '#scenario';

/** The model looks something up on the web and cites where it found it. */
export default scenario('responses/web-search', {
  async run({ responses, check }) {
    const response = await responses.create({
      input:
        'Search the web: which organisation keeps the example domains such as example.com? Cite the page.',
      tools: [{ type: 'web_search' }],
    });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    const call = response.output.find((item) => item.type === 'web_search_call');
    check.must('called', call !== undefined, 'the output contains a web search');
    check.must('action', call?.action?.type !== undefined, 'the search says what it did');
    check.should(
      'answer',
      /iana|internet assigned numbers/i.test(response.output_text),
      'the answer names IANA',
    );
    const citations = response.output
      .flatMap((item) => (item.type === 'message' ? item.content : []))
      .flatMap((part) => (part.type === 'output_text' ? part.annotations : []));
    check.should(
      'cited',
      citations.some((citation) => citation.type === 'url_citation' && /^https?:/.test(citation.url)),
      'the answer cites a page',
    );
  },
  recognise: (seen) => {
    const tools = objects((seen.request ?? seen.answer)?.tools);
    const offered = tools.some(({ type }) => typeof type === 'string' && /^web_search/.test(type));
    if (seen.operation !== 'responses.create' || !offered) return null;
    if (seen.error) return [];
    const call = objects(seen.answer?.output).find((item) => item.type === 'web_search_call');
    return call === undefined ? null : [{ id: 'called', ok: true }];
  },
  parameters: ['tools'],
});
