/** Changes to the items of a response and of a request, for faults. */
import { elements, isJsonObject, isRecord, type Json, type JsonObject, member } from '../json.ts';
import { type Body, type Fault, onFrames, onJson, type Sent } from './fault.ts';

type ChangeItem = (item: JsonObject) => JsonObject;

/** Requests that create a response. */
export function onCreate(change: (body: Body) => Body): NonNullable<Fault['request']> {
  return (operation, body) => (operation === 'responses.create' ? change(body) : body);
}

/** Output items of plain answers to `responses.create`. */
export function onPlainItems(change: ChangeItem): (sent: Sent) => Sent {
  return onJson(['responses.create'], (body) => ({ ...body, output: changed(body.output, change) }));
}

/** Output items of a stream, alike in all of its events. */
export function onStreamedItems(change: ChangeItem): (sent: Sent) => Sent {
  return onFrames('responses', (frames) =>
    frames.map((frame) => {
      const { item, response } = frame.data;
      const data = {
        ...frame.data,
        ...(isJsonObject(item) ? { item: change(item) } : {}),
        ...(isJsonObject(response)
          ? { response: { ...response, output: changed(response.output, change) } }
          : {}),
      };
      return { ...frame, data };
    }),
  );
}

function changed(list: Json | undefined, change: ChangeItem): Json {
  return elements(list).map((item) => (isJsonObject(item) ? change(item) : item));
}

/** Items of one type, with `fields` in the place of theirs. */
export function itemsOf(type: string, fields: JsonObject): ChangeItem {
  return (item) => (item.type === type ? { ...item, ...fields } : item);
}

/** Messages, each annotation of one type changed or, for null, left out. */
export function annotationsOf(
  type: string,
  change: (annotation: JsonObject) => JsonObject | null,
): ChangeItem {
  return (item) => {
    if (item.type !== 'message') return item;
    const content = elements(item.content).map((part) => {
      if (!isJsonObject(part)) return part;
      const annotations = elements(part.annotations).flatMap((annotation): Json[] => {
        if (!isJsonObject(annotation) || annotation.type !== type) return [annotation];
        const kept = change(annotation);
        return kept === null ? [] : [kept];
      });
      return { ...part, annotations };
    });
    return { ...item, content };
  };
}

/** Whether an answer shows a tool of one of these types. */
export function showsTool(body: JsonObject, isMeant: (type: string) => boolean): boolean {
  return elements(body.tools).some((tool) => isMeant(String(member(tool, 'type'))));
}

type Tool = Readonly<Record<string, unknown>>;

/** The tools of `responses.create` of one type, each changed or, for null, left out. */
export function onTools(type: string, change: (tool: Tool) => Tool | null) {
  return onCreate((body) => {
    if (!Array.isArray(body.tools)) return body;
    const tools = body.tools.flatMap((tool: unknown): unknown[] => {
      if (!isRecord(tool) || tool.type !== type) return [tool];
      const kept = change(tool);
      return kept === null ? [] : [kept];
    });
    return { ...body, tools };
  });
}

/** The items of a request's input, each changed. */
export function onInput(change: (item: Tool) => Tool) {
  return onCreate((body) =>
    Array.isArray(body.input)
      ? { ...body, input: body.input.map((item: unknown) => (isRecord(item) ? change(item) : item)) }
      : body,
  );
}

/** The content parts of the messages of a request's input, as a whole. */
export function onParts(change: (parts: readonly Tool[]) => readonly Tool[]) {
  return onInput((item) =>
    Array.isArray(item.content) ? { ...item, content: change(item.content.filter(isRecord)) } : item,
  );
}

/** Without one of the things that a request asks to include. */
export function withoutInclude(name: string) {
  return onCreate(
    (body): Body =>
      Array.isArray(body.include)
        ? { ...body, include: body.include.filter((entry) => entry !== name) }
        : body,
  );
}

/** A tool is accepted and never used. */
export function ignored(tool: string, feature: string, also: readonly string[]): Fault {
  return {
    name: `${feature}.ignored`,
    breaks: `The tool ${tool} is accepted and never used.`,
    caughtBy: `responses/${feature}#called`,
    also: ['echo.tools', ...also],
    request: onTools(tool, () => null),
  };
}
