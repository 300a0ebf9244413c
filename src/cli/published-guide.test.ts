import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildReport, LOCALES, readLocale, renderMarkdown } from '../report/index.ts';
import { hostileInput } from '../report/sample-hostile.ts';
import { HOME, publishedReport } from './published.fixture.ts';

const report = await publishedReport();
const render = (tag: (typeof LOCALES)[number]) => renderMarkdown(report, readLocale(HOME, tag));
const chinese = render('zh-CN');
/** The guide proper, without the lists behind it that quote what documents say. */
const body = chinese.slice(chinese.indexOf('## 🎯'), chinese.indexOf('\n## ', chinese.indexOf('## 💡')));
const SEED = '../shared/seeds/compatibility-guide.zh-CN.md';

/** Headings of the guide that people kept by hand, in its order. */
const OUTLINE = [
  '# Azure OpenAI 模型 API 兼容性指南',
  '## 📋 最后更新',
  '## 🎯 API 类型说明',
  '### Chat Completions API',
  '### Responses API',
  '## ✅ 模型兼容性列表',
  '### GPT-4.1 系列',
  '### GPT-5 系列',
  '### GPT-5.1 系列',
  '### GPT-5.2 系列',
  '### GPT-4o 系列',
  '### GPT-4 Turbo',
  '### GPT-3.5 系列',
  '### o 系列 (推理模型)',
  '### Grok 系列',
  '## ⚠️ 常见错误和解决方案',
  '### 错误 1: OperationNotSupported',
  '### 错误 2: DeploymentNotFound',
  '### 错误 3: 推理模型参数错误',
  '## 📝 最佳实践',
  '### 1. 选择合适的模型',
  '### 2. 部署前检查',
  '### 3. 代码实现建议',
  '### 4. 错误处理',
  '## 🔗 相关资源',
  '### 官方文档',
  '### 申请访问',
  '### Azure Portal',
  '## 💡 常见问题',
  '### Q: 如何知道我的模型支持哪些 API？',
  '### Q: 为什么我的模型调用失败？',
  '### Q: 如何申请访问受限模型？',
  '### Q: 不同模型的成本如何？',
];

