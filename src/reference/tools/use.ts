/** What hosted tools are given, and what a use of one leaves behind. */
import type { ReferenceModel } from '../catalog.ts';
import type { JsonObject } from '../json.ts';
import type { Deployments } from '../operation.ts';
import type { InputItem, ResponsesRequest } from '../requests/responses.ts';
import type { OutputItem } from '../responses/items.ts';
import type { State } from '../state.ts';

/** The request a tool is offered in. */
export interface Scene {
  readonly request: ResponsesRequest;
  /** Earlier responses included. */
  readonly conversation: readonly InputItem[];
  readonly model: ReferenceModel;
  readonly state: State;
  readonly deployments: Deployments;
  readonly ordinal: number;
  /** Header `x-ms-oai-image-generation-deployment`. */
  readonly imageDeployment: string | null;
}

/** A tool that was found usable: its files, stores and deployments are there. */
export interface ReadyTool {
  /** Its `type` in `tools` and `tool_choice`. */
  readonly type: string;
  /** Whether the model, left to itself, uses it for this question. */
  wanted(question: string): boolean;
  /** `id` makes the id of the item from its prefix. */
  use(question: string, id: (prefix: string) => string): Use;
}

export interface Use {
  readonly item: OutputItem;
  /** What the model is told of the result; null where the caller has to act before it can go on. */
  readonly told: string | null;
  readonly citations: readonly Citation[];
}

/** A source of the answer, cited where the answer holds `marker`. */
export interface Citation {
  readonly marker: string;
  /** `start` and `end`: characters of the answer. */
  annotation(start: number, end: number): JsonObject;
}

/** The annotations of a text. What is not in it (any more) is not cited. */
export function annotationsOf(text: string, citations: readonly Citation[]): JsonObject[] {
  return citations.flatMap(({ marker, annotation }) => {
    const start = text.indexOf(marker);
    return start < 0 ? [] : [annotation(start, start + marker.length)];
  });
}
