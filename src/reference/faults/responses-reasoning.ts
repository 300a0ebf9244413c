/** What can be wrong with the thought of a reasoning model: its effort, its summary, its encrypted content. */
import { isJsonObject, isRecord } from '../json.ts';
import { type Body, type Fault, onFrames, renumbered, without, withUsage } from './fault.ts';
import { answered, created, hasItem, inputOf, toldOtherwise, withItems } from './response-changes.ts';

function reasoningOf({ reasoning }: Body): Readonly<Record<string, unknown>> {
  return isRecord(reasoning) ? reasoning : {};
}

const withEffort = (asked: string, read: string) =>
  created(
    (body) => reasoningOf(body).effort === asked && reasoningOf(body).summary === undefined,
    (body) => ({ ...body, reasoning: { ...reasoningOf(body), effort: read } }),
  );

export const RESPONSES_REASONING_FAULTS: readonly Fault[] = [
  {
    name: 'effort.level-unknown',
    breaks: 'An effort that is documented for the model is refused.',
    caughtBy: 'responses/reasoning-effort#every-level',
    request: withEffort('high', 'xhigh'),
  },
  {
    name: 'effort.level-raised',
    breaks: 'A low effort is read as a high one.',
    caughtBy: 'responses/reasoning-effort#echoed',
    also: ['echo.reasoning.effort'],
    request: withEffort('low', 'high'),
  },
  {
    name: 'effort.none-thinks',
    breaks: 'Without any effort tokens are spent on thought.',
    caughtBy: 'responses/reasoning-effort#none-thinks-not',
    reply: answered(
      ({ reasoning }) => isJsonObject(reasoning) && reasoning.effort === 'none',
      (response) =>
        withUsage(response, (usage) => ({ ...usage, output_tokens_details: { reasoning_tokens: 1 } })),
    ),
  },
  {
    name: 'effort.other-default',
    breaks: 'A model thinks less by default than is documented.',
    caughtBy: 'responses/reasoning-effort#default',
    instead: toldOtherwise(
      (body) => body.reasoning === undefined,
      (response) =>
        isJsonObject(response.reasoning) && response.reasoning.effort !== null
          ? { ...response, reasoning: { ...response.reasoning, effort: 'low' } }
          : response,
    ),
  },
  {
    name: 'summary.ignored',
    breaks: 'A summary of the thought is asked for and not given.',
    caughtBy: 'responses/reasoning-summary#echoed',
    also: ['responses/reasoning-summary#summary'],
    request: created(
      (body) => reasoningOf(body).summary !== undefined,
      (body) => ({ ...body, reasoning: { effort: reasoningOf(body).effort } }),
    ),
  },
  {
    name: 'summary.delta-dropped',
    breaks: 'One piece of a streamed summary is lost.',
    caughtBy: 'responses/reasoning-summary#streamed',
    also: ['fold.reasoning'],
    reply: onFrames('responses', (frames) =>
      renumbered(without(frames, ({ event }) => event === 'response.reasoning_summary_text.delta')),
    ),
  },
  {
    name: 'reasoning.thought-lost',
    breaks: 'A response that summarises its thought lacks the reasoning item.',
    caughtBy: 'responses/reasoning-summary#thought',
    also: ['responses/reasoning-summary#summary'],
    reply: answered(
      ({ reasoning }) => isJsonObject(reasoning) && reasoning.summary !== null,
      (response) => withItems(response, (item) => (item.type === 'reasoning' ? null : item)),
    ),
  },
  {
    name: 'stream.thought-lost',
    breaks: 'The last event of a stream lacks the reasoning item that was streamed.',
    caughtBy: 'fold.output',
    also: ['responses/reasoning-summary#streamed'],
    reply: onFrames('responses', (frames) =>
      frames.map((frame) => {
        const { response } = frame.data;
        if (!isJsonObject(response) || !hasItem(response, 'reasoning')) return frame;
        const kept = withItems(response, (item) => (item.type === 'reasoning' ? null : item));
        return { ...frame, data: { ...frame.data, response: kept } };
      }),
    ),
  },
  {
    name: 'encrypted.thought-missing',
    breaks: 'A response without a store lacks the reasoning item.',
    caughtBy: 'responses/encrypted-reasoning#thought',
    also: ['responses/encrypted-reasoning#encrypted'],
    reply: answered(
      (response) => response.store === false,
      (response) => withItems(response, (item) => (item.type === 'reasoning' ? null : item)),
    ),
  },
  {
    name: 'encrypted.content-missing',
    breaks: 'A reasoning item lacks the encrypted content that was asked for.',
    caughtBy: 'responses/encrypted-reasoning#encrypted',
    reply: answered(
      () => true,
      (response) =>
        withItems(response, (item) => {
          const { encrypted_content: _, ...rest } = item;
          return rest;
        }),
    ),
  },
  {
    name: 'encrypted.unverified',
    breaks: 'Encrypted content is taken without looking at it.',
    caughtBy: 'responses/encrypted-reasoning#verified',
    request: created(
      (body) => inputOf(body).some((item) => item.type === 'reasoning'),
      (body) => ({
        ...body,
        input: inputOf(body).map((item) => {
          if (item.type !== 'reasoning') return item;
          const { encrypted_content: _, ...rest } = item;
          return rest;
        }),
      }),
    ),
  },
];
