import { describe, expect, it } from 'vitest';
import { call, temporaryProject } from './project.fixture.ts';

/** What is known without any run: documents and public observations of the project. */
async function ask(...argv: string[]) {
  using project = temporaryProject();
  return await call(project, ['explain', ...argv]);
}

describe('explain', () => {
  it('says yes with the evidence, and what documents say against it', async () => {
    const { code, out } = await ask('o1', 'chat/streaming');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^o1@2024-12-17 chat\/streaming \(retired 2026-11-19\)\n {2}Yes\. Seen working, last on \d{4}-/,
    );
    expect(out).toMatch(
      /Seen:\n {4}supported, public observation, 20\d\d-\d\d-\d\d; .*@[0-9a-f]{10} \S+\.json/,
    );
    expect(out).toContain('Contradicted.');
    expect(out).toMatch(/Written:\n/);
  });

  it('tells a sentence of no model in particular from one about the model', async () => {
    const written = (text: string) => text.slice(text.indexOf('Written:')).split('\n').slice(1);
    const lines = written((await ask('o1', 'chat/streaming')).out);
    const general = lines.filter((line) => line.trim().startsWith('in general, without naming the model, '));
    expect(general).toEqual([expect.stringContaining('API 类型说明')]);
    expect(lines.filter((line) => line.includes('row o1')).every((line) => !general.includes(line))).toBe(
      true,
    );
    expect((await ask('o1', 'chat/streaming', '--locale', 'zh-CN')).out).toContain(
      '泛指，未点名该模型：支持:',
    );
    expect((await ask('o1', 'chat/streaming', '--locale', 'zh-TW')).out).toContain(
      '泛指，未點名此模型：支援:',
    );
  });

  it('says that documents alone are no evidence, and exits with 1 where they say no', async () => {
    const { code, out } = await ask('gpt-5-pro', 'chat/completion');
    expect(code).toBe(1);
    expect(out).toContain('Documents say no; nobody has tried. That is not evidence.');
    expect(out).toContain('not verified: responses/create.');
    expect(out).not.toContain('Seen:');
  });

  it.each([
    ['o4-mini', 'chat/temperature', 'Leave out of the request: temperature.', 'unsupported-parameter'],
    [
      'gpt-5',
      'chat/max-tokens',
      'Send max_completion_tokens in place of max_tokens.',
      'unsupported-parameter',
    ],
    ['gpt-5.2-codex', 'chat/completion', 'not verified: responses/create.', 'operation-not-supported'],
    ['gpt-5.2-codex', 'chat/streaming', 'not verified: responses/create.', 'operation-not-supported'],
  ])('says what to do about %s and %s, and which error to expect', async (model, feature, remedy, error) => {
    const { code, out } = await ask(model, feature, '--json');
    const [one] = JSON.parse(out);
    expect([code, one.answer]).toEqual([1, 'documented-no']);
    expect(one.remedies.join('\n')).toContain(remedy);
    expect(one.remedies.join('\n')).toContain(`(${error}, `);
  });

  it.each([
    [
      'en',
      'No according to “Azure OpenAI reasoning models” (2026-09-22)',
      'Leave out of the request: temperature',
    ],
    ['zh-CN', '不可以，依据是排序最高的文档“Azure OpenAI reasoning models”', '请求中不要包含：temperature'],
    ['zh-TW', '不可以，依據是排序最高的文件「Azure OpenAI reasoning models」', '要求中不要包含：temperature'],
  ])('takes the no of the best-ranked document where documents disagree, in %s', async (tag, no, remedy) => {
    const { code, out } = await ask('gpt-5', 'chat/temperature', '--locale', tag);
    expect(code).toBe(1);
    expect(out).toContain(no);
    expect(out).toContain(remedy);
  });

  it('names the substitute that reasoning models take where nobody speaks about the parameter', async () => {
    const { code, out } = await ask('o1-mini', 'chat/max-tokens');
    expect(code).toBe(3);
    expect(out).toContain('Send max_completion_tokens in place of max_tokens.');
    expect((await ask('gpt-4.1', 'chat/max-tokens')).out).not.toContain('in place of');
  });

  it('answers in the other languages, and for programs', async () => {
    expect((await ask('o1', 'chat/streaming', '--locale', 'zh-CN')).out).toContain('可以。');
    expect((await ask('o1', 'chat/streaming', '--locale', 'zh-TW')).out).toContain('可以。');
    const [one] = JSON.parse((await ask('o1', 'chat/streaming', '--json')).out);
    expect(one).toMatchObject({ model: 'o1@2024-12-17', feature: 'chat/streaming', answer: 'supported' });
  });

  it('lists many features a line each', async () => {
    const { out } = await ask('gpt-4.1@2025-04-14');
    expect(out.split('\n').length).toBeGreaterThan(3);
    for (const line of out.split('\n')) expect(line).toMatch(/^gpt-4\.1@2025-04-14 \w+\/[\w-]+ +\S/);
  });

  it.each([
    [['gpt-5-por'], /no model "gpt-5-por", did you mean "gpt-5-pro"\?/],
    [['gpt-5-pro', 'chat/streming'], /no feature "chat\/streming", did you mean "chat\/streaming"\?/],
    [['o1', 'chat/streaming', '--locale', 'zh'], /--locale does not know "zh"/],
    [['o1', '--run', 'nope.jsonl'], /nope\.jsonl: the run cannot be read/],
  ])('refuses %j', async (argv, says) => {
    const said = await ask(...argv);
    expect(said).toMatchObject({ code: 2, out: '' });
    expect(said.err).toMatch(says);
  });
});
