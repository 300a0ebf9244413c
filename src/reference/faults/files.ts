import { type Fault, onJson } from './fault.ts';

/** What can be wrong with files. */
export const FILES_FAULTS: readonly Fault[] = [
  {
    name: 'files.bytes-wrong',
    breaks: 'The size of an uploaded file is one byte more than was sent.',
    caughtBy: 'files/upload#bytes',
    reply: onJson(['files.create', 'files.retrieve'], (body) => ({
      ...body,
      bytes: Number(body.bytes) + 1,
    })),
  },
  {
    name: 'files.content-wrong',
    breaks: 'The content of a file comes back without its last byte.',
    caughtBy: 'files/content#same-bytes',
    reply: (sent) =>
      sent.operation === 'files.content' && sent.reply.kind === 'bytes'
        ? { ...sent, reply: { ...sent.reply, bytes: sent.reply.bytes.slice(0, -1) } }
        : sent,
  },
];
