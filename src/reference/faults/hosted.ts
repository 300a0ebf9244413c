/** What can be wrong with tools that the service runs itself, and with containers and vector stores. */
import { elements, isJsonObject, type JsonObject, member } from '../json.ts';
import { type Fault, onFrames, onJson, renumbered } from './fault.ts';
import {
  annotationsOf,
  itemsOf,
  onCreate,
  onInput,
  onPlainItems,
  onStreamedItems,
  onTools,
  showsTool,
  withoutInclude,
} from './items.ts';

/** A tool is accepted and never used. */
function ignored(tool: string, feature: string, also: readonly string[]): Fault {
  return {
    name: `${feature}.ignored`,
    breaks: `The tool ${tool} is accepted and never used.`,
    caughtBy: `responses/${feature}#called`,
    also: ['echo.tools', ...also],
    request: onTools(tool, () => null),
  };
}

/** Answers of a feature of this file, or about a picture or a document. */
function isOfTools(body: JsonObject): boolean {
  const text = JSON.stringify(body.output ?? []);
  return showsTool(body, (type) => type !== 'function') || /The image shows|code word/i.test(text);
}

const HOSTED_TOOLS: readonly Fault[] = [
  {
    name: 'tools.response-incomplete',
    breaks:
      'A response that used a tool of the service, or was about a picture or a document, is incomplete.',
    caughtBy: 'responses/image-url#completed',
    also: [
      'responses/*#completed',
      'responses/mcp-approval#goes-on',
      'responses/computer-use#goes-on',
      'responses/compact#continues',
    ],
    reply: onJson(['responses.create'], (body) =>
      body.status === 'completed' && isOfTools(body)
        ? { ...body, status: 'incomplete', incomplete_details: { reason: 'content_filter' } }
        : body,
    ),
  },
];

const CODE_INTERPRETER: readonly Fault[] = [
  ignored('code_interpreter', 'code-interpreter', ['responses/code-interpreter-files#called']),
  {
    name: 'code-interpreter.code-unseen',
    breaks: 'The code is not streamed, only told when it is done.',
    caughtBy: 'responses/code-interpreter#code',
    also: ['fold.code'],
    reply: onFrames('responses', (frames) =>
      renumbered(frames.filter(({ event }) => event !== 'response.code_interpreter_call_code.delta')),
    ),
  },
  {
    name: 'code-interpreter.steps-reversed',
    breaks: 'A streamed call says that the code runs before it says that there is a call.',
    caughtBy: 'stream.call-order',
    reply: onFrames('responses', (frames) => {
      const began = frames.find(({ event }) => event === 'response.code_interpreter_call.in_progress');
      const runs = frames.find(({ event }) => event === 'response.code_interpreter_call.interpreting');
      if (began === undefined || runs === undefined) return frames;
      return renumbered(frames.map((frame) => (frame === began ? runs : frame === runs ? began : frame)));
    }),
  },
  {
    name: 'code-interpreter.container-unnamed',
    breaks: 'A streamed call does not name its container.',
    caughtBy: 'responses/code-interpreter#container',
    reply: onStreamedItems(itemsOf('code_interpreter_call', { container_id: '' })),
  },
  {
    name: 'code-interpreter.outputs-left-out',
    breaks: 'The output of the code is left out although the request includes it.',
    caughtBy: 'responses/code-interpreter#outputs',
    request: withoutInclude('code_interpreter_call.outputs'),
  },
  {
    name: 'code-interpreter.result-wrong',
    breaks: 'The code calculates with another number than the one asked for.',
    caughtBy: 'responses/code-interpreter#result',
    request: onCreate((body) =>
      typeof body.input === 'string' ? { ...body, input: body.input.replace('730561', '730562') } : body,
    ),
  },
  {
    name: 'code-interpreter.file-uncited',
    breaks: 'The answer does not cite the file that the code has written.',
    caughtBy: 'responses/code-interpreter-files#cited',
    reply: onPlainItems(annotationsOf('container_file_citation', () => null)),
  },
  {
    name: 'code-interpreter.file-miscited',
    breaks: 'The citation names another file than the one that the code has written.',
    caughtBy: 'responses/code-interpreter-files#same-file',
    reply: onPlainItems(
      annotationsOf('container_file_citation', (citation) => ({ ...citation, file_id: 'cfile_other' })),
    ),
  },
  {
    name: 'containers.other-container',
    breaks: 'A container that is read has another id than the one asked for.',
    caughtBy: 'responses/code-interpreter-files#container',
    also: ['id.asked'],
    reply: onJson(['containers.retrieve'], (body) => ({ ...body, id: 'cntr_other' })),
  },
  {
    name: 'containers.uploads-unlisted',
    breaks: 'The list of a container leaves out the files that were uploaded.',
    caughtBy: 'responses/code-interpreter-files#uploaded',
    reply: onJson(['container-files.list'], (body) => ({
      ...body,
      data: elements(body.data).filter((file) => member(file, 'source') !== 'user'),
    })),
  },
  {
    name: 'containers.maker-mistaken',
    breaks: 'A file that the code has written is said to be uploaded.',
    caughtBy: 'responses/code-interpreter-files#made',
    reply: onJson(['container-files.list'], (body) => ({
      ...body,
      data: elements(body.data).map((file) => (isJsonObject(file) ? { ...file, source: 'user' } : file)),
    })),
  },
  {
    name: 'containers.content-wrong',
    breaks: 'The content of a file in a container comes back without its last byte.',
    caughtBy: 'responses/code-interpreter-files#content',
    reply: (sent) =>
      sent.operation === 'container-files.content' && sent.reply.kind === 'bytes'
        ? { ...sent, reply: { ...sent.reply, bytes: sent.reply.bytes.slice(0, -1) } }
        : sent,
  },
];

