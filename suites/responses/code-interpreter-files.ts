import { objects, offersTool, scenario } from '#scenario';

/** A file goes into the container, and one that the code has written comes out of it. */
export default scenario('responses/code-interpreter-files', {
  async run({ responses, files, containers, check, document }) {
    const table = await files.upload(document('animals.csv'), 'assistants');
    const response = await responses.create({
      input:
        'With Python, add up the column count of the CSV file, write the total as plain text to a new file named ' +
        'total.txt, and give me that file.',
      tools: [{ type: 'code_interpreter', container: { type: 'auto', file_ids: [table.id] } }],
    });
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    const call = response.output.findLast((item) => item.type === 'code_interpreter_call');
    check.must('called', call !== undefined, 'the output contains a call of the code interpreter');
    if (call === undefined) return;

    const citation = response.output
      .flatMap((item) => (item.type === 'message' ? item.content : []))
      .flatMap((part) => (part.type === 'output_text' ? part.annotations : []))
      .find((annotation) => annotation.type === 'container_file_citation');
    // Models sometimes forget to link the file; the container holds it all the same.
    check.should('cited', citation?.filename === 'total.txt', 'the answer cites total.txt');

    const container = await containers.retrieve(call.container_id);
    check.must('container', container.id === call.container_id, 'the container of the call can be read');
    const held = await containers.files(call.container_id);
    const made = held.find((file) => file.path.endsWith('/total.txt'));
    check.must(
      'uploaded',
      held.some((file) => file.path.endsWith('animals.csv')),
      'the container holds the uploaded file',
    );
    check.must('made', made?.source === 'assistant', 'the container holds total.txt, made by the model');
    if (made === undefined) return;
    check.must(
      'same-file',
      citation === undefined || citation.file_id === made.id,
      'the citation names that file',
    );
    const content = await containers.content(call.container_id, made.id);
    check.must('content', content.includes('4711'), 'the file can be downloaded and holds the total');
  },
  recognise: (seen) => {
    if (seen.operation !== 'responses.create' || !offersTool(seen, 'code_interpreter')) return null;
    const parts = objects(seen.answer?.output).flatMap((item) => objects(item.content));
    const citation = parts
      .flatMap((part) => objects(part.annotations))
      .find((annotation) => annotation.type === 'container_file_citation');
    if (citation === undefined) return null;
    return [{ id: 'cited', ok: typeof citation.filename === 'string' && citation.filename !== '' }];
  },
  parameters: ['tools'],
});
