import { repeats, scenario } from '#scenario';

/** A Microsoft Entra ID token is taken as a bearer; a bearer that is none is refused and not repeated. */
export default scenario('service/entra-token', {
  async run({ as, check, refusal }) {
    const hello = { messages: [{ role: 'user' as const, content: 'Say hello.' }] };
    const answer = await as({ surface: 'v1', credential: 'token' }).chat.create(hello);
    check.must('accepted', answer.choices.length === 1, 'a token of the signed-in identity is accepted');

    const wrong = 'no-token-of-anybody';
    const refused = await refusal(
      () => as({ surface: 'v1', credential: { wrong } }).chat.create(hello),
      'auth',
    );
    check.must('refused', refused?.httpStatus === 401, 'a bearer that is no token is answered by 401');
    check.must('no-echo', refused !== null && !repeats(refused, wrong), 'the refusal does not repeat it');
  },
  // Recordings keep no credentials, so that nobody can see how one travelled.
  recognise: () => null,
});