const NO_PICTURE = { result: 'AAAA' };

const IMAGE_GENERATION: readonly Fault[] = [
  ignored('image_generation', 'image-generation', [
    'responses/image-generation#picture',
    'responses/image-generation#format',
    'responses/image-generation-streaming#partial',
    'responses/image-generation-streaming#picture',
    'responses/image-generation-streaming#status',
  ]),
  {
    name: 'image-generation.no-picture',
    breaks: 'The result of an image generation is no picture.',
    caughtBy: 'responses/image-generation#picture',
    also: ['responses/image-generation#format'],
    reply: onPlainItems(itemsOf('image_generation_call', NO_PICTURE)),
  },
  {
    name: 'image-generation.format-ignored',
    breaks: 'A generated picture is a PNG whatever was asked for.',
    caughtBy: 'responses/image-generation#format',
    request: onTools('image_generation', ({ output_format: _, ...tool }) => tool),
  },
  {
    name: 'image-generation.partial-missing',
    breaks: 'A picture is not shown before it is finished.',
    caughtBy: 'responses/image-generation-streaming#partial',
    request: onTools('image_generation', ({ partial_images: _, ...tool }) => tool),
  },
  {
    name: 'image-generation.streamed-no-picture',
    breaks: 'The finished result of a streamed image generation is no picture.',
    caughtBy: 'responses/image-generation-streaming#picture',
    reply: onStreamedItems((item) =>
      item.type === 'image_generation_call' && item.result !== undefined ? { ...item, ...NO_PICTURE } : item,
    ),
  },
];

