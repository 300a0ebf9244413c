/** What can be wrong with the code interpreter and its containers. */
import { elements, isJsonObject, member } from '../json.ts';
import { type Fault, onFrames, onJson, renumbered } from './fault.ts';
import {
  annotationsOf,
  ignored,
  itemsOf,
  onCreate,
  onPlainItems,
  onStreamedItems,
  withoutInclude,
} from './items.ts';

export const CODE_INTERPRETER_FAULTS: readonly Fault[] = [
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
    breaks: 'A call does not name its container.',
    caughtBy: 'responses/code-interpreter#container',
    also: ['responses/code-interpreter#reused', 'responses/code-interpreter-files#*'],
    reply: onPlainItems(itemsOf('code_interpreter_call', { container_id: '' })),
  },
  {
    name: 'code-interpreter.container-changed',
    breaks: 'The second call of a conversation runs in another container than the first.',
    caughtBy: 'responses/code-interpreter#reused',
    reply: onStreamedItems(itemsOf('code_interpreter_call', { container_id: 'cntr_other' })),
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
