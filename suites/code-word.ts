/** Whether a text holds the code word of `fixtures/documents/code-word.pdf`; models change its case and its hyphen. */
export function holdsCodeWord(text: string | null | undefined): boolean {
  return /kestrel\W?4711/i.test(text ?? '');
}
