import type OpenAI from 'openai';
import type { CheckResult, Severity } from '../../checks/check.ts';
import type { Model, Target } from '../../matrix/types.ts';
import type { Apis, Caller, Document, Finding, ScenarioContext } from '../scenario.ts';
import { chatOf } from './chat.ts';
import { Created, deleteCreated, type Note } from './created.ts';
import { filesOf } from './files.ts';
import { modelsOf } from './models.ts';
import { refusalOf } from './refusal.ts';
import { responsesOf } from './responses.ts';
import { sendOf } from './send.ts';
import { containersOf, vectorStoresOf } from './stores.ts';

export interface ContextOptions {
  /** A client for the target; for the caller that the matrix describes where none is given. */
  readonly connect: (caller?: Caller) => OpenAI;
  /** Tag of the run, carried by everything that is created. */
  readonly tag: string;
  /** Told of each thing that is created or deleted. */
  readonly note?: Note;
  readonly deployment: string;
  readonly calledDeployment: string;
  readonly model: Model;
  readonly target: Target;
  readonly document: (name: string) => Document;
  /** Waits between two polls; does nothing in replay. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly status: () => number | null;
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
/** Fifty minutes: longer than any case has. */
const POLL_LIMIT = 600;

/** What a scenario sees of the target, and the book-keeping behind it. */
export function openContext(options: ContextOptions): RunningContext {
  const checks: CheckResult[] = [];
  const created = new Created(options.note);
  const context: ScenarioContext = {
    ...apisOf(options, created),
    as: (caller) => apisOf(options, created, caller),
    check: {
      must: (id, holds, fact, about) => assert('must', id, holds, fact, about),
      should: (id, holds, fact, about) => assert('should', id, holds, fact, about),
      info: (id, holds, fact, about) => assert('info', id, holds, fact, about),
    },
    model: options.model,
    target: options.target,
    deployment: options.deployment,
    calledDeployment: options.calledDeployment,
    document: options.document,
    headers: options.headers,
    status: options.status,
    refusal: refusalOf,
    async until(ask, done, limit = POLL_LIMIT) {
      let answer = await ask();
      for (let attempt = 1; attempt < limit && !done(answer); attempt++) {
        await options.pause(POLL_PAUSES[Math.min(attempt - 1, POLL_PAUSES.length - 1)] ?? 0);
        answer = await ask();
      }
      return answer;
    },
  };

  function assert(severity: Severity, id: string, holds: boolean, fact: string, about: Finding = {}): void {
    const outcome = holds ? 'passed' : 'failed';
    const message = holds ? fact : `does not hold: ${fact}`;
    const violations = holds ? [] : [{ check: id, severity, pointer: '', message, ...about }];
    checks.push({ id, severity, outcome, message, violations });
  }

  return {
    context,
    checks,
    cleanUp: async (connect) => (created.size === 0 ? [] : deleteCreated(connect(), created)),
  };
}

function apisOf({ connect, deployment, tag }: ContextOptions, created: Created, caller?: Caller): Apis {
  const client = connect(caller);
  const name = caller?.deployment ?? deployment;
  return {
    chat: chatOf(client, name),
    responses: responsesOf(client, name, created, tag),
    files: filesOf(client, created, tag),
    models: modelsOf(client),
    containers: containersOf(client),
    vectorStores: vectorStoresOf(client, created, tag),
    send: sendOf(client, name, created),
  };
}
