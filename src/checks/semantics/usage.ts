import { show } from '../stream/json.ts';
import type { Answer } from './answer.ts';
import type { SemanticFinding, SemanticRule } from './rule.ts';

const REFERENCE = 'openai@7.55.0#CompletionUsage, openai@7.55.0#ResponseUsage';

const total: SemanticRule = {
  id: 'usage.total',
  severity: 'must',
  says: 'input and output tokens add up to the total',
  reference: REFERENCE,
  check({ usage, api }) {
    if (usage === null) return null;
    const { input, output, total: sum } = usage;
    if (input === undefined || output === undefined || sum === undefined) return null;
    if (sum === input + output) return [];
    return [
      {
        message: `${input} ${api === 'chat' ? 'prompt' : 'input'} and ${output} output tokens do not add up to ${sum}`,
        pointer: '/usage/total_tokens',
        expected: String(input + output),
        found: String(sum),
      },
    ];
  },
};

const details: SemanticRule = {
  id: 'usage.details',
  severity: 'must',
  says: 'token counts are whole numbers, and no detail exceeds what it is part of',
  reference: REFERENCE,
  check({ usage, api }) {
    if (usage === null) return null;
    const counts = [
      [usage.input, `/usage/${api === 'chat' ? 'prompt' : 'input'}_tokens`],
      [usage.output, `/usage/${api === 'chat' ? 'completion' : 'output'}_tokens`],
      [usage.total, '/usage/total_tokens'],
    ] as const;
    const wrong = counts.flatMap(([count, pointer]) =>
      count === undefined || isCount(count) ? [] : [notACount(count, pointer)],
    );
    const wrongDetails = usage.details.flatMap(({ side, name, count, pointer }): SemanticFinding[] => {
      // Absent and null mean that the model does not have such tokens.
      if (typeof count !== 'number') return [];
      if (!isCount(count)) return [notACount(count, pointer)];
      // Tokens of a rejected prediction are billed, and are not in the text.
      const whole = side === 'input' ? usage.input : usage.output;
      if (whole === undefined || count <= whole) return [];
      return [
        {
          message: `${count} ${name} are more than all ${whole} ${side} tokens`,
          pointer,
          expected: `at most ${whole}`,
          found: String(count),
        },
      ];
    });
    return [...wrong, ...wrongDetails];
  },
};

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

function notACount(value: number, pointer: string): SemanticFinding {
  return {
    message: 'a token count is no whole number',
    pointer,
    expected: 'an integer of at least 0',
    found: show(value),
  };
}

/** The request's upper limit of output tokens, reasoning included, by its name. */
export function outputLimit(request: unknown, api: Answer['api']): { name: string; value: number } | null {
  const names = api === 'chat' ? ['max_completion_tokens', 'max_tokens'] : ['max_output_tokens'];
  for (const name of names) {
    const value: unknown =
      typeof request === 'object' && request !== null ? Reflect.get(request, name) : undefined;
    if (typeof value === 'number') return { name, value };
  }
  return null;
}

const limit: SemanticRule = {
  id: 'usage.limit',
  severity: 'must',
  says: 'no more output tokens are used than the request allows',
  reference: 'openai@7.55.0#ChatCompletionCreateParams.max_completion_tokens',
  check({ usage, api, ends }, request, { created }) {
    const allowed = created ? outputLimit(request, api) : null;
    if (usage?.output === undefined || allowed === null) return null;
    // Each choice has the limit of its own.
    const most = allowed.value * Math.max(1, ends.length);
    if (usage.output <= most) return [];
    return [
      {
        message: `${usage.output} output tokens are more than ${allowed.name} allows`,
        pointer: '/usage',
        expected: `at most ${most}`,
        found: String(usage.output),
      },
    ];
  },
};

export const usageRules: readonly SemanticRule[] = [total, details, limit];