/** Headings outside of code, without dates. */
function outlineOf(markdown: string): string[] {
  return markdown
    .replace(/^```[\s\S]*?^```$/gm, '')
    .split('\n')
    .filter((line) => /^#{1,3} /.test(line))
    .map((line) => line.replace(/: \d{4}-\d\d-\d\d$/, '').trim());
}

/** Those of `wanted` that do not follow in this order. */
function missingInOrder(found: readonly string[], wanted: readonly string[]): string[] {
  let from = 0;
  return wanted.filter((heading) => {
    const at = found.indexOf(heading, from);
    if (at >= 0) from = at + 1;
    return at < 0;
  });
}

describe('the published guide in zh-CN', () => {
  it('has the outline of the guide that people kept by hand, in its order', () => {
    expect(missingInOrder(outlineOf(chinese), OUTLINE)).toEqual([]);
  });

  it('would miss a heading that is gone or out of order', () => {
    const [first = '', second = ''] = OUTLINE.slice(2);
    expect(missingInOrder(outlineOf(chinese.replace(second, '### gone')), OUTLINE)).toEqual([second]);
    expect(missingInOrder([...OUTLINE].reverse(), OUTLINE)).not.toEqual([]);
    expect(missingInOrder(OUTLINE, [first, second])).toEqual([]);
  });
});

describe.skipIf(!existsSync(SEED))('the guide that people kept by hand', () => {
  const seed = existsSync(SEED) ? readFileSync(SEED, 'utf8').replace(/<!--[\s\S]*?-->/, '') : '';

  it('has the committed outline', () => {
    expect(outlineOf(seed)).toEqual(OUTLINE);
  });

  it('names no model, link, error code or parameter that the published one lacks', () => {
    const names = [
      ...seed.matchAll(/https:\/\/[^\s）)]+/g),
      ...seed.matchAll(/\b(?:gpt-[\w.-]*\w|o\d(?:-mini)?|codex-mini|grok-[\w-]+)\b/g),
      ...seed.matchAll(/\b(?:OperationNotSupported|DeploymentNotFound|invalid_request_error)\b/g),
      ...seed.matchAll(/\b(?:temperature|top_p|reasoning_effort)\b/g),
    ].map(([name]) => name);
    expect(new Set(names).size).toBeGreaterThan(35);
    expect([...new Set(names)].filter((name) => !body.includes(name))).toEqual([]);
  });

  it('prints no list entry, note or answer that the published one has no words for', () => {
    const entries = [...seed.matchAll(/^(?:- |\d\. |A: )(?!.*https?:)(.+)$/gm)].map(
      ([, words = '']) => words,
    );
    expect(entries.length).toBeGreaterThan(40);
    const bare = (words: string) => words.replace(/[\s`*，。：:？（）()、“”"\\-]|,/g, '');
    const published = bare(body);
    const reworded = entries.filter((words) => !published.includes(bare(words)));
    expect(reworded).toEqual(Object.keys(REWORDED));
    expect(Object.values(REWORDED).filter((words) => !body.includes(words))).toEqual([]);
  });
});

/** Entries of the guide kept by hand to the words that the published one has in their place. */
const REWORDED: Readonly<Record<string, string>> = {
  '支持 computer use 等特殊功能': '支持 computer use、代码解释器',
  检查模型兼容性表格: '检查上面的模型兼容性表格',
  '在 Azure OpenAI Studio 中部署模型': '在 Azure AI Foundry（原 Azure OpenAI Studio）中部署模型',
  '移除 `top_p` 参数': '移除 `top_p`、惩罚参数',
  '模型是否支持 Chat Completions API？': '模型是否支持代码所调用的 API（Chat Completions 或 Responses）？',
  '查看本文档的兼容性表格，或访问 Azure OpenAI Studio 查看模型详情。':
    '查看本文档的兼容性表格，运行 `aoai-conform explain <模型>`，或访问 Azure OpenAI Studio 查看模型详情。',
};

describe('the published guide', () => {
  it.each(LOCALES)('has one outline in every language: %s', (tag) => {
    const levels = (markdown: string) => outlineOf(markdown).map((line) => line.indexOf(' '));
    expect(levels(render(tag))).toEqual(levels(chinese));
  });

  it('gives each statement a mark, and each tick a date', () => {
    const statements = chinese.split('\n').filter((line) => /^(?:- |\d+\. |A: ).* — /.test(line));
    expect(statements.length).toBeGreaterThan(70);
    for (const line of statements) {
      expect(line).toMatch(
        / — (?:✅ \S+ (?:\d{4}-\d\d-\d\d|无日期)|📄 \d{4}-\d\d-\d\d|💬 服务的应答这么说 \S|◐ 已见到： `\S+` \S+ \d{4}-\d\d-\d\d|⇄ |↪ |≠ |–$)/,
      );
    }
  });

  it('contradicts itself nowhere: no advice of its own speaks against the evidence', () => {
    const own = chinese.split('\n').filter((line) => / — ≠ /.test(line));
    expect(own).toEqual([]);
  });

  it('keeps every code fence, folded block and table whole', () => {
    const markdown = render('en');
    expect((markdown.match(/^```/gm) ?? []).length % 2).toBe(0);
    expect(markdown.match(/<details>/g)?.length).toBe(markdown.match(/<\/details>/g)?.length);
  });

  it('lets no hostile text become HTML, a link, an image or a heading', () => {
    const input = hostileInput();
    const hostile = buildReport(report.guide === null ? input : { ...input, guide: report.guide });
    const markdown = renderMarkdown(hostile, readLocale(HOME, 'en'));
    expect(markdown).toContain('## 📝 Best practice');
    const spoken = markdown.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`]*`/g, '');
    expect(spoken.match(/<(?!br>|\/?code>|\/?details>|\/?summary>)/g)).toBeNull();
    expect(spoken).not.toMatch(/(?<!\\)\]\((?!https:\/\/)/);
    expect(spoken).not.toMatch(/(?<!\\)!\[|(?<![\\:])\bhttps?:\/\/evil/);
    expect(markdown).not.toMatch(/[\u202a-\u202e]/);
  });
});
