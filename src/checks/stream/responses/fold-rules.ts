import type { ParsedEvent } from '../event.ts';
import { firstDifference, isObject, listAt, objectAt, show, textAt, valueAt } from '../json.ts';
import type { Report, Rule } from '../rule.ts';
import { type Growing, type HeldText, heldTexts, type Item, isJoined, knownText } from './item.ts';
import { ANNOTATION, ITEM_DONE, type ResponsesState, TERMINAL } from './state.ts';
import { type FoldCheck, PART_TEXT, partStepOf, textIn, textStepOf } from './streamed.ts';

type ResponsesRule = Rule<ResponsesState>;

/** The texts an event says again that other events said before: a text, a part's or an item's. */
function repeatedTexts(event: ParsedEvent, item: Item, state: ResponsesState): readonly HeldText[] {
  const { json, type } = event;
  const step = textStepOf(type);
  const partStep = partStepOf(type);
  if (step?.kind === 'done') {
    const { of } = step;
    const part = of.home === 'item' ? undefined : state.partOf(item, of.home, json);
    if (of.home !== 'item' && part === undefined) return [];
    return [{ part, of, value: textAt(json, of.done), pointer: `/${of.done}` }];
  }
  if (partStep?.kind === 'done') {
    const part = state.partOf(item, partStep.home, json);
    const given = objectAt(json, 'part');
    const of = PART_TEXT.get(textAt(given, 'type') ?? '');
    if (part === undefined || of === undefined) return [];
    return [{ part, of, value: textIn(given, of.path), pointer: `/part/${of.path.join('/')}` }];
  }
  if (type !== ITEM_DONE) return [];
  return heldTexts(item, objectAt(json, 'item') ?? {}).map((text) => ({
    ...text,
    pointer: `/item${text.pointer}`,
  }));
}

/** deltas = done event = part = item, for the texts of one kind. */
function foldedText(check: FoldCheck, what: string): ResponsesRule {
  return {
    id: check,
    severity: 'must',
    says: `the deltas of each ${what} add up to what its done events say it is`,
    reference: 'docs/validation.md#rule-5',
    concerns: (type) => {
      const step = textStepOf(type);
      if (step !== undefined) return step.kind === 'done' && step.of.check === check;
      return partStepOf(type)?.kind === 'done' || type === ITEM_DONE;
    },
    watch: () => {
      let applied = false;
      return {
        event(event, state, report) {
          const item = state.itemOf(event);
          if (item === undefined || item.done !== null) return;
          for (const { part, of, value, pointer } of repeatedTexts(event, item, state)) {
            if (of.check !== check || value === undefined) continue;
            applied = true;
            const known = knownText(item, part ?? item, of);
            if (known === null || known.admits(value)) continue;
            report({ event, pointer, ...disagreement(event, what, known, value) });
          }
        },
        applied: () => applied,
      };
    },
  };
}

function disagreement(event: ParsedEvent, what: string, known: Growing, value: string) {
  const expected = known.values.at(-1) ?? '';
  const at = known.firstDifference(value);
  const message = `event ${event.index} (${event.type}) says another ${what} than the events before it`;
  if (at !== null) {
    return {
      message: `${message}, from character ${at} on`,
      expected: show(expected.slice(at)),
      found: show(value.slice(at)),
    };
  }
  return {
    message: `${message}: it does not end with the ${expected.length} characters that came since the stream was resumed`,
    expected: show(expected),
    found: show(value.slice(-expected.length)),
  };
}

const annotations: ResponsesRule = {
  id: 'fold.annotations',
  severity: 'must',
  says: 'the annotations that were added one by one are those of the finished part',
  reference: 'docs/validation.md#rule-5',
  concerns: (type) => type === ANNOTATION || type === 'response.content_part.done',
  watch: () => {
    let applied = false;
    return {
      event(event, state, report) {
        if (event.type === ANNOTATION) applied = true;
        if (event.type !== 'response.content_part.done') return;
        const item = state.itemOf(event);
        const part = item === undefined ? undefined : state.partOf(item, 'content', event.json);
        const held = listAt(objectAt(event.json, 'part'), 'annotations');
        if (item === undefined || item.lossy || part === undefined || held === undefined) return;
        if (held.length > 0) applied = true;
        const known = isJoined(item, part) ? endOf(held, part.annotations.length) : held;
        const difference = firstDifference(part.annotations, known);
        if (difference === null) return;
        report({
          event,
          message: `the part of event ${event.index} does not hold the annotations that were added`,
          pointer: `/part/annotations${difference}`,
          expected: show(valueAt(part.annotations, difference)),
          found: show(valueAt(known, difference)),
        });
      },
      applied: () => applied,
    };
  },
};

/** The last entries: what a resumed stream can tell of a list. */
function endOf(list: readonly unknown[], length: number): readonly unknown[] {
  return list.slice(Math.max(0, list.length - length));
}

