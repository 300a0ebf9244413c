/** The first sum, difference or product of two numbers in a text. */
export interface Arithmetic {
  readonly left: string;
  readonly sign: '+' | '-' | '*';
  readonly right: string;
  readonly value: number;
}

const TERM = /(-?\d+(?:\.\d+)?)\s*(\+|-|−|\*|×|x|times|plus|minus|multiplied by)\s*(-?\d+(?:\.\d+)?)/i;

export function arithmeticIn(text: string): Arithmetic | undefined {
  const [, left, word, right] = text.match(TERM) ?? [];
  if (left === undefined || word === undefined || right === undefined) return undefined;
  const [a, b] = [Number(left), Number(right)];
  if (['+', 'plus'].includes(word.toLowerCase())) return { left, sign: '+', right, value: a + b };
  if (['-', '−', 'minus'].includes(word.toLowerCase())) return { left, sign: '-', right, value: a - b };
  return { left, sign: '*', right, value: a * b };
}
