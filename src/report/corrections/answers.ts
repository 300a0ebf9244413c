import { classifyError } from '../../checks/errors/index.ts';
import type { Claim } from '../../claims/types.ts';
import type { GuideError, GuideInput } from '../guide/types.ts';
import { webLink } from '../link.ts';
import type { Correction, Reference } from './types.ts';

/**
 * What documents print as error answers, held against answers that were recorded or quoted: a text that the
 * service goes on with is shortened, and one that no known answer has was never seen.
 */
export function wrongAnswers(claims: readonly Claim[], guide: GuideInput | null): Correction[] {
  if (guide === null) return [];
  const printed = claims.filter(({ topic, subject }) => topic === 'error' && subject.feature !== undefined);
  const answers = Map.groupBy(printed, ({ source, subject }) => `${source} ${subject.feature}`);
  return [...answers.values()].flatMap((group) => wrongAnswer(group, guide));
}

function wrongAnswer(printed: readonly Claim[], { file, errors }: GuideInput): Correction[] {
  const part = (name: string) => printed.find(({ subject }) => subject.parameter === `error.${name}`);
  const [message, code, status] = [part('message'), part('code'), part('status')];
  const feature = printed[0]?.subject.feature ?? '';
  if (message === undefined) return [];
  const text = String(message.value);
  const body = { error: { message: text, ...(code === undefined ? {} : { code: String(code.value) }) } };
  const { entry } = classifyError(
    { status: Number(status?.value ?? 400), body, inStream: false },
    { entries: errors, http: {} },
  );
  const known = file.errors.find((one) =>
    entry === null ? one.affects?.includes(feature) === true : one.entries.includes(entry),
  );
  if (known === undefined) return [];
  const told = messageOf(known);
  const grounds = groundsOf(known, errors);
  const correct = (claim: Claim, note: string): Correction => ({
    claim,
    settledBy: 'quoted-answer',
    instead: null,
    against: [],
    cells: [],
    note,
    grounds,
  });
  if (entry !== null) return told !== text && told.startsWith(text) ? [correct(message, told)] : [];
  const right = known.body.error.code ?? '';
  const codes = code === undefined || code.value === right ? [] : [correct(code, right)];
  return [correct(message, told), ...codes];
}

/** Where the answer was quoted, by the catalogue entry that it belongs to. Entries date no thread. */
function groundsOf({ status, body }: GuideError, errors: GuideInput['errors']): readonly Reference[] {
  const { entry } = classifyError({ status, body, inStream: false }, { entries: errors, http: {} });
  const evidence = errors.find(({ id }) => id === entry)?.evidence ?? [];
  return evidence.filter((one) => webLink(one) !== null).map((url) => ({ url, date: null }));
}

function messageOf({ body }: GuideError): string {
  return body.error.message ?? '';
}
