/** What can be wrong with the tools of a response: whether, how and how often they are called. */
import { isRecord } from '../json.ts';
import type { Body, Fault } from './fault.ts';
import {
  answered,
  created,
  inputOf,
  itemsOf,
  toldOtherwise,
  withItems,
  withText,
} from './response-changes.ts';

/** Functions are the only tools the request declares. */
function declaresFunctions({ tools }: Body): boolean {
  return (
    Array.isArray(tools) &&
    tools.length > 0 &&
    tools.every((tool) => isRecord(tool) && tool.type === 'function')
  );
}

const choosing = (choice: unknown) => (body: Body) => declaresFunctions(body) && body.tool_choice === choice;
const reports = (body: Body) => inputOf(body).some((item) => item.type === 'function_call_output');

export const RESPONSES_TOOLS_FAULTS: readonly Fault[] = [
  {
    name: 'functions.ignored',
    breaks: 'The functions of a request are accepted and never called.',
    caughtBy: 'responses/function-calling#called',
    also: [
      'responses/parallel-tool-calls#*',
      'responses/tool-choice#*',
      'echo.tools',
      'echo.parallel_tool_calls',
    ],
    request: created(
      declaresFunctions,
      ({ tools: _, tool_choice: __, parallel_tool_calls: ___, ...body }) => body,
    ),
  },
  {
    name: 'functions.other-arguments',
    breaks: 'A function is called with arguments that nobody gave.',
    caughtBy: 'responses/function-calling#arguments',
    reply: answered(
      () => true,
      (response) =>
        withItems(response, (item) =>
          item.type === 'function_call' ? { ...item, arguments: '{"city":"Bergen"}' } : item,
        ),
    ),
  },
  {
    name: 'functions.result-unanswered',
    breaks: 'The result of a function is answered by an empty text.',
    caughtBy: 'responses/function-calling#answered',
    also: ['responses/function-calling#result-used', 'responses/parallel-tool-calls#answered'],
    instead: toldOtherwise(reports, (response) => withText(response, () => '')),
  },
  {
    name: 'functions.result-unused',
    breaks: 'The result of a function is answered without it.',
    caughtBy: 'responses/function-calling#result-used',
    instead: toldOtherwise(reports, (response) => withText(response, () => 'I see.')),
  },
  {
    name: 'parallel.never',
    breaks: 'A model that may call several functions at once calls one.',
    caughtBy: 'responses/parallel-tool-calls#several',
    also: ['responses/parallel-tool-calls#echoed', 'echo.parallel_tool_calls'],
    request: created(
      (body) => body.parallel_tool_calls === true,
      (body) => ({ ...body, parallel_tool_calls: false }),
    ),
  },
  {
    name: 'parallel.always',
    breaks: 'A model that may call one function only calls several.',
    caughtBy: 'responses/parallel-tool-calls#at-most-one',
    also: ['echo.parallel_tool_calls'],
    request: created(
      (body) => body.parallel_tool_calls === false,
      (body) => ({ ...body, parallel_tool_calls: true }),
    ),
  },
  {
    name: 'parallel.same-call-id',
    breaks: 'Two calls of one turn have the same id.',
    caughtBy: 'responses/parallel-tool-calls#call-ids',
    also: ['id.shape', 'responses/parallel-tool-calls#scenario.ends'],
    reply: answered(
      (response) => itemsOf(response).filter((item) => item.type === 'function_call').length > 1,
      (response) =>
        withItems(response, (item) =>
          item.type === 'function_call' ? { ...item, call_id: 'call_000000000000000000000000' } : item,
        ),
    ),
  },
  {
    name: 'tool-choice.none-ignored',
    breaks: 'A function is called although none may be.',
    caughtBy: 'responses/tool-choice#none',
    also: ['responses/tool-choice#echoed'],
    request: created(choosing('none'), (body) => ({ ...body, tool_choice: 'auto' })),
  },
  {
    name: 'tool-choice.required-ignored',
    breaks: 'A function has to be called and is not.',
    caughtBy: 'responses/tool-choice#required',
    request: created(choosing('required'), (body) => ({ ...body, tool_choice: 'auto' })),
  },
  {
    name: 'tool-choice.name-ignored',
    breaks: 'Another function is called than the one that was chosen.',
    caughtBy: 'responses/tool-choice#named',
    request: created(
      (body) => declaresFunctions(body) && isRecord(body.tool_choice),
      (body) => ({ ...body, tool_choice: 'auto' }),
    ),
  },
  {
    name: 'tool-choice.unechoed',
    breaks: 'A response says auto whatever tool choice it was given.',
    caughtBy: 'responses/tool-choice#echoed',
    reply: answered(
      () => true,
      (response) => ({ ...response, tool_choice: 'auto' }),
    ),
  },
];
