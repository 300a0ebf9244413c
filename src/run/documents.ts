import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationFailure } from '../failure.ts';
import type { Document } from './scenario.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  csv: 'text/csv',
  jsonl: 'application/jsonl',
};

/** Reads `fixtures/documents`, each file once. */
export function documentsOf(root: string): (name: string) => Document {
  const read = new Map<string, Document>();
  return (name) => {
    const known = read.get(name);
    if (known !== undefined) return known;
    const contentType = CONTENT_TYPES[name.split('.').at(-1) ?? ''];
    if (contentType === undefined) throw new ConfigurationFailure(`no content type is known for ${name}`);
    const file = readFileSync(join(root, 'fixtures/documents', name));
    const bytes = new Uint8Array(file.byteLength);
    bytes.set(file);
    const document = {
      name,
      contentType,
      bytes,
      dataUrl: `data:${contentType};base64,${file.toString('base64')}`,
    };
    read.set(name, document);
    return document;
  };
}
