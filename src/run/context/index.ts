import type OpenAI from 'openai';
import type { CheckResult, Severity } from '../../checks/check.ts';
import type { Model, Target } from '../../matrix/types.ts';
import type { Document, ScenarioContext } from '../scenario.ts';
import { chatOf } from './chat.ts';
import { type Created, deleteCreated } from './created.ts';
import { filesOf } from './files.ts';
import { refusalOf } from './refusal.ts';
import { responsesOf } from './responses.ts';

export interface ContextOptions {
  readonly client: OpenAI;
  readonly deployment: string;
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
  const { client, deployment } = options;
  const checks: CheckResult[] = [];
  const created: Created = new Map();
  const context: ScenarioContext = {
    chat: chatOf(client, deployment),
    responses: responsesOf(client, deployment, created),
    files: filesOf(client, created),
    check: {
      must: (id, holds, fact) => assert('must', id, holds, fact),
      should: (id, holds, fact) => assert('should', id, holds, fact),
      info: (id, holds, fact) => assert('info', id, holds, fact),
    },
    model: options.model,
    target: options.target,
    document: options.document,
    headers: options.headers,
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

  function assert(severity: Severity, id: string, holds: boolean, fact: string): void {
    const outcome = holds ? 'passed' : 'failed';
    const message = holds ? fact : `does not hold: ${fact}`;
    const violations = holds ? [] : [{ check: id, severity, pointer: '', message }];
    checks.push({ id, severity, outcome, message, violations });
  }

  return {
    context,
    checks,
    cleanUp: async (connect) => (created.size === 0 ? [] : deleteCreated(connect(), created)),
  };
}