const COMPUTER_USE: readonly Fault[] = [
  {
    name: 'computer-use.ignored',
    breaks: 'The tool computer_use_preview is accepted and never used.',
    caughtBy: 'responses/computer-use#calls',
    also: ['echo.tools', 'responses/computer-use#status'],
    request: onTools('computer_use_preview', () => null),
  },
  {
    name: 'computer-use.action-unknown',
    breaks: 'The model asks for an action that nobody documents.',
    caughtBy: 'responses/computer-use#action',
    also: ['schema.response'],
    reply: onPlainItems(itemsOf('computer_call', { action: { type: 'stare' } })),
  },
  {
    name: 'computer-use.call-unnamed',
    breaks: 'A call of the computer has no id to answer it by.',
    caughtBy: 'responses/computer-use#call-id',
    also: ['responses/computer-use#scenario.ends', 'responses/computer-use#status', 'error.known'],
    reply: onPlainItems(itemsOf('computer_call', { call_id: '' })),
  },
  {
    name: 'computer-use.truncation-denied',
    breaks: 'A response with computer use shows another truncation than the one asked for.',
    caughtBy: 'echo.truncation',
    also: ['responses/truncation#echoed'],
    reply: onJson(['responses.create'], (body) =>
      body.truncation === 'auto' ? { ...body, truncation: 'disabled' } : body,
    ),
  },
  {
    name: 'computer-use.blind',
    breaks: 'The model sees another screenshot than the one it was sent.',
    caughtBy: 'responses/computer-use#sees',
    request: onInput((item) =>
      item.type === 'computer_call_output'
        ? {
            ...item,
            output: { type: 'computer_screenshot', image_url: 'https://images.reference.invalid/grey.png' },
          }
        : item,
    ),
  },
];

const SEARCHES: readonly Fault[] = [
  ignored('file_search', 'file-search', [
    'responses/file-search#queries',
    'responses/file-search#results',
    'responses/file-search#read',
    'responses/file-search#cited',
  ]),
  {
    name: 'file-search.queries-untold',
    breaks: 'A call of the file search does not say what it searched.',
    caughtBy: 'responses/file-search#queries',
    reply: onPlainItems(itemsOf('file_search_call', { queries: [] })),
  },
  {
    name: 'file-search.results-left-out',
    breaks: 'The results of a file search are left out although the request includes them.',
    caughtBy: 'responses/file-search#results',
    request: withoutInclude('file_search_call.results'),
  },
  {
    name: 'file-search.uncited',
    breaks: 'The answer does not cite the file that was found.',
    caughtBy: 'responses/file-search#cited',
    reply: onPlainItems(annotationsOf('file_citation', () => null)),
  },
  {
    name: 'vector-stores.other-store',
    breaks: 'A file that is added to a vector store is said to be in another one.',
    caughtBy: 'responses/file-search#added',
    also: ['responses/file-search#scenario.ends'],
    reply: onJson(['vector-store-files.create'], (body) => ({ ...body, vector_store_id: 'vs_other' })),
  },
  {
    name: 'vector-stores.file-failed',
    breaks: 'A file in a vector store fails.',
    caughtBy: 'responses/file-search#filled',
    also: ['responses/file-search#scenario.ends'],
    reply: onJson(['vector-stores.retrieve'], (body) => ({
      ...body,
      file_counts: { in_progress: 0, completed: 0, failed: 1, cancelled: 0, total: 1 },
    })),
  },
  {
    name: 'vector-stores.not-deleted',
    breaks: 'A vector store is not deleted, and the answer says so.',
    caughtBy: 'responses/file-search#deleted',
    reply: onJson(['vector-stores.delete'], (body) => ({ ...body, deleted: false })),
  },
  ignored('web_search', 'web-search', [
    'responses/web-search#action',
    'responses/web-search#answer',
    'responses/web-search#cited',
  ]),
  {
    name: 'web-search.action-untold',
    breaks: 'A web search does not say what it did.',
    caughtBy: 'responses/web-search#action',
    reply: onPlainItems((item) => {
      if (item.type !== 'web_search_call') return item;
      const { action: _, ...rest } = item;
      return rest;
    }),
  },
  {
    name: 'web-search.uncited',
    breaks: 'The answer does not cite the page that was found.',
    caughtBy: 'responses/web-search#cited',
    reply: onPlainItems(annotationsOf('url_citation', () => null)),
  },
];

export const HOSTED_FAULTS: readonly Fault[] = [
  ...HOSTED_TOOLS,
  ...CODE_INTERPRETER,
  ...IMAGE_GENERATION,
  ...COMPUTER_USE,
  ...SEARCHES,
];
