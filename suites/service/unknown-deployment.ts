import { errorOf, scenario } from '#scenario';

/** `model` is the name of a deployment: a name that is none is refused with DeploymentNotFound. */
export default scenario('service/unknown-deployment', {
  refusalExpected: ['deployment-not-found'],
  async run({ as, chat, check, refusal }) {
    const hello = { messages: [{ role: 'user' as const, content: 'Say hello.' }] };
    const answer = await chat.create(hello);
    check.must('known-answers', answer.choices.length === 1, 'the deployment that exists answers');

    const nowhere = as({ deployment: 'aoai-conform-no-such-deployment' });
    const refused = await refusal(() => nowhere.chat.create(hello), 'deployment-not-found');
    check.must('status', refused?.httpStatus === 404, 'chat answers an unknown deployment by 404');
    check.must('code', refused?.code === 'DeploymentNotFound', 'the code is DeploymentNotFound');
    check.must(
      'message',
      SAID.test(refused?.message ?? ''),
      'the message says that there is no such deployment',
    );

    const response = await refusal(
      () => nowhere.responses.create({ input: 'Say hello.', store: false }),
      'deployment-not-found',
    );
    check.must('responses-status', response?.httpStatus === 404, 'responses answers it by 404, too');
  },
  recognise({ operation, status, answer }) {
    const { code, message } = errorOf(answer);
    if (operation === 'other' || code !== 'DeploymentNotFound') return null;
    return [
      { id: 'status', ok: status === 404 },
      { id: 'message', ok: SAID.test(message) },
    ];
  },
});

const SAID = /^The API deployment for this resource does not exist/;
