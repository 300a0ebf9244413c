/**
 * The published report: one pure view model, three writers.
 *
 *   const model = buildReport(input);
 *   renderHtml(model, readLocale(root, 'en'), readAssets(root));
 *   renderMarkdown(model, readLocale(root, 'zh-CN'));
 *   renderJson(model);
 */
export { type ReportAssets, readAssets } from './assets.ts';
export { renderAttestation, type Subject } from './attestation.ts';
export { renderBadges } from './badges.ts';
export { buildReport } from './build.ts';
export { renderCsv } from './csv.ts';
export { renderCtrf } from './ctrf.ts';
export { diffCounts, renderDiff, transitionOf } from './diff-markdown.ts';
export { type Explanation, explainer, isNo } from './explain.ts';
export { feedOf, pythonSnippet, renderFeed, typescriptSnippet } from './feed/index.ts';
export type { FieldsInput } from './fields.ts';
export { readGuide } from './guide/load.ts';
export type { GuideInput } from './guide/types.ts';
export { renderHtml } from './html.ts';
export { renderJson } from './json.ts';
export { renderJunit } from './junit.ts';
export { LOCALES, type Locale, type LocaleTag, readLocale } from './locale.ts';
export { renderMarkdown } from './markdown.ts';
export type { RecordedCase, ReportCell, ReportInput, ReportModel } from './model.ts';
export { renderSummary } from './summary.ts';
export { pageFile } from './views/files.ts';
export { type RenderedFile, renderViews } from './views/index.ts';
