/**
 * A scenario is the executable definition of one feature. It reads like the page that documents the
 * feature: its requests, its checks, nothing else. Everything automatic (recording, schema, stream
 * grammar, error contract, clean-up, classification of refusals) happens around it.
 *
 *   export default scenario('chat/completion', {
 *     async run({ chat, check }) {
 *       const answer = await chat.create({ messages: [{ role: 'user', content: 'Say hello.' }] });
 *       check.must('answers', answer.choices.length === 1, 'one choice is returned');
 *     },
 *     recognise: (seen) => (seen.operation === 'chat.create' ? [] : null),
 *   });
 */
import type OpenAI from 'openai';
import type { ClassifiedError, ErrorClass, Violation } from '../checks/check.ts';
import type { JsonObject } from '../checks/stream/json.ts';
import type { SeenExchange } from '../checks/view.ts';
import type { Model, Surface, Target } from '../matrix/types.ts';
import { CREDENTIAL } from '../wire/pseudonym.ts';

export type { Model };

type WithoutModel<P> = Omit<P, 'model' | 'stream'>;

export type ChatRequest = WithoutModel<OpenAI.Chat.ChatCompletionCreateParamsNonStreaming>;
export type ResponseRequest = WithInput<WithoutModel<OpenAI.Responses.ResponseCreateParamsNonStreaming>>;
export type CompactRequest = WithInput<Omit<OpenAI.Responses.ResponseCompactParams, 'model'>>;

/** Output items of one response are input of the next, which the SDK's types do not allow for all of them. */
export type InputItem = OpenAI.Responses.ResponseInputItem | OpenAI.Responses.ResponseOutputItem;
type WithInput<P> = Omit<P, 'input'> & { readonly input: string | readonly InputItem[] };

/** The API under test, with the deployment filled in; otherwise the SDK's own types. */
export interface Chat {
  create(request: ChatRequest): Promise<OpenAI.Chat.ChatCompletion>;
  /** Reads the stream to its end. */
  stream(
    request: ChatRequest & Pick<OpenAI.Chat.ChatCompletionCreateParamsStreaming, 'stream_options'>,
  ): Promise<readonly OpenAI.Chat.ChatCompletionChunk[]>;
}

