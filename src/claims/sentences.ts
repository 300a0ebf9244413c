/** For tests: the sentences, list entries and table rows of a document, and whether a claim accounts for them. */
import type { Statement } from './statements.ts';
import type { Claim } from './types.ts';

const HAN = /\p{Script=Han}/u;
const MODEL = /\b(?:gpt-[\w.-]*\w|o\d(?:-mini)?|codex-mini|computer-use-preview|grok-[\w-]+)/g;

/** Prose in Chinese, sentence by sentence; headings, labels and samples of code left out. */
export function sentencesOf(markdown: string): string[] {
  const prose = markdown.replace(/<!--[\s\S]*?-->/g, '').replace(/^```[\s\S]*?^```$/gm, '');
  return prose
    .split('\n')
    .filter((line) => HAN.test(line) && !/^(#|\|)/.test(line) && !isLabel(line))
    .map((line) => line.replace(/^\s*([-*]|\d+\.)\s+/, '').trim())
    .flatMap((line) => line.split(/(?<=[。？])\s*/))
    .filter((sentence) => sentence !== '');
}

/** `**特性**:`, `有下列已知問題:` */
function isLabel(line: string): boolean {
  return /^[^。]{1,40}[:：]\s*$/.test(line);
}

/** Whether a statement of the document has these words, or the other way round, or stands under them. */
export function isMet(sentence: string, statements: readonly Statement[]): boolean {
  const said = bare(sentence);
  return statements.some(({ where, claims }) => {
    if ((said.length >= 2 && bare(where).startsWith(said)) || isRowOf(sentence, claims)) return true;
    return claims
      .flatMap(({ quote, value }) => [quote, value])
      .map((words) => bare(String(words ?? '')))
      .some((told) => told.length >= 3 && (said.includes(told) || (said.length >= 3 && told.includes(said))));
  });
}

/** A list of models after a label, or a model with its versions: the claims of one statement name them all. */
function isRowOf(sentence: string, claims: readonly Claim[]): boolean {
  const named = sentence.match(MODEL) ?? [];
  const models = claims.map(({ subject }) => subject.model?.split('@')[0]);
  return named.length > 0 && /[:：✅]/.test(sentence) && named.every((name) => models.includes(name));
}

/** Without spaces, punctuation and marks, which YAML and the damage of the copies change. */
function bare(words: string): string {
  return words.replace(/[\s",，、。；;:：`*「」“”'!?？！（）()—-]/g, '');
}
