import { readCassette } from '../cassette.ts';
import { exchangesOf } from '../cassette-exchange.ts';
import { operationOf } from '../operation.ts';
import type { DocumentFormat } from './format.ts';
import { judgeHost } from './host.ts';
import { isStreaming } from './recorded.ts';
import { isObject } from './shape.ts';
import type { HostKind } from './sourced.ts';

/** This project's cassettes, read as replay reads them: proven by their hash, with chunks, completeness and lineage. */
export const cassette: DocumentFormat = {
  kind: 'document',
  name: 'cassette',
  title: 'cassette of aoai-conform',
  syntax: 'json',
  clue: (head) => /^\s*\{[^{[]{0,400}"format"\s*:\s*"aoai-conform\/cassette"/.test(head),
  fits: (value) =>
    isObject(value) && value.format === 'aoai-conform/cassette' && Array.isArray(value.exchanges),
  *read(value, context) {
    // The hash is that of the compact text in the file's own order, which a parsed value still has.
    const { case: caseId, lineage, exchanges } = readCassette(JSON.stringify(value), context.file);
    for (const [index, exchange] of exchangesOf({ exchanges }).entries()) {
      const { request, response } = exchange;
      yield {
        id: `${caseId}#${index}`,
        exchange,
        operation: operationOf(request.method, request.path),
        hostKind: hostKindOf(lineage.targetKind, response?.headers ?? {}),
        recordedAt: lineage.recordedAt,
        recordedAtSource: 'recorder',
        fidelity: 'wire',
        synthetic: false,
        ...(context.citation === undefined
          ? {}
          : { citation: { ...context.citation, index: String(index) } }),
        hints: { model: lineage.modelEchoed, streaming: isStreaming(request.body, response?.body) },
      };
    }
  },
};

/** The reference target speaks Azure's dialect; what stands behind a compatible endpoint its answers tell. */
function hostKindOf(targetKind: string, headers: Readonly<Record<string, string>>): HostKind {
  return targetKind === 'openai-compatible' ? judgeHost('', (name) => headers[name]) : 'azure';
}