/** Headers that a feature needs besides those of every request. */
export interface WithHeaders {
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Responses {
  create(request: ResponseRequest, options?: WithHeaders): Promise<OpenAI.Responses.Response>;
  /** Reads the stream to its end. */
  stream(
    request: ResponseRequest,
    options?: WithHeaders,
  ): Promise<readonly OpenAI.Responses.ResponseStreamEvent[]>;
  retrieve(id: string): Promise<OpenAI.Responses.Response>;
  /** The stream that a background response was created with, from the event after number `after` to its end. */
  resume(id: string, after: number): Promise<readonly OpenAI.Responses.ResponseStreamEvent[]>;
  delete(id: string): Promise<void>;
  cancel(id: string): Promise<OpenAI.Responses.Response>;
  /** One page of what a response was given as input. */
  inputItems(id: string, page?: OpenAI.Responses.InputItemListParams): Promise<InputItemPage>;
  compact(request: CompactRequest): Promise<OpenAI.Responses.CompactedResponse>;
}

/** Words of the SDK that scenarios use. */
export type Response = OpenAI.Responses.Response;
export type ResponseStreamEvent = OpenAI.Responses.ResponseStreamEvent;
export type FileObject = OpenAI.FileObject;

export interface InputItemPage {
  readonly items: readonly OpenAI.Responses.ResponseItem[];
  readonly hasMore: boolean;
}

export interface Files {
  /** Uploads one of `fixtures/documents`; it is deleted when the case ends, whatever happens. */
  upload(document: Document, purpose: OpenAI.FilePurpose): Promise<OpenAI.FileObject>;
  /** The name that a document is uploaded under: it carries the tag of the run, by which `clean` knows it. */
  nameOf(document: Document): string;
  retrieve(id: string): Promise<OpenAI.FileObject>;
  /** One page. */
  list(page?: OpenAI.FileListParams): Promise<FilePage>;
  content(id: string): Promise<Uint8Array>;
  delete(id: string): Promise<OpenAI.FileDeleted>;
}

export interface FilePage {
  readonly files: readonly OpenAI.FileObject[];
  readonly hasMore: boolean;
}

export interface Models {
  list(): Promise<readonly OpenAI.Model[]>;
  retrieve(id: string): Promise<OpenAI.Model>;
}

/** The APIs of the target, as somebody calls them. */
export interface Apis {
  readonly chat: Chat;
  readonly responses: Responses;
  readonly files: Files;
  readonly models: Models;
  readonly containers: Containers;
  readonly vectorStores: VectorStores;
  /**
   * A request that no client would write. Gives the JSON of the answer, or its text; throws the SDK's APIError
   * where it is refused. It is sent as it is: no deployment is filled in, no tag added, and `schema.request` not made.
   */
  send(request: RawRequest): Promise<unknown>;
}

export interface RawRequest {
  readonly method: string;
  /** Below the base address of the API: `/chat/completions`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  /** Instead of `body`: any text, sent as `application/json` unless `headers` say otherwise. */
  readonly raw?: string;
}

/** What is otherwise than the matrix says; the rest stays. */
export interface Caller {
  /** A deployment of another name. */
  readonly deployment?: string;
  readonly surface?: Surface;
  /** `api-version` of the requests on the surface `v1`. */
  readonly apiVersion?: string;
  /**
   * `key` or `token`: the target's own, where it has both. `nothing`: none is sent. `wrong`: a key that
   * nobody has issued. Default: what the target's `auth` says.
   */
  readonly credential?: 'key' | 'token' | 'nothing' | { readonly wrong: string };
  /** Sends a key in the header `api-key` on the v1 surfaces, where the client sends a bearer. */
  readonly keyIn?: 'api-key';
}

/** Sandboxes of the code interpreter; one that a response used is deleted when the case ends. */
export interface Containers {
  retrieve(id: string): Promise<OpenAI.ContainerRetrieveResponse>;
  files(id: string): Promise<readonly OpenAI.Containers.FileListResponse[]>;
  /** The bytes of a file, as text. */
  content(id: string, fileId: string): Promise<string>;
}

export interface VectorStores {
  /** Deleted when the case ends, whatever happens. */
  create(request: OpenAI.VectorStoreCreateParams): Promise<OpenAI.VectorStore>;
  retrieve(id: string): Promise<OpenAI.VectorStore>;
  addFile(id: string, fileId: string): Promise<OpenAI.VectorStores.VectorStoreFile>;
  delete(id: string): Promise<OpenAI.VectorStoreDeleted>;
}

/** One file of `fixtures/documents`. */
export interface Document {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** `data:<type>;base64,…` */
  readonly dataUrl: string;
}

/** How the service refused a request. */
export interface Refusal extends ClassifiedError {
  /** Everything in `error`, as the service sent it. */
  readonly body: JsonObject;
}

/** Each assertion of a scenario has a fixed id, the same for pass and fail; `fact` is the sentence it asserts. */
export interface Assert {
  must(id: string, holds: boolean, fact: string, about?: Finding): void;
  should(id: string, holds: boolean, fact: string, about?: Finding): void;
  info(id: string, holds: boolean, fact: string, about?: Finding): void;
}

/** Where a fact was looked for and what was found, for the violation where it does not hold. */
export type Finding = Partial<Pick<Violation, 'pointer' | 'expected' | 'found' | 'reference'>>;

export interface ScenarioContext extends Apis {
  /** The same APIs with other credentials, on another surface or for another deployment. */
  as(caller: Caller): Apis;
  readonly check: Assert;
  /** Catalogue facts of the model that carries the requests. */
  readonly model: Model;
  readonly target: Pick<Target, 'name' | 'kind' | 'region' | 'surface' | 'mcpServerUrl' | 'picture'>;
  /** Deployment that carries the requests. */
  readonly deployment: string;
  /** Deployment of the model that the feature's `callsModel` asks for; empty for a feature without one. */
  readonly calledDeployment: string;
  /** A file of `fixtures/documents` by name. */
  document(name: string): Document;
  /**
   * Repeats `ask` until `done`, waiting between (not in replay). The time of the case ends it; where waiting takes
   * none, `limit` tries do (default 600), and the last answer is returned.
   */
  until<T>(ask: () => Promise<T>, done: (answer: T) => boolean, limit?: number): Promise<T>;
  /**
   * How the service refuses `ask`; null where it answers. A refusal that says nothing about the question
   * (throttled, no such API for this model) ends the scenario, unless its class is one of `expected`.
   */
  refusal(ask: () => Promise<unknown>, ...expected: readonly ErrorClass[]): Promise<Refusal | null>;
  /** Lower-case headers of the newest answer. */
  headers(): Readonly<Record<string, string>>;
  /** HTTP status of the newest answer; null before the first. */
  status(): number | null;
}

/** A check that a recogniser can make on somebody else's exchange. */
export interface ObservedCheck {
  readonly id: string;
  readonly ok: boolean;
}

export interface ScenarioDefinition {
  run(context: ScenarioContext): Promise<void>;
  /**
   * Request parameters the feature consists of: a refusal of one of them is a refusal of the feature.
   * Left out: the parameter the feature is named after (`chat/top-p`: `top_p`).
   */
  readonly parameters?: readonly string[];
  /** Refusals the feature consists of (`service/invalid-key`: `auth`): somebody else's exchange that has one shows it. */
  readonly refusalExpected?: readonly ErrorClass[];
  /** Null: this foreign exchange does not use the feature; a list (often empty): it does, with these checks. */
  recognise(seen: SeenExchange): readonly ObservedCheck[] | null;
}

export interface Scenario extends ScenarioDefinition {
  readonly feature: string;
}

/** The objects of a list in foreign JSON; nothing when it is no list. For recognisers. */
export function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}

