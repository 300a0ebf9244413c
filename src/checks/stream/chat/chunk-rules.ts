import type { ParsedEvent } from '../event.ts';
import { isObject, itemsOf, objectAt, show } from '../json.ts';
import type { Report, StreamContext } from '../rule.ts';
import { type ChatRule, isChunk } from './chunk.ts';
import { isAside, isPrelude } from './state.ts';

const chunk: ChatRule = {
  id: 'stream.chunk',
  severity: 'must',
  says: 'every event is a chunk with a list of choices, or an error',
  reference: 'openai@7.55.0#ChatCompletionChunk.choices',
  watch: () => {
    let told = false;
    return {
      event(event, _state, report) {
        if (event.json === null || event.type === 'error' || isChunk(event) || told) return;
        told = true;
        report({
          event,
          message: `event ${event.index} has no choices`,
          pointer: '/choices',
          expected: 'a list',
          found: show(event.json.choices),
        });
      },
    };
  },
};

const prelude: ChatRule = {
  id: 'stream.prelude',
  severity: 'must',
  says: "the results of the prompt's content filter come once, in the first chunk",
  reference: 'docs/validation.md#rule-11',
  watch: () => {
    let seen = false;
    return {
      event(event, state, report) {
        if (!isChunk(event) || !isPrelude(event.json)) return;
        if (state.chunks > 0) {
          report({
            event,
            message: `event ${event.index} brings prompt_filter_results ${seen ? 'again' : 'after the first chunk'}`,
            pointer: '/prompt_filter_results',
            expected: 'the first chunk',
            found: `chunk ${state.chunks}`,
          });
        }
        seen = true;
      },
      applied: () => seen,
    };
  },
};

/** A client that reads by id must not be given the chunks of somebody else's completion. */
const identity = constant({
  id: 'stream.identity',
  severity: 'must',
  says: 'every chunk has the id, model and object of the first one',
  members: ['id', 'model', 'object'],
});

/** DeepSeek, MAI and gateways stamp each chunk with its own second. */
const created = constant({
  id: 'stream.created',
  severity: 'should',
  says: 'every chunk has the creation time of the first one',
  members: ['created'],
});

function constant(of: Pick<ChatRule, 'id' | 'severity' | 'says'> & { members: readonly string[] }): ChatRule {
  const { id, severity, says, members } = of;
  return {
    id,
    severity,
    says,
    reference: 'openai@7.55.0#ChatCompletionChunk',
    watch: () => {
      let told = false;
      return {
        event(event, state, report) {
          // Chunks of another completion differ in several members, and in each chunk: one violation.
          if (told || state.first === null || !isChunk(event)) return;
          for (const key of members) {
            if (event.json[key] === state.first[key]) continue;
            if (isAside(event.json)) return;
            told = true;
            report({
              event,
              message: `event ${event.index} differs from the first chunk in its ${key}`,
              pointer: `/${key}`,
              expected: show(state.first[key]),
              found: show(event.json[key]),
            });
            return;
          }
        },
      };
    },
  };
}

function usageAsked({ request }: StreamContext): boolean | null {
  if (!isObject(request)) return null;
  return objectAt(request, 'stream_options')?.include_usage === true;
}

const usage: ChatRule = {
  id: 'stream.usage',
  severity: 'must',
  says: 'usage comes once, in a last chunk without choices, if and only if include_usage asks for it',
  reference: 'docs/validation.md#rule-14',
  watch: (context) => {
    const asked = usageAsked(context);
    let seen = 0;
    let told = false;
    const tell = (report: Report, event: ParsedEvent, message: string, expected: string): void => {
      told = true;
      report({ event, message: `event ${event.index} ${message}`, pointer: '/usage', expected });
    };
    return {
      event(event, _state, report) {
        if (!isChunk(event) || told) return;
        const { json } = event;
        const carries = isObject(json.usage);
        const empty = itemsOf(json, 'choices').length === 0;
        if (!carries) {
          if (seen > 0 && !isAside(json)) tell(report, event, 'follows the usage chunk', '[DONE]');
          return;
        }
        seen += 1;
        if (asked === false) tell(report, event, 'carries usage that was not asked for', 'no usage');
        else if (seen > 1) tell(report, event, 'carries usage again', 'one usage chunk');
        else if (!empty) tell(report, event, 'carries usage beside choices', 'a chunk of its own');
      },
      end(state, report) {
        if (asked !== true || seen > 0 || !context.whole || state.error !== null || state.lossy) return;
        report({ message: 'include_usage was asked for and no usage came', expected: 'a usage chunk' });
      },
      applied: () => asked !== null || seen > 0,
    };
  },
};

/** Rules about the chunks as such; what follows the last of them is `stream.done`. */
export const chunkRules: readonly ChatRule[] = [chunk, prelude, identity, created, usage];
