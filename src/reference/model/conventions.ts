/**
 * What the reference models say. They understand nothing: a few documented conventions turn a prompt
 * into an answer, so that a check can know the right one. In order of precedence:
 *
 * 1. `the code word is X`, `my name is X` in an earlier turn or document answers `what is my name?`.
 * 2. A document attached to the question is quoted, a picture is named by its colour.
 * 3. A reply that was dictated: `reply with exactly the word "apple"`, `say hello`.
 * 4. `2 + 3` is calculated, `count to 20` is counted, a story is told at length.
 * 5. Anything else is repeated.
 *
 * Instructions may dictate too; what the user dictates goes first. They may also ask for an opening or
 * an ending (`begin every answer with X`, `end every answer with X`).
 */
import { arithmeticIn } from './arithmetic.ts';
import type { Attachment, Prompt, Turn } from './prompt.ts';

const QUOTED = `["“'\`]([^"”'\`\\n]+)["”'\`]`;
const DICTATED: readonly RegExp[] = [
  new RegExp(
    `\\b(?:reply|answer|respond|say|repeat|output|write|return)\\b[^.?!\\n"“'\`]{0,80}?${QUOTED}`,
    'iu',
  ),
  /\b(?:reply|answer|respond)\b[^.?!\n]{0,40}?\b(?:with|using)\b(?: only| exactly| just)*(?: the| a| one| this| single)*(?: words?:?| token:?)? ?:? ?([\p{L}\p{N}_-]+)/iu,
  /\b(?:say|repeat|output)\b(?: only| exactly| just)*(?: the)?(?: words?)?:? ([\p{L}\p{N}_-]+)/iu,
];
const AROUND = (verb: string) =>
  new RegExp(
    `\\b${verb}\\b[^.?!\\n]{0,40}?\\b(?:with|by)\\b(?: the)?(?: words?)? ?["“'\`]?([\\p{L}\\p{N}_-]+)`,
    'iu',
  );
const OPENING = AROUND('(?:begin|start)');
const ENDING = AROUND('(?:end|finish|sign)');

/** `my name is Ada`, `the secret code word is: heron` → [`name`, `Ada`]. */
const STATED =
  /\b(?:my|the|our|your) ((?:[\p{L}]+ ){0,3}[\p{L}]+) (?:is|are|was):? ["“'`]?([\p{L}\p{N}_-]+)/giu;
const ASKED =
  /\b(?:what|which|who|tell me|repeat|name)\b[^.?!\n]*?\b(?:my|the|our|your) ((?:[\p{L}]+ ){0,3}[\p{L}]+)/iu;

const FILLER = [
  'The harbour was quiet when the first lamp went out.',
  'Nobody in the village remembered who had built the lighthouse.',
  'A ferry crossed the bay twice a day, in every weather.',
  'The keeper counted the waves and wrote each number down.',
  'Far to the north a storm began to turn.',
  'By morning the nets were full and the sky was clear.',
];
const OPENERS = ['You said:', 'I heard:', 'You wrote:', 'Your words were:', 'I received:'];

/** The text of the answer to `prompt`, before limits and stops. */
export function saidBy(prompt: Prompt): string {
  const last = prompt.turns.at(-1);
  const spoken = last?.role === 'tool' ? toolAnswer(prompt.turns) : userAnswer(prompt);
  const instructions = textOf(prompt.turns, 'instructions');
  const opening = instructions.match(OPENING)?.[1];
  const ending = instructions.match(ENDING)?.[1];
  return [opening, spoken, ending].filter((part) => part !== undefined && part !== '').join(' ');
}

/** The text of the last user turn; empty where there is none. */
export function lastQuestion(turns: readonly Turn[]): string {
  return turns.findLast((turn) => turn.role === 'user')?.text ?? '';
}

function toolAnswer(turns: readonly Turn[]): string {
  const since = turns.findLastIndex((turn) => turn.role !== 'tool');
  const outputs = turns.slice(since + 1).map((turn) => turn.text);
  return outputs.length === 1
    ? `The tool answered: ${outputs[0]}`
    : `The tools answered: ${outputs.join('; ')}`;
}

function userAnswer(prompt: Prompt): string {
  const { turns, variation } = prompt;
  const question = lastQuestion(turns);
  const attachments = turns.flatMap((turn) => (turn.role === 'user' ? turn.attachments : []));
  const asked = turns.findLast((turn) => turn.role === 'user');
  return (
    recalled(question, turns, attachments) ??
    described(asked?.attachments ?? []) ??
    dictated(question) ??
    calculated(question) ??
    counted(question) ??
    told(question, variation) ??
    dictated(textOf(turns, 'instructions')) ??
    `${OPENERS[variation % OPENERS.length]} ${question.slice(0, 400)}`
  );
}

function dictated(text: string): string | undefined {
  for (const pattern of DICTATED) {
    const word = text.match(pattern)?.[1];
    if (word !== undefined) return word;
  }
  return undefined;
}

function recalled(
  question: string,
  turns: readonly Turn[],
  attachments: readonly Attachment[],
): string | undefined {
  const asked = question.match(ASKED)?.[1]?.toLowerCase();
  if (asked === undefined) return undefined;
  const sources = [...turns.map((turn) => turn.text), ...attachments.map((attachment) => attachment.text)];
  for (const source of sources.reverse()) {
    for (const [, subject, value] of source.matchAll(STATED)) {
      const noun = subject?.toLowerCase().split(' ').at(-1) ?? '';
      if (value !== undefined && asked.split(' ').includes(noun))
        return `${asked} is ${value}`.replace(/^./, upper);
    }
  }
  return undefined;
}

function upper(letter: string): string {
  return letter.toUpperCase();
}

function described(attachments: readonly Attachment[]): string | undefined {
  if (attachments.length === 0) return undefined;
  return attachments
    .map(({ kind, text }) => (kind === 'image' ? `The image shows: ${text}.` : `The document says: ${text}`))
    .join(' ');
}

function calculated(question: string): string | undefined {
  const found = arithmeticIn(question);
  return found === undefined ? undefined : String(found.value);
}

function counted(question: string): string | undefined {
  const end = question.match(/\bcount (?:from (?:1|one) )?(?:up )?to (\d+)/i)?.[1];
  if (end === undefined) return undefined;
  return Array.from({ length: Math.min(Number(end), 1_000) }, (_, index) => index + 1).join(', ');
}

/** A story of 24 sentences, 120 where a very long one is asked for. */
function told(question: string, variation: number): string | undefined {
  if (!/\b(?:story|poem|essay|tale|article|long text)\b/i.test(question)) return undefined;
  const sentences = /\b(?:long|1,?000|detailed)\b/i.test(question) ? 120 : 24;
  return Array.from({ length: sentences }, (_, index) => FILLER[(index + variation) % FILLER.length]).join(
    ' ',
  );
}

function textOf(turns: readonly Turn[], role: Turn['role']): string {
  return turns
    .filter((turn) => turn.role === role)
    .map((turn) => turn.text)
    .join('\n');
}
