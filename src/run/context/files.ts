import type OpenAI from 'openai';
import type { Files } from '../scenario.ts';
import type { Created } from './created.ts';

export function filesOf(client: OpenAI, created: Created): Files {
  return {
    async upload(document, purpose) {
      const content = new File([document.bytes], document.name, { type: document.contentType });
      const file = await client.files.create({ file: content, purpose });
      created.set(file.id, 'file');
      return file;
    },
    retrieve: (id) => client.files.retrieve(id),
    async delete(id) {
      const deleted = await client.files.delete(id);
      created.delete(id);
      return deleted;
    },
  };
}
