/** The last look before something is written: the redactor should have left nothing for it to find. */
import { isRecord } from './canonical.ts';
import { streamedTexts } from './redact-sse.ts';
import { type Needle, needlesOf, type SecretKind, scanText } from './secrets.ts';

/** Where a secret was found; never the secret. */
export interface Leak {
  readonly kind: SecretKind;
  /** JSON pointer of the string it is in; empty when it shows in the text itself. */
  readonly pointer: string;
}

/**
 * Look for known secrets in every encoding, and for what looks like one: in the text as it is, in each
 * decoded string where it is JSON, and in the joined deltas of each stream. At most one leak a place.
 */
export function findSecrets(text: string, known: Iterable<string> = []): Leak[] {
  const needles = needlesOf(known);
  const leaks = leaksOf(text, '', needles);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return leaks;
  }
  walk(value, '', (string, pointer) => leaks.push(...leaksOf(string, pointer, needles)));
  return leaks;
}

function leaksOf(text: string, pointer: string, needles: readonly Needle[]): Leak[] {
  const texts = /(?:^|[\r\n])data:/.test(text) ? [text, ...streamedTexts(text)] : [text];
  for (const candidate of texts) {
    const [first] = scanText(candidate, needles);
    if (first !== undefined) return [{ kind: first.kind, pointer }];
  }
  return [];
}

function walk(value: unknown, pointer: string, visit: (text: string, pointer: string) => void): void {
  if (typeof value === 'string') {
    visit(value, pointer);
  } else if (Array.isArray(value)) {
    for (const [position, item] of value.entries()) walk(item, `${pointer}/${position}`, visit);
  } else if (isRecord(value)) {
    for (const [key, member] of Object.entries(value)) {
      visit(key, pointer);
      walk(member, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, visit);
    }
  }
}
