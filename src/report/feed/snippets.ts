import type { Feed, FeedApi, FeedModel } from './types.ts';

/** The lines of a snippet's template that the feed takes the place of. */
const FOREIGN = /^.*\bFOREIGN\b.*\{\}.* filled in from feed\.json$/m;
const MODELS = /^.*\bMODELS\b.*\{\}.* filled in from feed\.json$/m;

/** How to call one model: what the snippets carry of the feed. */
interface Call {
  readonly api: FeedApi;
  readonly omit: readonly string[];
  readonly instead: Readonly<Record<string, string>>;
}

/** Models that can be called, by name; of several versions, what any of them refuses is left out. */
export function callsOf({ models }: Feed): ReadonlyMap<string, Call> {
  const usable = models.filter(({ use, retired }) => use !== null && !retired);
  const calls = new Map<string, Call>();
  for (const [name, versions] of Map.groupBy(usable, (model) => model.name)) {
    const [first] = versions;
    const api = commonApi(versions);
    if (first === undefined || api === null) continue;
    const requests = versions.flatMap(({ requests: { [api]: request } }) => request ?? []);
    calls.set(name, {
      api,
      omit: [...new Set(requests.flatMap(({ omit }) => omit))],
      instead: Object.assign({}, ...requests.map(({ instead }) => instead)),
    });
  }
  return calls;
}

function commonApi(versions: readonly FeedModel[]): FeedApi | null {
  const [first] = versions;
  if (first?.use == null) return null;
  const offers = (api: FeedApi) => versions.every(({ apis }) => apis[api].says === 'yes');
  return offers(first.use) ? first.use : ((['chat', 'responses'] as const).find(offers) ?? null);
}

/** `call_model.py`: a model is one line of a dict, whose members JSON and Python write alike. */
export function pythonSnippet(feed: Feed, template: string): string {
  const dict = (name: string, members: string) => `${name} = {\n${members}}`;
  return filled(
    template,
    dict('FOREIGN', foreignLines(feed, '    ')),
    dict('MODELS', modelLines(feed, '    ')),
  );
}

/** `call-model.ts` */
export function typescriptSnippet(feed: Feed, template: string): string {
  const record = (name: string, type: string, members: string) =>
    `const ${name}: Partial<Record<${type}>> = {\n${members}};`;
  return filled(
    template,
    record('FOREIGN', "Call['api'], Omission", foreignLines(feed, '  ')),
    record('MODELS', 'string, Call', modelLines(feed, '  ')),
  );
}

function foreignLines({ foreign }: Feed, indent: string): string {
  return linesOf(Object.entries(foreign), indent);
}

function modelLines(feed: Feed, indent: string): string {
  return linesOf([...callsOf(feed)], indent);
}

function linesOf(members: readonly (readonly [string, unknown])[], indent: string): string {
  return members.map(([name, value]) => `${indent}${asciiJson(name)}: ${asciiJson(value)},\n`).join('');
}

/** JSON that is a literal of both languages: no character beyond ASCII. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function filled(template: string, foreign: string, models: string): string {
  if (!FOREIGN.test(template) || !MODELS.test(template))
    throw new Error('the template of a snippet has no place for the feed');
  return template.replace(FOREIGN, () => foreign).replace(MODELS, () => models);
}
