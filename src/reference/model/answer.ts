/** The models themselves: a pure function from a prompt to an answer. */
import { THINKING_TOKENS } from '../catalog.ts';
import type { Json } from '../json.ts';
import { materialOf, valueFor } from './arguments.ts';
import { lastQuestion, saidBy } from './conventions.ts';
import type { Answer, Call, Callable, Prompt, Turn } from './prompt.ts';
import { countTokens, tokensOf } from './tokens.ts';

/** Tokens that frame each turn, as the chat format costs them. */
const TOKENS_PER_TURN = 4;
/** Calls that one turn makes at most. */
const MOST_CALLS = 4;

export function answer(prompt: Prompt): Answer {
  const inputTokens = inputCost(prompt);
  const thoughtTokens = prompt.effort === null ? 0 : (THINKING_TOKENS[prompt.effort] ?? 0);
  const thought =
    prompt.effort === null ? null : `**Considering the request**\n\n${clip(lastQuestion(prompt.turns))}`;
  const calls = callsFor(prompt);
  const limit = Math.min(prompt.limit ?? prompt.model.maxOutput, prompt.model.maxOutput);
  const base = { thought, inputTokens };
  if (thoughtTokens >= limit) {
    return { ...base, thoughtTokens: limit, calls: [], text: null, ended: 'length', outputTokens: limit };
  }
  if (calls.length > 0) {
    const cost = calls.reduce((sum, call) => sum + countTokens(call.callable.name + call.arguments), 0);
    return { ...base, thoughtTokens, calls, text: null, ended: 'calls', outputTokens: thoughtTokens + cost };
  }
  const whole = stopped(prompt.format.type === 'text' ? saidBy(prompt) : structured(prompt), prompt.stops);
  const tokens = tokensOf(whole);
  const kept = tokens.slice(0, limit - thoughtTokens);
  return {
    ...base,
    thoughtTokens,
    calls: [],
    text: kept.join(''),
    ended: kept.length < tokens.length ? 'length' : 'stop',
    outputTokens: thoughtTokens + kept.length,
  };
}

/** Tokens of everything the model is given. */
export function inputCost({ turns, callables, format }: Prompt): number {
  const said = turns.reduce(
    (sum, turn) => sum + TOKENS_PER_TURN + countTokens(turn.text) + attachedCost(turn),
    0,
  );
  const offered = callables.reduce(
    (sum, { name, description, parameters }) =>
      sum + countTokens(`${name} ${description} ${JSON.stringify(parameters)}`),
    0,
  );
  return (
    said + offered + (format.type === 'json_schema' ? countTokens(JSON.stringify(format.schema)) : 0) + 3
  );
}

function attachedCost(turn: Turn): number {
  if (turn.role !== 'user') return 0;
  return turn.attachments.reduce(
    (sum, { kind, text }) => sum + (kind === 'image' ? 85 : countTokens(text)),
    0,
  );
}

/** The calls the model makes instead of speaking. After a tool has answered it calls again only if forced to. */
function callsFor(prompt: Prompt): readonly Call[] {
  const { callables, choice, turns, parallel } = prompt;
  if (choice === 'none' || callables.length === 0) return [];
  const question = lastQuestion(turns);
  if (typeof choice === 'object') {
    return callables
      .filter((callable) => callable.name === choice.name)
      .map((callable) => callOf(callable, question));
  }
  const toolSpoke = turns.at(-1)?.role === 'tool';
  if (toolSpoke && choice === 'auto') return [];
  const wanted = callables.filter((callable) => isWanted(callable, question));
  const chosen = wanted.length === 0 && choice === 'required' ? callables.slice(0, 1) : wanted;
  const calls = chosen.flatMap((callable) =>
    subjects(callable, question).map((subject) => callOf(callable, subject)),
  );
  return calls.slice(0, parallel ? MOST_CALLS : 1);
}

function callOf(callable: Callable, text: string): Call {
  const value: Json = callable.parameters === null ? {} : valueFor(callable.parameters, materialOf(text));
  return { callable, arguments: JSON.stringify(value) };
}

const STOP_WORDS = new Set(
  'a an and are as at be by can current do does for from get given gets has how i in into is it its me my of on or out please return returns tell that the this to use what when which who will with you your'.split(
    ' ',
  ),
);

/** A callable is wanted when the question names it, a word of its name, or two words of its description. */
function isWanted(callable: Callable, question: string): boolean {
  if (question.includes(callable.name)) return true;
  const asked = new Set(wordsOf(question));
  const inName = wordsOf(callable.name).filter((word) => asked.has(word));
  const inDescription = new Set(wordsOf(callable.description).filter((word) => asked.has(word)));
  return inName.length > 0 || inDescription.size >= 2;
}

function wordsOf(text: string): string[] {
  return text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.replace(/(?:ing|es|s)$/, ''))
    .filter((word) => word.length > 2 && !STOP_WORDS.has(word));
}

/**
 * The parts of a question that each deserve a call of their own: `weather in Paris and Tokyo` are two,
 * if the callable takes one string. Each part keeps the question's words without the other names.
 */
function subjects(callable: Callable, question: string): string[] {
  const required = callable.parameters?.required;
  const names = [...new Set(materialOf(question).names)];
  if (names.length < 2 || !Array.isArray(required) || required.length !== 1) return [question];
  const joined = names.some((name, index) => {
    const next = names[index + 1];
    return (
      next !== undefined &&
      new RegExp(`${escaped(name)}["']?(?:,| and|, and) .{0,12}${escaped(next)}`).test(question)
    );
  });
  if (!joined) return [question];
  return names.map((name) =>
    names.filter((other) => other !== name).reduce((text, other) => text.replaceAll(other, ''), question),
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function structured(prompt: Prompt): string {
  const { format, turns } = prompt;
  const spoken = turns
    .map((turn) => (turn.role === 'user' || turn.role === 'tool' ? turn.text : ''))
    .join('\n');
  const value =
    format.type === 'json_schema' ? valueFor(format.schema, materialOf(spoken)) : { answer: saidBy(prompt) };
  return JSON.stringify(value);
}

function stopped(text: string, stops: readonly string[]): string {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends));
}

function clip(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
