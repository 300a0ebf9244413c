/** `expires_after`: when an uploaded file goes by itself (documentation of the operation). */
import { invalidRequest, invalidValue, missingParameter } from '../refusal.ts';

export const ANCHOR = 'expires_after[anchor]';
export const SECONDS = 'expires_after[seconds]';
const SHORTEST = 3_600;
/** 30 days. */
const LONGEST = 2_592_000;

/** Unix seconds, null for never. Throws a Refusal for half a rule or a wrong one. */
export function expiryOf(form: FormData, createdAt: number): number | null {
  const anchor = form.get(ANCHOR);
  const seconds = form.get(SECONDS);
  if (anchor === null && seconds === null) return null;
  if (typeof anchor !== 'string') throw missingParameter('expires_after.anchor');
  if (typeof seconds !== 'string') throw missingParameter('expires_after.seconds');
  if (anchor !== 'created_at') throw invalidValue('expires_after.anchor', anchor, ['created_at']);
  const span = /^\d{1,9}$/.test(seconds) ? Number(seconds) : Number.NaN;
  if (!(span >= SHORTEST && span <= LONGEST)) {
    throw invalidRequest(
      `Invalid 'expires_after.seconds': expected an integer between ${SHORTEST} and ${LONGEST}.`,
      { param: 'expires_after.seconds', code: 'invalid_value' },
    );
  }
  return createdAt + span;
}
