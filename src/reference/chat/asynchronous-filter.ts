/**
 * Chunks of the asynchronous content filter: verdicts on text that was sent before, without a delta and without
 * the completion's id. The last one comes after the chunk that finishes the choice (facts section 2).
 */
import type { JsonObject } from '../json.ts';
import { annotations } from '../model/limits.ts';

/** Characters that are read at a time. */
const STRIDE = 32;

export interface AsynchronousFilter {
  /** Takes the next piece of text; gives the verdict that is due, if any. */
  read(piece: string): readonly JsonObject[];
  /** The verdict on what is left. */
  rest(): readonly JsonObject[];
}

/** Reads the text of the choice `index`. Offsets are in characters of its text. */
export function asynchronousFilter(index: number): AsynchronousFilter {
  let sent = 0;
  let checked = 0;
  const verdict = (): readonly JsonObject[] => {
    if (sent === checked) return [];
    const offsets = { check_offset: checked, end_offset: sent, start_offset: checked };
    checked = sent;
    const choice = {
      content_filter_offsets: offsets,
      content_filter_results: annotations('completion'),
      finish_reason: null,
      index,
    };
    return [{ choices: [choice], created: 0, id: '', model: '', object: '' }];
  };
  return {
    read(piece) {
      sent += piece.length;
      return sent - checked >= STRIDE ? verdict() : [];
    },
    rest: verdict,
  };
}