/** The object that a text is in JSON; null for any other text. */
export function jsonObject(text: string | null | undefined): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return Array.isArray(value) ? null : (objects([value])[0] ?? null);
  } catch {
    return null;
  }
}

/** The chunks of one choice, those of the asynchronous content filter included, which have no delta. */
export function choiceChunks(chunks: readonly OpenAI.Chat.ChatCompletionChunk[], index = 0) {
  return chunks.flatMap((chunk) => chunk.choices).filter((choice) => choice.index === index);
}

/** The text that the deltas of one choice add up to. */
export function streamedText(chunks: readonly OpenAI.Chat.ChatCompletionChunk[], index = 0): string {
  return choiceChunks(chunks, index)
    .map((choice) => choice.delta?.content ?? '')
    .join('');
}

/** Code and message of the error in foreign JSON, empty where it has none. For recognisers. */
export function errorOf(answer: JsonObject | null): { readonly code: string; readonly message: string } {
  const error = answer?.error;
  const member = (name: string): string => {
    const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : null;
    return typeof value === 'string' ? value : '';
  };
  return { code: member('code'), message: member('message') };
}

/** Whether a refusal repeats a credential that was sent, or holds what stands for one in a recording. */
export function repeats({ code, type, param, message }: ClassifiedError, credential: string): boolean {
  const told = [code, type, param, message].join(' ');
  return told.includes(credential) || told.includes(CREDENTIAL);
}

/** Whether a text is a PNG, JPEG or WebP in base64, by its first bytes. */
export function isPicture(base64: unknown): boolean {
  return typeof base64 === 'string' && /^(?:iVBORw0KGgo|\/9j\/|UklGR)/.test(base64);
}

/** Content parts of the messages in a request's input. For recognisers. */
export function inputParts(request: JsonObject | null): readonly JsonObject[] {
  return objects(request?.input).flatMap((item) => objects(item.content));
}

/** Whether a request offers a tool of this type, or its answer says so where the recording kept no request. For recognisers. */
export function offersTool({ request, answer }: SeenExchange, type: string): boolean {
  return objects((request ?? answer)?.tools).some((tool) => tool.type === type);
}

export function scenario(feature: string, definition: ScenarioDefinition): Scenario {
  return { feature, ...definition };
}
