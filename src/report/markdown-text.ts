import { visible } from './visible.ts';

/** Everything that can mean something to GitHub's Markdown, inside or outside a table. */
const SPECIAL = /[\\`*_{}[\]()#+\-.!|~$:/<>&@"']/g;
const ENTITY: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };
/** Punctuation that is plain wherever escaped text is put: never at the start of a line, never before `[`. */
const HARMLESS = new Set(["'", '-', '.', '(', ')', '+', '/', '{', '}', '#', '!']);

/**
 * Foreign text as plain words: no markup, no HTML, no link, no line break. Autolinks are broken at the
 * colon (`https\:`) and the dot of `www\.`, mentions and mail addresses after the `@`.
 */
export function plain(text: string): string {
  return visible(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}\\.`)
    .replace(SPECIAL, (character, at: number, all: string) => {
      if (HARMLESS.has(character)) return character;
      if (character === '\\' && all[at + 1] === '.') return character;
      if (character === ':') return all.startsWith('//', at + 1) ? '\\:' : ':';
      if (character === '@') return '@&#8203;';
      return ENTITY[character] ?? `\\${character}`;
    });
}

/** Foreign text as code. A back tick or a pipe cannot be escaped safely in a code span, hence the element. */
export function code(text: string): string {
  const line = visible(text).replace(/\s+/g, ' ').trim();
  if (line === '') return '';
  return /[`|\\]/.test(line) ? `<code>${plain(line)}</code>` : `\`${line}\``;
}

/** A link whose text is foreign; only the text where there is no safe address. */
export function link(text: string, address: string | null): string {
  return address === null ? plain(text) : `[${plain(text)}](${destination(address)})`;
}

/** What could end a link's destination, open a code span or split a table, percent-encoded. */
function destination(address: string): string {
  return address.replace(
    /[\s()<>\\|"'`]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** A table; cells are finished Markdown without line breaks. Trailing empty cells are kept, so columns line up. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Our own words, in which back ticks mark code and two asterisks stress. */
export function prose(text: string): string {
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? code(part) : stressed(part)))
    .join('');
}

function stressed(text: string): string {
  return text
    .split('**')
    .map((part, at) => (at % 2 === 1 ? `**${plain(part)}**` : spaced(part)))
    .join('');
}

/** `plain`, with the spaces at both ends that code or stressed words stand beside. */
function spaced(text: string): string {
  const [head = ''] = /^\s*/.exec(text) ?? [];
  const [tail = ''] = /\s*$/.exec(text.slice(head.length)) ?? [];
  return `${head}${plain(text)}${tail}`;
}

export function heading(level: number, text: string): string {
  return `${'#'.repeat(level)} ${text}`;
}

/** Entries are finished Markdown without line breaks. */
export function bullets(entries: readonly string[]): string {
  return entries.map((entry) => `- ${entry}`).join('\n');
}

export function numbered(entries: readonly string[]): string {
  return entries.map((entry, at) => `${at + 1}. ${entry}`).join('\n');
}

/** Blocks that GitHub folds under a line of plain text. */
export function details(summary: string, blocks: readonly string[]): string {
  return [`<details><summary>${plain(summary)}</summary>`, ...blocks, '</details>'].join('\n\n');
}

/** Code of our own in a fence. */
export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
