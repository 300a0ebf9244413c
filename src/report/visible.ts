/**
 * Characters that change how the text around them is shown, or show nothing at all: bidirectional
 * overrides, controls other than tab and line feed, zero-width spaces, tag characters, lone surrogates.
 * Joiners (U+200C, U+200D) stay: scripts and emoji need them.
 */
const DECEPTIVE =
  /(?![\n\t])[\p{Cc}\p{Cs}\p{Bidi_Control}\u200b\u2028\u2029\u2060\ufeff\u{e0000}-\u{e007f}]/gu;

/** The text with every deceptive character written out, e.g. `⟨U+202E⟩`. */
export function visible(text: string): string {
  return text.replace(DECEPTIVE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** JSON text with deceptive characters as `\uXXXX`: the same value for a program, readable for a person. */
export function visibleJson(json: string): string {
  return json.replace(DECEPTIVE, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** At most `limit` characters, never half a surrogate pair, and how many were left out. */
export function clip(text: string, limit: number): { readonly text: string; readonly omitted: number } {
  if (text.length <= limit) return { text, omitted: 0 };
  const last = text.charCodeAt(limit - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit;
  return { text: text.slice(0, end), omitted: text.length - end };
}
