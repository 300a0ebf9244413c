import { scenario } from '#scenario';

/** A long conversation becomes a short one: what was said is kept, encrypted, in one item. */
export default scenario('responses/compact', {
  async run({ responses, check }) {
    const compacted = await responses.compact({
      input: [
        { role: 'user', content: 'Choose a code word for me.' },
        { role: 'assistant', content: 'Your code word is heron.' },
        { role: 'user', content: 'Thank you, I will remember it.' },
      ],
    });
    check.must('object', compacted.object === 'response.compaction', 'the answer is a response.compaction');
    const item = compacted.output.at(-1);
    check.must('item', item?.type === 'compaction', 'its last item is a compaction');
    check.must(
      'encrypted',
      item?.type === 'compaction' && item.encrypted_content !== '',
      'the compaction carries encrypted content',
    );
    check.must('usage', (compacted.usage?.total_tokens ?? 0) > 0, 'token usage is reported');
    if (item?.type !== 'compaction') return;

    const next = await responses.create({
      input: [...compacted.output, { role: 'user', content: 'What is my code word? Answer in one word.' }],
    });
    check.must(
      'continues',
      next.status === 'completed',
      `the compacted conversation is taken as input, was ${next.status}`,
    );
    check.should('remembers', /heron/i.test(next.output_text), 'the answer knows what was said before');
  },
  recognise: ({ operation, answer, error }) => {
    if (operation !== 'responses.compact') return null;
    return error ? [] : [{ id: 'object', ok: answer?.object === 'response.compaction' }];
  },
});
