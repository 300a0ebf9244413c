/** `computer_use_preview`: the model asks for a screenshot first, and says what it sees once it has it. */
import { lettersOf } from '../identity.ts';
import { unsupportedTruncation } from '../refusal.ts';
import type { ReadyTool, Scene } from './use.ts';

export function computerUse({ request, ordinal }: Scene): ReadyTool {
  if (request.truncation !== 'auto') throw unsupportedTruncation();
  return {
    type: 'computer_use_preview',
    wanted: () => true,
    use: (_, id) => ({
      item: {
        id: id('cu'),
        type: 'computer_call',
        status: 'completed',
        action: { type: 'screenshot' },
        call_id: `call_${lettersOf(24, 'computer', ordinal)}`,
        pending_safety_checks: [],
      },
      told: null,
      citations: [],
    }),
  };
}
