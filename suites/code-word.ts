/** What the scenarios of documents ask about `fixtures/documents/code-word.pdf`. */
export const CODE_WORD_QUESTION = 'Which code word does this document contain? Answer with the word only.';

/** Whether a text holds that word; models change its case and its hyphen. */
export function holdsCodeWord(text: string | null | undefined): boolean {
  return /kestrel\W?4711/i.test(text ?? '');
}
