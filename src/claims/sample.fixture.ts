/** A source and a claim for tests, which state only what they are about. */
import type { Claim, ClaimSource } from './types.ts';

export const sourceOf = (
  id: string,
  date = '2026-07-30',
  authority: ClaimSource['authority'] = 'vendor-documentation',
): ClaimSource => ({ id, title: id, url: null, date, language: 'en', retrieved: '2026-11-21', authority });

let count = 0;

/** What the source says about the support of the subject; each claim has an id of its own. */
export const claim = (
  source: string,
  subject: Claim['subject'],
  statement: Claim['statement'],
  more: Partial<Claim> = {},
): Claim => ({
  id: `${source}#${count++}`,
  source,
  topic: 'support',
  subject,
  statement,
  where: 'here',
  ...more,
});
