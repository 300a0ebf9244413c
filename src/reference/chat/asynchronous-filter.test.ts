import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { describe, expect, it } from 'vitest';
import { open, posted } from '../test-client.ts';
import { asynchronousFilter } from './asynchronous-filter.ts';

type Verdict = Omit<ChatCompletionChunk.Choice, 'delta'> & {
  content_filter_offsets: { check_offset: number; start_offset: number; end_offset: number };
};

async function chunksOf(model: string, body: object): Promise<ChatCompletionChunk[]> {
  const { send } = await open();
  const messages = [{ role: 'user', content: 'Tell me a story.' }];
  const request = { model, messages, max_completion_tokens: 60, stream: true, ...body };
  const text = await (await send('v1/chat/completions', posted(request))).text();
  return text
    .split('\n\n')
    .filter((frame) => frame.startsWith('data: {'))
    .map((frame): ChatCompletionChunk => JSON.parse(frame.slice(6)));
}

function isVerdict(choice: ChatCompletionChunk.Choice | Verdict): choice is Verdict {
  return 'content_filter_offsets' in choice && !('delta' in choice);
}

describe('the asynchronous filter of a chat stream', () => {
  it.each([
    ['one choice', {}, 1],
    ['two choices', { n: 2 }, 2],
  ])('reads the whole text of %s, each character once', async (_, body, count) => {
    const chunks = await chunksOf('ref-chat-only', body);
    for (let index = 0; index < count; index++) {
      const choices = chunks.flatMap((chunk) => chunk.choices).filter((choice) => choice.index === index);
      const offsets = choices.flatMap((choice) => (isVerdict(choice) ? choice.content_filter_offsets : []));
      const text = choices.map((choice) => choice.delta?.content ?? '').join('');
      expect(offsets.length).toBeGreaterThan(1);
      expect(offsets.map(({ start_offset: start }) => start)).toEqual([
        0,
        ...offsets.slice(0, -1).map(({ end_offset: end }) => end),
      ]);
      expect(offsets.at(-1)?.end_offset).toBe(text.length);
    }
  });

  it('says its last after the chunk that finishes the choice, and nothing under the id of the completion', async () => {
    const chunks = await chunksOf('ref-chat-only', { stream_options: { include_usage: true } });
    const verdicts = chunks.filter((chunk) => chunk.choices.some(isVerdict));
    const finish = chunks.findIndex((chunk) => chunk.choices[0]?.finish_reason === 'length');
    expect(chunks.slice(finish + 1).map((chunk) => chunk.choices.some(isVerdict))).toEqual([true, false]);
    expect(verdicts.map(({ id, object, model }) => [id, object, model])).toEqual(
      verdicts.map(() => ['', '', '']),
    );
  });

  it('is not there where the filter reads before it sends', async () => {
    const chunks = await chunksOf('ref-general', {});
    expect(chunks.flatMap((chunk) => chunk.choices).some(isVerdict)).toBe(false);
  });

  it('has nothing to say of nothing', () => {
    expect(asynchronousFilter(0).rest()).toEqual([]);
  });
});
