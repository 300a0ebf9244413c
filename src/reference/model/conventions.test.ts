import { describe, expect, it } from 'vitest';
import { MODELS } from '../catalog.ts';
import { saidBy } from './conventions.ts';
import type { Prompt, Turn } from './prompt.ts';

function said(turns: readonly Turn[], variation = 0): string {
  const [model] = MODELS;
  if (model === undefined) throw new Error('no model');
  const rest = {
    callables: [],
    choice: 'auto',
    parallel: true,
    effort: null,
    limit: null,
    stops: [],
  } as const;
  return saidBy({ ...rest, model, turns, variation, format: { type: 'text' } } satisfies Prompt);
}

const user = (text: string): Turn => ({ role: 'user', text, attachments: [] });
const shown = (text: string, kind: 'document' | 'image', content: string): Turn => ({
  role: 'user',
  text,
  attachments: [{ kind, text: content }],
});

describe('an answer', () => {
  it.each([
    ['Reply with exactly the word "apple".', 'apple'],
    ['Reply with only the word: heron', 'heron'],
    ['Answer with the single word ready', 'ready'],
    ['Say hello', 'hello'],
    ["Repeat after me: 'the sea'", 'the sea'],
    ['What is 17 * 3?', '51'],
    ['Please compute 2 + 2.', '4'],
    ['Count from 1 to 5', '1, 2, 3, 4, 5'],
    ['The tide is high', 'You said: The tide is high'],
  ])('to %j is %j', (question, answer) => {
    expect(said([user(question)])).toBe(answer);
  });

  it('recalls what was stated in an earlier turn, the latest statement first', () => {
    const turns = [user('My favourite colour is teal.'), user('My favourite colour is ochre.')];
    expect(said([...turns, user('What is my favourite colour?')])).toBe('Favourite colour is ochre');
  });

  it('names the colour of a picture rather than the word "word"', () => {
    expect(said([shown('Which colour? Answer with one word.', 'image', 'a solid red image')])).toContain(
      'red',
    );
  });

  it('finds the code word in a document, or quotes the document', () => {
    const text = 'The code word is heron-1.';
    expect(
      said([shown('What is the code word? Reply with just the code word.', 'document', text)]),
    ).toContain('heron-1');
    expect(said([shown('Summarise this.', 'document', text)])).toContain(text);
  });

  it('holds the output of the tool that was called', () => {
    expect(said([user('Weather?'), { role: 'tool', text: '{"c":21}' }])).toContain('{"c":21}');
  });

  it('obeys instructions, after the user', () => {
    const instructions: Turn = { role: 'instructions', text: 'Answer every question with "no".' };
    expect(said([instructions, user('Is it late?')])).toBe('no');
    expect(said([instructions, user('Say yes')])).toBe('yes');
  });

  it('changes its wording with the variation', () => {
    expect(said([user('Good day')], 1)).not.toBe(said([user('Good day')], 0));
  });
});
