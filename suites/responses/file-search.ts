import { objects, offersTool, scenario } from '#scenario';
import { holdsCodeWord } from '../code-word.ts';

/** A vector store is made, filled, searched by the model, and deleted. */
export default scenario('responses/file-search', {
  async run({ responses, files, vectorStores, check, document, until }) {
    const pdf = await files.upload(document('code-word.pdf'), 'assistants');
    const created = await vectorStores.create({ name: 'conformance' });
    const added = await vectorStores.addFile(created.id, pdf.id);
    check.must('added', added.vector_store_id === created.id, 'the file belongs to the store');
    const store = await until(
      () => vectorStores.retrieve(created.id),
      ({ status, file_counts: count }) =>
        status === 'completed' && count.total > 0 && count.in_progress === 0,
    );
    check.must('filled', store.file_counts.completed === 1, 'the file in the store is completed');

    const response = await responses.create({
      input: 'Search the files: which code word does the test document contain? Answer with the word only.',
      tools: [{ type: 'file_search', vector_store_ids: [store.id], max_num_results: 3 }],
      include: ['file_search_call.results'],
    });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    const call = response.output.find((item) => item.type === 'file_search_call');
    check.must('called', call !== undefined, 'the output contains a call of the file search');
    check.must('queries', (call?.queries.length ?? 0) > 0, 'the call names what was searched');
    check.must(
      'results',
      call?.results?.some((result) => result.file_id === pdf.id) === true,
      'the included results name the file',
    );
    check.must('read', holdsCodeWord(response.output_text), 'the answer holds the code word');
    const citations = response.output
      .flatMap((item) => (item.type === 'message' ? item.content : []))
      .flatMap((part) => (part.type === 'output_text' ? part.annotations : []));
    check.should(
      'cited',
      citations.some((citation) => citation.type === 'file_citation' && citation.file_id === pdf.id),
      'the answer cites the file',
    );

    const deleted = await vectorStores.delete(store.id);
    check.must('deleted', deleted.deleted === true && deleted.id === store.id, 'the store is deleted');
  },
  recognise: (seen) => {
    if (seen.operation !== 'responses.create' || !offersTool(seen, 'file_search')) return null;
    if (seen.error) return [];
    const call = objects(seen.answer?.output).find((item) => item.type === 'file_search_call');
    if (call === undefined) return null;
    return [{ id: 'queries', ok: Array.isArray(call.queries) && call.queries.length > 0 }];
  },
  parameters: ['tools', 'include'],
});
