import type { ParsedEvent } from '../event.ts';
import { indexAt, isObject, itemsOf, type JsonObject, numberAt, objectAt, show, textAt } from '../json.ts';
import type { Report } from '../rule.ts';
import { type ChatRule, choicesOf, isChunk } from './chunk.ts';
import { isFilterVerdict, spelled } from './state.ts';

/** Models of other makers, also on Azure, name the role in every chunk: clients survive it. */
const role: ChatRule = {
  id: 'stream.role',
  severity: 'should',
  says: "each choice's first delta names the role, no other does",
  reference: 'docs/validation.md#rule-12',
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
          if (named ? before?.hasRole === false : state.lossy) continue;
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
  reference: 'docs/validation.md#rule-13',
  watch: ({ whole }) => {
    const told = new Set<number>();
    return {
      event(event, state, report) {
        if (!isChunk(event)) return;
        for (const { given, before, at } of choicesOf(event, state)) {
          const index = state.indexOf(given);
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

/** `n` of a request, null where the request is unknown. */
export function choicesAsked(request: unknown): number | null {
  return isObject(request) ? (indexAt(request, 'n') ?? 1) : null;
}

const choices: ChatRule = {
  id: 'stream.choices',
  severity: 'must',
  says: 'the choices are those that the request asked for with n',
  reference: 'openai@7.55.0#ChatCompletionCreateParams.n',
  watch: ({ request, whole }) => {
    const wanted = choicesAsked(request);
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
            checkCall(event, call, calls, state.lossy, `${at}/delta/tool_calls/${i}`, report);
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
  lossy: boolean,
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
    if (!lossy && index !== calls.size)
      problem(`tool call ${index} comes as number ${calls.size}`, String(calls.size), index);
    else if (!lossy && (!id || !name))
      problem(`tool call ${index} starts without its id and name`, 'id and name', call);
    calls.set(index, { id: id ?? '', name: name ?? '' });
  } else if (id && before.id && id !== before.id) {
    problem(`tool call ${index} changes its id`, show(before.id), id);
  } else if (name && before.name && name !== before.name) {
    problem(`tool call ${index} changes its name`, show(before.name), name);
  }
}

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
          const check = numberAt(offsets, 'check_offset');
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

/** Rules about what the choices say. */
export const choiceRules: readonly ChatRule[] = [role, finish, choices, toolCalls, filterOffsets, logprobs];
