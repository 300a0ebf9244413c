import { scenario } from '#scenario';

/**
 * OpenAI recommends the purpose `user_data` for input files; Azure documents it as not supported, and
 * `assistants` in its place. The same upload is made with both.
 */
export default scenario('files/upload-user-data', {
  parameters: ['purpose'],
  async run({ files, check, document }) {
    const pdf = document('code-word.pdf');
    const twin = await files.upload(pdf, 'assistants');
    check.must('assistants', twin.purpose === 'assistants', 'the file is taken with the purpose assistants');

    const file = await files.upload(pdf, 'user_data');
    check.must('purpose', file.purpose === 'user_data', 'the purpose of the file is user_data');
  },
  // A recording keeps no fields of a form, but the answer repeats the purpose.
  recognise: ({ operation, answer, error }) =>
    operation === 'files.create' && !error && answer?.purpose === 'user_data' ? [] : null,
});
