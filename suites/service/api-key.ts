import { scenario } from '#scenario';

/** A key is taken in the header `api-key` and as a bearer; without one the service answers nobody. */
export default scenario('service/api-key', {
  async run({ as, check, refusal }) {
    const hello = { messages: [{ role: 'user' as const, content: 'Say hello.' }] };
    const byHeader = as({ surface: 'v1', credential: 'key', keyIn: 'api-key' });
    const byBearer = as({ surface: 'v1', credential: 'key' });
    const inHeader = await refusal(() => byHeader.chat.create(hello), 'auth');
    const asBearer = await refusal(() => byBearer.chat.create(hello), 'auth');
    // Refused both ways, it is the key that is wrong: the case ends here, with what the service says.
    if (inHeader !== null && asBearer !== null) await byHeader.chat.create(hello);
    check.must('header', inHeader === null, 'a key in the header api-key is accepted');
    check.must('bearer', asBearer === null, 'a key as a bearer is accepted');

    const without = await refusal(
      () => as({ surface: 'v1', credential: 'nothing' }).chat.create(hello),
      'auth',
    );
    check.must('required', without?.httpStatus === 401, 'a request without a key is answered by 401');
  },
  // Recordings keep no credentials, so that nobody can see how one travelled.
  recognise: () => null,
});
