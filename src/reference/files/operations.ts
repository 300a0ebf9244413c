/** `files.*`: upload, list, retrieve, content, delete. */
import { lettersOf } from '../identity.ts';
import type { Operate } from '../operation.ts';
import {
  fileNotFound,
  invalidPurpose,
  invalidRequest,
  invalidValue,
  missingParameter,
  tooLarge,
  unknownParameter,
  unsupportedContentType,
} from '../refusal.ts';
import type { State } from '../state.ts';
import { ANCHOR, expiryOf, SECONDS } from './expiry.ts';
import { fileObject, isExpired, type StoredFile } from './store.ts';

/** Prefix of the id by purpose. `user_data` is documented as unsupported (facts section 3). */
const PURPOSES: Readonly<Partial<Record<string, string>>> = {
  assistants: 'assistant',
  batch: 'file',
  'fine-tune': 'file',
  evals: 'file',
};
const FIELDS = new Set(['file', 'purpose', ANCHOR, SECONDS]);
/** Bytes. */
const MAX_FILE = 512 * 1024 * 1024;
const PAGE = 10_000;

export const createFile: Operate = async ({ request, state, ordinal }) => {
  const form = await readForm(request);
  const unknown = [...form.keys()].find((key) => !FIELDS.has(key));
  if (unknown !== undefined) throw unknownParameter(unknown);
  const upload = form.get('file');
  const purpose = form.get('purpose');
  if (upload === null) throw missingParameter('file');
  if (typeof upload === 'string') {
    throw invalidRequest("Invalid type for 'file': expected a file, but got a string instead.", {
      param: 'file',
      code: 'invalid_type',
    });
  }
  if (typeof purpose !== 'string') throw missingParameter('purpose');
  const prefix = PURPOSES[purpose];
  if (prefix === undefined) throw invalidPurpose();
  const createdAt = state.seconds();
  const expiresAt = expiryOf(form, createdAt);
  if (upload.size > MAX_FILE) throw tooLarge(MAX_FILE);
  const file: StoredFile = {
    id: `${prefix}-${lettersOf(22, 'file', ordinal)}`,
    filename: upload.name,
    purpose,
    bytes: new Uint8Array(await upload.arrayBuffer()),
    createdAt,
    expiresAt,
  };
  state.files.set(file.id, file);
  return { kind: 'json', status: 200, body: fileObject(file) };
};

async function readForm(request: Request): Promise<FormData> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) throw unsupportedContentType(type, 'multipart/form-data');
  if (Number(request.headers.get('content-length') ?? 0) > MAX_FILE) throw tooLarge(MAX_FILE);
  try {
    return await request.formData();
  } catch {
    throw invalidRequest('The multipart body could not be read.');
  }
}

export const listFiles: Operate = async ({ url, state }) => {
  const query = url.searchParams;
  const purpose = query.get('purpose');
  const limit = Number(query.get('limit') ?? PAGE);
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE) {
    throw invalidRequest(`Invalid 'limit': expected an integer between 1 and ${PAGE}.`, { param: 'limit' });
  }
  if (purpose !== null && PURPOSES[purpose] === undefined) throw invalidPurpose();
  const order = query.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') throw invalidValue('order', order, ['asc', 'desc']);
  const all = [...state.files.values()].filter(
    (file) => !isExpired(file, state.seconds()) && (purpose === null || file.purpose === purpose),
  );
  const ordered = order === 'asc' ? all : all.reverse();
  const after = query.get('after');
  const found = after === null ? -1 : ordered.findIndex((file) => file.id === after);
  if (after !== null && found === -1) throw fileNotFound(after, 'after');
  const from = found + 1;
  const page = ordered.slice(from, from + limit);
  return {
    kind: 'json',
    status: 200,
    body: {
      object: 'list',
      data: page.map(fileObject),
      has_more: from + limit < ordered.length,
      first_id: page[0]?.id ?? null,
      last_id: page.at(-1)?.id ?? null,
    },
  };
};

export const retrieveFile: Operate = async ({ address, state }) => ({
  kind: 'json',
  status: 200,
  body: fileObject(known(state, address.id)),
});

/** OpenAI gives out no file that was uploaded for assistants; no page says that Azure does. */
export const fileContent: Operate = async ({ address, state }) => {
  const { purpose, bytes } = known(state, address.id);
  if (purpose === 'assistants') throw invalidRequest(`Not allowed to download files of purpose: ${purpose}`);
  return { kind: 'bytes', status: 200, contentType: 'application/octet-stream', bytes };
};

export const deleteFile: Operate = async ({ address, state }) => {
  const { id } = known(state, address.id);
  state.files.delete(id);
  return { kind: 'json', status: 200, body: { object: 'file', deleted: true, id } };
};

function known(state: State, id: string | null): StoredFile {
  const file = state.file(id ?? '');
  if (file === undefined) throw fileNotFound(id ?? '');
  return file;
}
