/**
 * Literal secrets in a file that is committed. Finds what looks like a credential and says where and what
 * kind, never what: the text itself must not reach a message. A guard against a slip, not a proof.
 */

export interface SecretPlace {
  readonly kind: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

const PATTERNS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  // Key of an Azure AI resource since 2024: 84 letters and digits with a fixed mark inside.
  ['an Azure resource key', /(?<![A-Za-z0-9])[A-Za-z0-9]{84}(?![A-Za-z0-9])/g],
  // Older key: 32 hex digits. A commit (40) or a SHA-256 (64) does not match; digits alone are a number.
  ['an Azure resource key', /(?<![A-Za-z0-9-])(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{32}(?![A-Za-z0-9-])/gi],
  ['an OpenAI key', /(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{20,}/g],
  ['a token (JWT)', /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g],
  ['a shared access signature', /[?&;]sig=[A-Za-z0-9%+/=_-]{20,}/gi],
  ['a storage account key', /AccountKey=[A-Za-z0-9+/=]{40,}/gi],
  ['an Entra client secret', /(?<![A-Za-z0-9])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,}/g],
  ['a GitHub token', /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})/g],
  ['a user name and password in an address', /https?:\/\/[^\s/@:"']+:[^\s/@"']+@/gi],
];

/** Every place of `text` that looks like a credential, in order. */
export function findSecrets(text: string): SecretPlace[] {
  const found: { readonly kind: string; readonly index: number }[] = [];
  for (const [kind, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) found.push({ kind, index: match.index });
  }
  return found
    .sort((a, b) => a.index - b.index)
    .map(({ kind, index }) => {
      const before = text.slice(0, index).split('\n');
      return { kind, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    });
}
