/**
 * Globs over one part of a case id: `*` is any run of characters (also empty, also across `/`),
 * `?` is one character, everything else stands for itself. Nothing is escaped: none of the two
 * occurs in an id.
 */

/** True when the pattern is more than a literal. */
export function isGlob(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}

/** Compile once, test often. Time is at most pattern x text, whatever the pattern: no backtracking engine. */
export function compileGlob(pattern: string): (text: string) => boolean {
  if (/^\*+$/.test(pattern)) return () => true;
  if (!isGlob(pattern)) return (text) => text === pattern;
  const head = pattern.slice(0, -1);
  if (pattern.endsWith('*') && !isGlob(head)) return (text) => text.startsWith(head);
  return (text) => globMatches(pattern, text);
}

/** Greedy match that falls back to the last `*` only. */
function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const symbol = pattern[p];
    if (symbol === '*') {
      star = p++;
      resume = t;
    } else if (symbol === '?' || (symbol !== undefined && symbol === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
