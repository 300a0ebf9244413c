import type { ParsedEvent } from '../event.ts';
import { indexAt, isObject, itemsOf, type JsonObject, objectAt, show, textAt } from '../json.ts';
import type { Report, Rule, StreamContext } from '../rule.ts';
import { type ChatState, type Choice, isAside, isFilterVerdict, isPrelude, spelled } from './state.ts';

type ChatRule = Rule<ChatState>;

/** The choices of a chunk, each with the state of its choice before the chunk. */
function choicesOf(
  event: ParsedEvent,
  state: ChatState,
): { given: JsonObject; before: Choice | undefined; at: string }[] {
  return itemsOf(event.json, 'choices').flatMap((given, i) =>
    isObject(given)
      ? [{ given, before: state.choices.get(indexAt(given, 'index') ?? 0), at: `/choices/${i}` }]
      : [],
  );
}

function isChunk(event: ParsedEvent): event is ParsedEvent & { json: JsonObject } {
  return event.json !== null && Array.isArray(event.json.choices);
}

const prelude: ChatRule = {
  id: 'stream.prelude',
  severity: 'must',
  says: "the results of the prompt's content filter come once, in the first chunk",
  reference: 'facts section 2 (chat, stream)',
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

/** Models of other makers, also on Azure, name the role in every chunk: clients survive it. */
const role: ChatRule = {
  id: 'stream.role',
  severity: 'should',
  says: "each choice's first delta names the role, no other does",
  reference: 'facts section 5 (chat stream)',
  watch: () => {
    const told = new Set<number>();
    return {
      event(event, state, report) {
        if (!isChunk(event)) return;
        for (const { given, before, at } of choicesOf(event, state)) {
          const delta = objectAt(given, 'delta');
          const index = indexAt(given, 'index') ?? 0;
          if (delta === undefined || told.has(index)) continue;
          const named = textAt(delta, 'role') !== undefined;
          const first = (before?.deltas ?? 0) === 0;
          // A choice may be finished before it began, by the content filter.
          if (named === first || (first && textAt(given, 'finish_reason') !== undefined)) continue;
          if (named && before?.hasRole === false) continue;
          told.add(index);
          report({
            event,
            message: first
              ? `choice ${index} starts without a role`
              : `event ${event.index} names the role of choice ${index} again`,
            pointer: `${at}/delta/role`,
            expected: first ? 'a role' : 'no role',
            found: show(delta.role),
          });
        }
      },
    };
  },
};

const PAYLOAD = ['content', 'refusal', 'tool_calls', 'function_call', 'reasoning_content', 'audio'];

function carriesPayload(delta: JsonObject | undefined): boolean {
  return PAYLOAD.some((key) => {
    const value = delta?.[key];
    return (
      value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
    );
  });
}

const finish: ChatRule = {
  id: 'stream.finish',
  severity: 'must',
  says: 'each choice has exactly one finish_reason, and no delta after it',
  reference: 'facts section 5 (chat stream)',
  watch: ({ whole }) => {
    const told = new Set<number>();
    return {
      event(event, state, report) {
        if (!isChunk(event)) return;
        for (const { given, before, at } of choicesOf(event, state)) {
          const index = indexAt(given, 'index') ?? 0;
          if (before === undefined || before.finish === null || told.has(index)) continue;
          const again = textAt(given, 'finish_reason');
          const late = carriesPayload(objectAt(given, 'delta'));
          if (again === undefined && !late) continue;
          told.add(index);
          report({
            event,
            message:
              again === undefined
                ? `event ${event.index} goes on with choice ${index} after its finish`
                : `event ${event.index} finishes choice ${index} a second time`,
            pointer: again === undefined ? `${at}/delta` : `${at}/finish_reason`,
            expected: again === undefined ? 'an empty delta' : 'null',
            found: show(again ?? given.delta),
          });
        }
      },
      end(state, report) {
        if (!whole || state.error !== null || state.lossy) return;
        if (state.choices.size === 0) report({ message: 'no chunk has a choice', expected: 'a choice' });
        for (const choice of state.choices.values()) {
          if (choice.finish !== null) continue;
          report({ message: `choice ${choice.index} is never finished`, expected: 'a finish_reason' });
        }
      },
    };
  },
};

const choices: ChatRule = {
  id: 'stream.choices',
  severity: 'must',
  says: 'the choices are those that the request asked for with n',
  reference: 'openai@7.55.0#ChatCompletionCreateParams.n',
  watch: ({ request, whole }) => {
    const wanted = isObject(request) ? (indexAt(request, 'n') ?? 1) : null;
    let told = false;
    return {
      event(event, state, report) {
        if (!isChunk(event) || told) return;
        for (const { given, at } of choicesOf(event, state)) {
          const index = indexAt(given, 'index');
          if (index !== undefined && (wanted === null || index < wanted)) continue;
          told = true;
          report({
            event,
            message: `event ${event.index} has a choice that was not asked for`,
            pointer: `${at}/index`,
            expected: wanted === null ? 'an index' : `an index below ${wanted}`,
            found: show(given.index),
          });
          return;
        }
      },
      end(state, report) {
        // A stream without any choice is a matter of its finish.
        const count = state.choices.size;
        if (
          wanted === null ||
          told ||
          !whole ||
          state.error !== null ||
          state.lossy ||
          count === 0 ||
          count === wanted
        )
          return;
        report({
          message: `the stream has ${count} of ${wanted} choices`,
          expected: `${wanted} choices`,
          found: `${count} choices`,
        });
      },
    };
  },
};

const toolCalls: ChatRule = {
  id: 'stream.tool-calls',
  severity: 'must',
  says: 'tool calls come in the order of their index, each first with id and name, then with its arguments',
  reference: 'openai@7.55.0#ChatCompletionChunk.Choice.Delta.ToolCall',
  watch: () => {
    let applied = false;
    return {
      event(event, state, report) {
        if (!isChunk(event)) return;
        for (const { given, before, at } of choicesOf(event, state)) {
          const calls = new Map(before?.calls);
          for (const [i, call] of itemsOf(given.delta, 'tool_calls').entries()) {
            applied = true;
            checkCall(event, call, calls, `${at}/delta/tool_calls/${i}`, report);
          }
        }
      },
      applied: () => applied,
    };
  },
};

function checkCall(
  event: ParsedEvent,
  call: unknown,
  calls: Map<number, { id: string; name: string }>,
  pointer: string,
  report: Report,
): void {
  const index = indexAt(call, 'index');
  const id = textAt(call, 'id');
  const name = textAt(objectAt(call, 'function') ?? objectAt(call, 'custom'), 'name');
  const problem = (what: string, expected: string, found: unknown): void =>
    report({ event, message: `event ${event.index}: ${what}`, pointer, expected, found: show(found) });
  if (index === undefined) {
    problem('a tool call has no index', 'an index', isObject(call) ? call.index : call);
    return;
  }
  const before = calls.get(index);
  if (before === undefined) {
    if (index !== calls.size)
      problem(`tool call ${index} comes as number ${calls.size}`, String(calls.size), index);
    else if (!id || !name) problem(`tool call ${index} starts without its id and name`, 'id and name', call);
    calls.set(index, { id: id ?? '', name: name ?? '' });
  } else if (id && before.id && id !== before.id) {
    problem(`tool call ${index} changes its id`, show(before.id), id);
  } else if (name && before.name && name !== before.name) {
    problem(`tool call ${index} changes its name`, show(before.name), name);
  }
}

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
          if (!isChunk(event) || isAside(event.json) || state.first === null || told) return;
          for (const key of members) {
            if (event.json[key] === state.first[key]) continue;
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

function usageAsked({ request }: StreamContext): boolean | null {
  if (!isObject(request)) return null;
  return objectAt(request, 'stream_options')?.include_usage === true;
}

const usage: ChatRule = {
  id: 'stream.usage',
  severity: 'must',
  says: 'usage comes once, in a last chunk without choices, if and only if include_usage asks for it',
  reference: 'facts section 5 (chat stream)',
  watch: (context) => {
    const asked = usageAsked(context);
    let seen = 0;
    let told = false;
    const tell = (report: Report, event: ParsedEvent, message: string, expected: string): void => {
      told = true;
      report({ event, message: `event ${event.index} ${message}`, pointer: '/usage', expected });
    };
    return {
      event(event, state, report) {
        if (!isChunk(event) || told) return;
        const { json } = event;
        const carries = isObject(json.usage);
        const empty = itemsOf(json, 'choices').length === 0;
        if (!carries) {
          if (seen > 0 && !isAside(json)) tell(report, event, 'follows the usage chunk', '[DONE]');
          return;
        }
        seen += 1;
        const open = !state.lossy && [...state.choices.values()].some((choice) => choice.finish === null);
        if (asked === false) tell(report, event, 'carries usage that was not asked for', 'no usage');
        else if (seen > 1) tell(report, event, 'carries usage again', 'one usage chunk');
        else if (!empty) tell(report, event, 'carries usage beside choices', 'a chunk of its own');
        else if (open) tell(report, event, 'carries usage before every choice is finished', 'a finish first');
      },
      end(state, report) {
        if (asked !== true || seen > 0 || !context.whole || state.error !== null || state.lossy) return;
        report({ message: 'include_usage was asked for and no usage came', expected: 'a usage chunk' });
      },
      applied: () => asked !== null || seen > 0,
    };
  },
};

const filterOffsets: ChatRule = {
  id: 'stream.filter-offsets',
  severity: 'should',
  says: 'the offsets of asynchronous content filter results never go back',
  reference: 'https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-streaming',
  watch: () => {
    let applied = false;
    return {
      event(event, state, report) {
        if (!isChunk(event)) return;
        for (const { given, before, at } of choicesOf(event, state)) {
          const offsets = objectAt(given, 'content_filter_offsets');
          const check = indexAt(offsets, 'check_offset');
          if (!isFilterVerdict(given) || check === undefined) continue;
          applied = true;
          if (check >= (before?.checkOffset ?? 0)) continue;
          report({
            event,
            message: `event ${event.index}: check_offset goes back`,
            pointer: `${at}/content_filter_offsets/check_offset`,
            expected: `at least ${before?.checkOffset ?? 0}`,
            found: String(check),
          });
        }
      },
      applied: () => applied,
    };
  },
};

/** The only second copy of the text that a chat stream can carry. */
const logprobs: ChatRule = {
  id: 'fold.logprobs',
  severity: 'must',
  says: 'the tokens of the logprobs spell the text of the choice',
  reference: 'openai@7.55.0#ChatCompletionChunk.Choice.Logprobs',
  watch: ({ whole }) => {
    let applied = false;
    return {
      end(state, report) {
        if (!whole || state.error !== null || state.lossy) return;
        for (const choice of state.choices.values()) {
          for (const kind of ['content', 'refusal'] as const) {
            const tokens = spelled(choice, kind);
            if (tokens === null) continue;
            applied = true;
            const text = choice.message.get(kind);
            if (tokens === text) continue;
            report({
              message: `the logprobs of choice ${choice.index} do not spell its ${kind}`,
              pointer: `/choices/${choice.index}/logprobs/${kind}`,
              expected: show(text),
              found: show(tokens),
            });
          }
        }
      },
      applied: () => applied,
    };
  },
};

/** Nothing but the marker and asides may follow a finished stream; the marker itself is `stream.done`. */
export const chatRules: readonly ChatRule[] = [
  chunk,
  prelude,
  role,
  finish,
  choices,
  toolCalls,
  identity,
  created,
  usage,
  filterOffsets,
  logprobs,
];
