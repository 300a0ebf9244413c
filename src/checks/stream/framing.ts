import { DONE, type ParsedEvent, UNREADABLE } from './event.ts';
import { show } from './json.ts';
import type { Report, Rule, State } from './rule.ts';

/** Rules about the frames themselves, whatever they carry. */

export const json: Rule<State> = {
  id: 'stream.json',
  severity: 'must',
  says: 'the data of every event is a JSON object, or [DONE]',
  reference: 'https://learn.microsoft.com/azure/ai-foundry/openai/how-to/responses#streaming',
  concerns: (type) => type === UNREADABLE,
  watch: () => ({
    event(event, _state, report) {
      if (event.type !== UNREADABLE) return;
      report({
        event,
        message: `the data of event ${event.index} is no JSON object`,
        expected: 'a JSON object',
        found: show(event.data),
      });
    },
  }),
};

/** Chat streams have no `event:` lines: 0 of 780 recorded streams (facts section 5). */
export const noEventNames: Rule<State> = {
  id: 'stream.event-name',
  severity: 'should',
  says: 'a chat stream has no event: lines',
  reference: 'docs/validation.md#rule-10',
  watch: () => {
    let told = false;
    return {
      event(event, _state, report) {
        // An error frame may be named: the openai SDK listens for `event: error`.
        if (event.event === null || event.type === 'error' || told) return;
        told = true;
        report({
          event,
          message: `event ${event.index} has an event: line`,
          expected: 'no event: line',
          found: show(event.event),
        });
      },
    };
  },
};

export const eventNames: Rule<State> = {
  id: 'stream.event-name',
  severity: 'must',
  says: "each event: line repeats its data's type",
  reference: 'docs/validation.md#rule-10',
  watch: () => {
    // Some recorders keep the data only: then no event has a line and nothing can be compared.
    let named = false;
    const unnamed: ParsedEvent[] = [];
    const reportUnnamed = (report: Report): void => {
      for (const event of unnamed.splice(0)) {
        report({
          event,
          message: `event ${event.index} has no event: line, unlike others`,
          expected: event.type,
          found: 'no event: line',
        });
      }
    };
    return {
      event(event, _state, report) {
        if (event.json === null) return;
        if (event.event === null) {
          if (event.type !== 'error') unnamed.push(event);
        } else if (event.event !== event.type) {
          report({
            event,
            message: `the event: line of event ${event.index} is not its type`,
            expected: event.type,
            found: show(event.event),
          });
        }
        named ||= event.event !== null;
        if (named) reportUnnamed(report);
      },
      applied: () => named,
    };
  },
};

export const TRUNCATED = {
  id: 'stream.truncated',
  severity: 'must',
  says: 'the body was received to its end, and it ends with a whole event',
  reference: 'https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation',
} as const;

/** `[DONE]` is the last event wherever it is sent, and chat streams must send it. */
export function doneMarker(required: boolean): Rule<State> {
  return {
    id: 'stream.done',
    severity: 'must',
    says: required ? 'the stream ends with [DONE]' : 'nothing follows [DONE]',
    reference: 'docs/validation.md#rule-9',
    watch: ({ whole }) => {
      let ended = false;
      let failed = false;
      let told = false;
      return {
        event(event, _state, report) {
          if (ended && !told) {
            told = true;
            report({ event, message: `event ${event.index} (${event.type}) comes after [DONE]` });
          }
          ended ||= event.type === DONE;
          failed ||= event.type === 'error';
        },
        end(_state, report) {
          // A stream that breaks off with an error frame has said why it ends.
          if (required && whole && !ended && !failed)
            report({ message: 'the stream ends without [DONE]', expected: DONE });
        },
        applied: () => required || ended,
      };
    },
  };
}
