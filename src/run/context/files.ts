import type OpenAI from 'openai';
import type { Files } from '../scenario.ts';
import { taggedName } from '../tag.ts';
import type { Created } from './created.ts';

export function filesOf(client: OpenAI, created: Created, tag: string): Files {
  const nameOf: Files['nameOf'] = (document) => taggedName(tag, document.name);
  return {
    nameOf,
    async upload(document, purpose) {
      const content = new File([document.bytes], nameOf(document), { type: document.contentType });
      const file = await client.files.create({ file: content, purpose });
      created.set(file.id, 'file');
      return file;
    },
    retrieve: (id) => client.files.retrieve(id),
    async list(page) {
      const { data, has_more } = await client.files.list(page);
      return { files: data, hasMore: has_more };
    },
    content: async (id) => new Uint8Array(await (await client.files.content(id)).arrayBuffer()),
    async delete(id) {
      const deleted = await client.files.delete(id);
      created.delete(id);
      return deleted;
    },
  };
}
