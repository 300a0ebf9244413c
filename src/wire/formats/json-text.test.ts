import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonError, parseJson } from './json-text.ts';

describe('parseJson', () => {
  it.each([
    ['{\n  "a": 1,\n  b: 2\n}', 3, 3, 'expected a quoted key'],
    ['{"a": [1, 2}', 1, 12, 'expected "," or "]"'],
    ['{"a" 1}', 1, 6, 'expected ":"'],
    ['[1, nope]', 1, 5, 'expected a value'],
    ['{} {}', 1, 4, 'expected nothing more'],
    ['["a\nb"]', 1, 4, 'a line end or control character inside a string'],
    ['["\\x1234567"]', 1, 3, 'an unknown escape in a string'],
    ['{"key": "sk-sec', 1, 16, 'the text ends inside a string'],
    ['[[1', 1, 4, 'the text ends where "," or "]" should be'],
  ])('says where %j is wrong', (text, line, column, problem) => {
    expect(() => parseJson(text, 'f.json')).toThrow(
      expect.objectContaining({
        message: `not valid JSON: ${problem}`,
        place: { file: 'f.json', line, column },
      }),
    );
  });

  it('counts lines from the line it is told', () => {
    expect(() => parseJson('{"a"}', 'f.jsonl', 17)).toThrow(
      expect.objectContaining({ place: { file: 'f.jsonl', line: 17, column: 5 } }),
    );
  });

  it('finds a mistake wherever the engine does, and never quotes the text', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 4 }),
        fc.nat(),
        fc.constantFrom('', '}', '"', ',', '\n', '0'),
        (json, at, insert) => {
          const position = at % (json.length + 1);
          const broken = `${json.slice(0, position)}${insert}${json.slice(position + 1)}`;
          let fails = false;
          try {
            JSON.parse(broken);
          } catch {
            fails = true;
          }
          const { offset, problem } = fails
            ? findJsonError(broken)
            : { offset: 0, problem: 'expected nothing' };
          expect(offset).toBeLessThanOrEqual(broken.length);
          expect(problem).toMatch(/^(?:expected |the text ends |a line end or control|an unknown escape)/);
        },
      ),
    );
  });

  it('survives nesting that would overflow a recursive reader', () => {
    expect(findJsonError('['.repeat(200_000)).offset).toBe(200_000);
  });
});
