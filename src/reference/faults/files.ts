import type { JsonObject } from '../json.ts';
import { elements, isJsonObject } from '../json.ts';
import { type Fault, onJson, onRefusals, withoutQuery } from './fault.ts';

const onList = (change: (files: readonly JsonObject[]) => readonly JsonObject[]) =>
  onJson(['files.list'], (body) => ({ ...body, data: change(elements(body.data).filter(isJsonObject)) }));

/** `No such File object: <id>` */
const named = (error: JsonObject) => String(error.message).split(' ').at(-1) ?? '';

/** What can be wrong with files. */
export const FILES_FAULTS: readonly Fault[] = [
  {
    name: 'files.bytes-wrong',
    breaks: 'The size of an uploaded file is one byte more than was sent.',
    caughtBy: 'files/upload#bytes',
    also: ['files/retrieve#same-bytes'],
    reply: onJson(['files.create', 'files.retrieve'], (body) => ({
      ...body,
      bytes: Number(body.bytes) + 1,
    })),
  },
  {
    name: 'files.name-lost',
    breaks: 'An uploaded file is called otherwise than it was.',
    caughtBy: 'files/upload#name',
    also: ['files/retrieve#same-name'],
    reply: onJson(['files.create'], (body) => ({ ...body, filename: 'upload' })),
  },
  {
    name: 'files.purpose-changed',
    breaks: 'An uploaded file has another purpose than was asked for.',
    caughtBy: 'files/upload#purpose',
    also: [
      'files/upload-user-data#assistants',
      'files/upload-user-data#scenario.ends',
      'responses/file-id#uploaded',
    ],
    reply: onJson(['files.create'], (body) => ({ ...body, purpose: 'batch' })),
  },
  {
    name: 'files.user-data-taken',
    breaks: 'A file with the purpose user_data is accepted, which Azure documents as not supported.',
    caughtBy: 'files/upload-user-data#status',
    reply: onRefusals(
      ['files.create'],
      (error) => error.code === 'invalidPayload',
      () => fileOf('assistant-0000000000000000000000', 'user_data'),
    ),
  },
  {
    name: 'files.other-retrieved',
    breaks: 'Another file is described than the one asked for.',
    caughtBy: 'files/retrieve#same-id',
    also: ['files/upload#retrievable', 'id.asked'],
    reply: onJson(['files.retrieve'], (body) => ({ ...body, id: `${String(body.id).slice(0, -4)}beef` })),
  },
  {
    name: 'files.facts-changed',
    breaks: 'A file is described with another name, purpose and time than at its upload.',
    caughtBy: 'files/retrieve#same-name',
    also: ['files/retrieve#same-purpose', 'files/retrieve#same-time'],
    reply: onJson(['files.retrieve'], (body) => ({
      ...body,
      filename: 'renamed.bin',
      purpose: 'batch',
      created_at: Number(body.created_at) + 60,
    })),
  },
  {
    name: 'files.unknown-described',
    breaks: 'A file that is not there is described all the same.',
    caughtBy: 'files/retrieve#unknown-refused',
    also: ['files/retrieve#unknown-said', 'files/delete#gone'],
    reply: onRefusals(
      ['files.retrieve'],
      () => true,
      (error) => fileOf(named(error), 'assistants'),
    ),
  },
  {
    name: 'files.unknown-called-otherwise',
    breaks: 'That a file is not there is told in words that no service uses.',
    caughtBy: 'files/retrieve#unknown-said',
    also: ['error.known'],
    reply: onRefusals(
      ['files.retrieve'],
      () => true,
      (error) => ({ error: { ...error, message: 'Nothing.', code: 'reference_fault' } }),
      404,
    ),
  },
  {
    name: 'files.delete-denied',
    breaks: 'The answer to a deletion says that nothing was deleted.',
    caughtBy: 'files/delete#deleted',
    also: ['files/upload#deletable'],
    reply: onJson(['files.delete'], (body) => ({ ...body, deleted: false })),
  },
  {
    name: 'files.delete-of-another',
    breaks: 'The answer to a deletion names another file.',
    caughtBy: 'files/delete#same-id',
    also: ['id.asked'],
    reply: onJson(['files.delete'], (body) => ({ ...body, id: `${String(body.id).slice(0, -4)}beef` })),
  },
  {
    name: 'files.deleted-twice',
    breaks: 'A file that is not there can be deleted.',
    caughtBy: 'files/delete#once',
    reply: onRefusals(
      ['files.delete'],
      () => true,
      (error) => ({ object: 'file', deleted: true, id: named(error) }),
    ),
  },
  {
    name: 'files.never-processed',
    breaks: 'A file that was uploaded for batches cannot be processed.',
    caughtBy: 'files/content#processed',
    reply: onJson(['files.retrieve'], (body) =>
      body.purpose === 'batch' ? { ...body, status: 'error' } : body,
    ),
  },
  {
    name: 'files.content-wrong',
    breaks: 'The content of a file comes back without its last byte.',
    caughtBy: 'files/content#same-bytes',
    also: ['files/content#size'],
    reply: (sent) =>
      sent.operation === 'files.content' && sent.reply.kind === 'bytes'
        ? { ...sent, reply: { ...sent.reply, bytes: sent.reply.bytes.slice(0, -1) } }
        : sent,
  },
  {
    name: 'files.content-kept',
    breaks: 'The content of a file that is not there is answered.',
    caughtBy: 'files/content#gone',
    reply: onRefusals(
      ['files.content'],
      () => true,
      () => ({ kept: true }),
    ),
  },
  {
    name: 'files.list-empty',
    breaks: 'The list of files is empty.',
    caughtBy: 'files/list#contains',
    also: ['files/list#*'],
    reply: onList(() => []),
  },
  {
    name: 'files.list-twice',
    breaks: 'Every file is listed twice.',
    caughtBy: 'files/list#unique',
    also: ['files/list#limit'],
    reply: onList((files) => files.flatMap((file) => [file, file])),
  },
  {
    name: 'files.list-of-any-purpose',
    breaks: 'The list holds a file of another purpose than was asked for.',
    caughtBy: 'files/list#by-purpose',
    reply: onList((files) =>
      files.map((file, index) => (index === 0 ? { ...file, purpose: 'batch' } : file)),
    ),
  },
  {
    name: 'files.list-unordered',
    breaks: 'The oldest file is listed first.',
    caughtBy: 'files/list#newest-first',
    reply: onList((files) =>
      files.map((file, index) => ({ ...file, created_at: Number(file.created_at) + index })),
    ),
  },
  {
    name: 'files.list-from-the-beginning',
    breaks: 'Every page of the list is the first one.',
    caughtBy: 'files/list#after',
    arrival: withoutQuery(/\/files$/, 'after'),
  },
];

function fileOf(id: string, purpose: string): JsonObject {
  return {
    object: 'file',
    id,
    purpose,
    filename: 'kept.bin',
    bytes: 1,
    created_at: 1_790_000_000,
    expires_at: null,
    status: 'processed',
    status_details: null,
  };
}