const logprobs: ResponsesRule = {
  id: 'fold.logprobs',
  severity: 'must',
  says: 'the logprobs of the deltas add up to those of the done event',
  reference: 'openai@7.55.0#ResponseTextDoneEvent',
  concerns: (type) => textStepOf(type)?.kind === 'done',
  watch: () => {
    let applied = false;
    return {
      event(event, state, report) {
        const step = textStepOf(event.type);
        const item = state.itemOf(event);
        if (step?.kind !== 'done' || item === undefined || item.lossy || item.done !== null) return;
        const growing = state.growingOf(item, step.of, event.json);
        const streamed = growing?.logprobs ?? [];
        const held = listAt(event.json, 'logprobs');
        if (held === undefined || (streamed.length === 0 && held.length === 0)) return;
        if (growing === undefined && item.joined) return;
        applied = true;
        // Lost or repeated deltas were reported with their text.
        if (growing?.admits(textAt(event.json, step.of.done) ?? '') === false) return;
        const known = growing?.beginningUnknown === true ? endOf(held, streamed.length) : held;
        const difference = firstDifference(streamed.map(tokenOf), known.map(tokenOf));
        if (difference === null) return;
        report({
          event,
          message: `event ${event.index} does not hold the ${streamed.length} logprobs of its deltas`,
          pointer: `/logprobs${difference}`,
          expected: difference === '' ? `${streamed.length} entries` : show(streamed[indexIn(difference)]),
          found: difference === '' ? `${held.length} entries` : show(known[indexIn(difference)]),
        });
      },
      applied: () => applied,
    };
  },
};

/** `bytes` and `top_logprobs` are optional in the events and their presence differs between them. */
function tokenOf(entry: unknown): unknown {
  return isObject(entry) ? [entry.token, entry.logprob] : entry;
}

function indexIn(pointer: string): number {
  return Number(pointer.split('/')[1]);
}

/**
 * Members that the terminal response may give another value than output_item.done did: they are
 * encrypted anew (facts section 5 rule 6; seen on reasoning, also on Azure, compaction, program).
 */
const REENCRYPTED: ReadonlySet<string> = new Set(['encrypted_content', 'fingerprint']);

const output: ResponsesRule = {
  id: 'fold.output',
  severity: 'must',
  says: 'the output of the terminal response is what the output_item.done events said',
  reference: 'docs/validation.md#rule-6',
  concerns: (type) => TERMINAL.has(type),
  watch: () => {
    let applied = false;
    return {
      event(event, state, report) {
        const final = listAt(objectAt(event.json, 'response'), 'output');
        if (!TERMINAL.has(event.type) || final === undefined || state.terminal !== null) return;
        applied = true;
        // What was left open when a response failed need not be in its output.
        const broken = event.type === 'response.failed' || event.type === 'response.cancelled';
        const count = state.resumed ? state.nextIndex : state.items.length;
        // Before the first item is added to a resumed stream, it may have any number of items.
        const fits = final.length === count || (state.itemMayBeMissing && final.length > count);
        if (!broken && !state.lossy && !fits) {
          report({
            event,
            message: `${event.type} holds ${final.length} output items, ${count} were streamed`,
            pointer: '/response/output',
            expected: `${count} items`,
            found: `${final.length} items`,
          });
          return;
        }
        for (const item of state.items) compareItem(event, item, final[item.index], broken, report);
      },
      applied: () => applied,
    };
  },
};

function compareItem(event: ParsedEvent, item: Item, final: unknown, broken: boolean, report: Report): void {
  if (item.done === null || (broken && final === undefined)) return;
  const difference = firstDifference(item.done, final, {
    except: REENCRYPTED,
    same: (a, b) => isKnownDisagreement(item, a, b),
  });
  if (difference === null) return;
  report({
    event,
    message: `output item ${item.index} of ${event.type} is not what its output_item.done said`,
    pointer: `/response/output/${item.index}${difference}`,
    expected: show(valueAt(item.done, difference)),
    found: show(valueAt(final, difference)),
  });
}

/** Two events of the item disagreed about this before, which was reported then. */
function isKnownDisagreement(item: Item, a: unknown, b: unknown): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  const ids = [item.id, textAt(item.done, 'id')];
  if (ids.includes(a) && ids.includes(b)) return true;
  const texts = [item.growing, ...[...item.parts.values()].map(({ growing }) => growing)];
  return texts.some((growing) => growing?.values.includes(a) === true && growing.values.includes(b));
}

export const foldRules: readonly ResponsesRule[] = [
  foldedText('fold.text', 'text'),
  foldedText('fold.refusal', 'refusal'),
  foldedText('fold.reasoning', 'reasoning text'),
  foldedText('fold.arguments', 'tool input'),
  foldedText('fold.code', 'piece of code'),
  foldedText('fold.mcp', 'MCP input'),
  annotations,
  logprobs,
  output,
];
