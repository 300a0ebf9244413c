/** What stands in for the encrypted content of a compaction: readable here, and bound to a key of this server. */
import { hexOf } from '../identity.ts';
import { encryptedContentInvalid } from '../refusal.ts';
import { type InputItem, inputItem } from '../requests/responses.ts';

const PREFIX = 'gAAAAAC';
/** Hex digits. */
const MARK = 32;

export function sealed(items: readonly InputItem[]): string {
  const payload = Buffer.from(JSON.stringify(items)).toString('base64url');
  return `${PREFIX}${hexOf(MARK, 'compaction', payload)}${payload}`;
}

/** The items of a compaction. Throws the refusal of a content that this server did not write. */
export function unsealed(item: {
  readonly id?: string | null | undefined;
  readonly encrypted_content: string;
}): InputItem[] {
  const { encrypted_content: text } = item;
  const payload = text.slice(PREFIX.length + MARK);
  if (text !== `${PREFIX}${hexOf(MARK, 'compaction', payload)}${payload}`) {
    throw encryptedContentInvalid(item.id ?? '');
  }
  return inputItem.array().parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
}
