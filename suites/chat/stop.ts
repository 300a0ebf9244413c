import { objects, scenario } from '#scenario';

/** The answer ends before the first stop sequence, which is not part of it. */
export default scenario('chat/stop', {
  async run({ chat, check }) {
    const answer = await chat.create({
      messages: [{ role: 'user', content: 'Count from 1 to 9, in digits, separated by commas.' }],
      stop: ['6'],
    });
    const [choice] = answer.choices;
    const text = choice?.message.content ?? '';
    check.must('finish', choice?.finish_reason === 'stop', 'the answer ends with stop');
    check.must('stopped', text !== '' && !text.includes('6'), 'the text ends before the stop sequence');
    check.should('not-sooner', text.includes('5'), 'and not before what comes in front of it');
  },
  recognise: ({ operation, request, answer, error }) => {
    const marks = [request?.stop].flat().filter((mark) => typeof mark === 'string' && mark !== '');
    if (operation !== 'chat.create' || marks.length === 0) return null;
    if (error) return [];
    const texts = objects(answer?.choices).map(({ message }) => String(objects([message])[0]?.content ?? ''));
    return [{ id: 'stopped', ok: !texts.some((text) => marks.some((mark) => text.includes(String(mark)))) }];
  },
});
