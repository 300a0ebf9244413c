import type OpenAI from 'openai';
import type { CheckResult, Severity } from '../checks/check.ts';
import type { Model, Target } from '../matrix/types.ts';
import type { Chat, Document, Files, Responses, ScenarioContext } from './scenario.ts';
import { containersOf, usedContainers, vectorStoresOf } from './stores.ts';

/** Something the scenario made at the target and that is removed when the case ends. */
export interface Created {
  readonly kind: 'file' | 'response' | 'container' | 'vector store';
  readonly id: string;
}

export interface ContextOptions {
  readonly client: OpenAI;
  readonly deployment: string;
  readonly calledDeployment: string;
  readonly model: Model;
  readonly target: Target;
  readonly document: (name: string) => Document;
  /** Waits between two polls; does nothing in replay. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly headers: () => Readonly<Record<string, string>>;
}

export interface RunningContext {
  readonly context: ScenarioContext;
  /** The assertions made so far. */
  readonly checks: readonly CheckResult[];
  /** Deletes what is left of what the scenario created; returns what could not be deleted. */
  cleanUp(connect: () => OpenAI): Promise<readonly string[]>;
}

/** Milliseconds between polls: quick at first, then every five seconds. */
const POLL_PAUSES = [500, 1000, 2000, 3000, 5000];
const POLL_LIMIT = 60;

/** What a scenario sees of the target, and the book-keeping behind it. */
export function openContext(options: ContextOptions): RunningContext {
  const checks: CheckResult[] = [];
  const created = new Map<string, Created>();
  const context: ScenarioContext = {
    chat: chatOf(options),
    responses: responsesOf(options, created),
    files: filesOf(options, created),
    containers: containersOf(options.client),
    vectorStores: vectorStoresOf(options.client, created),
    check: {
      must: (id, holds, fact) => assert('must', id, holds, fact),
      should: (id, holds, fact) => assert('should', id, holds, fact),
      info: (id, holds, fact) => assert('info', id, holds, fact),
    },
    model: options.model,
    target: options.target,
    calledDeployment: options.calledDeployment,
    document: options.document,
    headers: options.headers,
    async until(ask, done, limit = POLL_LIMIT) {
      let answer = await ask();
      for (let attempt = 1; attempt < limit && !done(answer); attempt++) {
        await options.pause(POLL_PAUSES[Math.min(attempt - 1, POLL_PAUSES.length - 1)] ?? 0);
        answer = await ask();
      }
      return answer;
    },
  };

  function assert(severity: Severity, id: string, holds: boolean, fact: string): void {
    const outcome = holds ? 'passed' : 'failed';
    const message = holds ? fact : `does not hold: ${fact}`;
    const violations = holds ? [] : [{ check: id, severity, pointer: '', message }];
    checks.push({ id, severity, outcome, message, violations });
  }

  async function cleanUp(connect: () => OpenAI): Promise<readonly string[]> {
    if (created.size === 0) return [];
    const client = connect();
    const leftovers: string[] = [];
    for (const { kind, id } of [...created.values()].reverse()) {
      try {
        await REMOVERS[kind](client, id);
      } catch {
        leftovers.push(`${kind} ${id}`);
      }
    }
    return leftovers;
  }

  return { context, checks, cleanUp };
}

const REMOVERS: Readonly<Record<Created['kind'], (client: OpenAI, id: string) => Promise<unknown>>> = {
  file: (client, id) => client.files.delete(id),
  response: (client, id) => client.responses.delete(id),
  container: (client, id) => client.containers.delete(id),
  'vector store': (client, id) => client.vectorStores.delete(id),
};

function chatOf({ client, deployment }: ContextOptions): Chat {
  return {
    create: (request) => client.chat.completions.create({ ...request, model: deployment }),
    async stream(request) {
      return collect(await client.chat.completions.create({ ...request, model: deployment, stream: true }));
    },
  };
}

function responsesOf({ client, deployment }: ContextOptions, created: Map<string, Created>): Responses {
  const remember = (id: string, stored: boolean | null | undefined) => {
    if (stored !== false) created.set(id, { kind: 'response', id });
  };
  const rememberContainers = (items: unknown) => {
    for (const id of usedContainers(items)) created.set(id, { kind: 'container', id });
  };
  return {
    async create(request, options) {
      const response = await client.responses.create({ ...request, model: deployment }, options);
      remember(response.id, request.store);
      rememberContainers(response.output);
      return response;
    },
    async stream(request, options) {
      const events = await collect(
        await client.responses.create({ ...request, model: deployment, stream: true }, options),
      );
      for (const event of events) {
        if (event.type === 'response.created') remember(event.response.id, request.store);
        if (event.type === 'response.output_item.added') rememberContainers([event.item]);
      }
      return events;
    },
    retrieve: (id) => client.responses.retrieve(id),
    async delete(id) {
      await client.responses.delete(id);
      created.delete(id);
    },
    cancel: (id) => client.responses.cancel(id),
  };
}

function filesOf({ client }: ContextOptions, created: Map<string, Created>): Files {
  return {
    async upload(document, purpose) {
      const content = new File([document.bytes], document.name, { type: document.contentType });
      const file = await client.files.create({ file: content, purpose });
      created.set(file.id, { kind: 'file', id: file.id });
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

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
