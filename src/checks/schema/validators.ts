/** Finds the validator for a body, an event or a request. Modules are built on first use. */
import type { ValidateFunction } from 'ajv';
import type { Operation } from '../../wire/operation.ts';
import { load as loadChat } from './generated/chat.mjs';
import { events } from './generated/constants.ts';
import { load as loadRequests } from './generated/requests.mjs';
import { load as loadResources } from './generated/resources.mjs';
import { load as loadResponses } from './generated/responses.mjs';
import { load as loadStores } from './generated/stores.mjs';

type Table = Record<string, ValidateFunction>;

const chat = lazy(loadChat);
const responses = lazy(loadResponses);
const requests = lazy(loadRequests);
const resources = lazy(loadResources);
const stores = lazy(loadStores);

/** What a successful answer to an operation holds. `other`, file contents: nothing that we know. */
const RESPONSES: Partial<Record<Operation, readonly [() => Table, string]>> = {
  'chat.create': [chat, 'ChatCompletion'],
  'responses.create': [responses, 'Response'],
  'responses.retrieve': [responses, 'Response'],
  'responses.cancel': [responses, 'Response'],
  'responses.delete': [responses, 'ResponseDeleted'],
  'responses.input-items': [responses, 'ResponseItemList'],
  'responses.compact': [responses, 'CompactedResponse'],
  'files.create': [resources, 'FileObject'],
  'files.retrieve': [resources, 'FileObject'],
  'files.list': [resources, 'FileList'],
  'files.delete': [resources, 'FileDeleted'],
  'models.list': [resources, 'ModelList'],
  'models.retrieve': [resources, 'Model'],
  'containers.create': [stores, 'ContainerRetrieveResponse'],
  'containers.retrieve': [stores, 'ContainerRetrieveResponse'],
  'containers.list': [stores, 'ContainerList'],
  'containers.delete': [stores, 'ContainerDeleted'],
  // The package calls a file of a container after the request that reads it.
  'container-files.create': [stores, 'FileRetrieveResponse'],
  'container-files.retrieve': [stores, 'FileRetrieveResponse'],
  'container-files.list': [stores, 'ContainerFileList'],
  'container-files.delete': [stores, 'ContainerFileDeleted'],
  'vector-stores.create': [stores, 'VectorStore'],
  'vector-stores.retrieve': [stores, 'VectorStore'],
  'vector-stores.list': [stores, 'VectorStoreList'],
  'vector-stores.delete': [stores, 'VectorStoreDeleted'],
  'vector-store-files.create': [stores, 'VectorStoreFile'],
  'vector-store-files.retrieve': [stores, 'VectorStoreFile'],
  'vector-store-files.list': [stores, 'VectorStoreFileList'],
  'vector-store-files.delete': [stores, 'VectorStoreFileDeleted'],
};

const CHUNK = 'ChatCompletionChunk';
const ERROR = 'ErrorBody';

const REQUESTS: Partial<Record<Operation, readonly [() => Table, string]>> = {
  'chat.create': [chat, 'ChatCompletionCreateParams'],
  'responses.create': [requests, 'ResponseCreateParams'],
  'responses.compact': [requests, 'ResponseCompactParams'],
};

/** Null where the operation has no typed answer. */
export function responseValidator(operation: Operation): ValidateFunction | null {
  return pick(RESPONSES[operation]);
}

/** Null where the operation has no JSON request. */
export function requestValidator(operation: Operation): ValidateFunction | null {
  return pick(REQUESTS[operation]);
}

export function chunkValidator(): ValidateFunction {
  return chat()[CHUNK] ?? unknownDefinition(CHUNK);
}

export function errorBodyValidator(): ValidateFunction {
  return resources()[ERROR] ?? unknownDefinition(ERROR);
}

/** Null for an event type that neither the package nor the overlay knows. */
export function eventValidator(type: string): ValidateFunction | null {
  const name = Object.hasOwn(events, type) ? events[type] : undefined;
  return name === undefined ? null : (responses()[name] ?? unknownDefinition(name));
}

function pick(entry: readonly [() => Table, string] | undefined): ValidateFunction | null {
  if (entry === undefined) return null;
  const [table, name] = entry;
  return table()[name] ?? unknownDefinition(name);
}

function unknownDefinition(name: string): never {
  throw new Error(`no generated validator for ${name}: run "npm run schemas"`);
}

function lazy(load: () => Table): () => Table {
  let table: Table | undefined;
  return () => {
    table ??= load();
    return table;
  };
}

/** Name of the definition that a successful answer keeps; null where the operation has no typed answer. */
export function answerDefinition(operation: Operation): string | null {
  return RESPONSES[operation]?.[1] ?? null;
}

export type AnswerGroup = 'chat' | 'responses' | 'errors' | 'events' | 'files' | 'models' | 'stores';

/** Names of the definitions that answers keep, by what is answered; `events`: those of a stream of Responses. */
export function answerRoots(): readonly { readonly group: AnswerGroup; readonly roots: readonly string[] }[] {
  const names = (...families: readonly string[]) => [
    ...new Set(
      Object.entries(RESPONSES)
        .filter(([operation]) => families.includes(operation.split('.')[0] ?? ''))
        .map(([, [, name]]) => name),
    ),
  ];
  return [
    { group: 'chat', roots: [...names('chat'), CHUNK] },
    { group: 'responses', roots: names('responses') },
    { group: 'errors', roots: [ERROR] },
    { group: 'events', roots: [...new Set(Object.values(events))] },
    { group: 'files', roots: names('files') },
    { group: 'models', roots: names('models') },
    {
      group: 'stores',
      roots: names('containers', 'container-files', 'vector-stores', 'vector-store-files'),
    },
  ];
}
