/** What can be wrong with pictures and documents in the input of a response. */
import { type Fault, onJson } from './fault.ts';
import { onParts } from './items.ts';

/** "Fetched" without a network, and the colour of no document. */
const GREY = 'https://images.reference.invalid/grey.png';

/** Pictures whose address begins so are taken for another. */
function mixedUp(beginning: string): NonNullable<Fault['request']> {
  return onParts((parts) =>
    parts.map((part) =>
      part.type === 'input_image' && String(part.image_url).startsWith(beginning)
        ? { ...part, image_url: GREY }
        : part,
    ),
  );
}

function misread(format: 'png' | 'jpeg' | 'webp'): Fault {
  return {
    name: `pictures.${format}-misread`,
    breaks: `A picture inside the request that is a ${format.toUpperCase()} is seen in another colour.`,
    caughtBy: `responses/image-base64#${format}`,
    also: ['responses/image-base64#order'],
    request: mixedUp(`data:image/${format}`),
  };
}

export const INPUT_FAULTS: readonly Fault[] = [
  misread('png'),
  misread('jpeg'),
  misread('webp'),
  {
    name: 'pictures.reversed',
    breaks: 'The pictures of a message are seen in the reverse order.',
    caughtBy: 'responses/image-base64#order',
    request: onParts((parts) => {
      const pictures = parts.filter(({ type }) => type === 'input_image').reverse();
      return [...parts.filter(({ type }) => type !== 'input_image'), ...pictures];
    }),
  },
  {
    name: 'pictures.address-mixed-up',
    breaks: 'Another picture is fetched than the one at the address.',
    caughtBy: 'responses/image-url#seen',
    request: mixedUp('https://images.reference.invalid/'),
  },
  {
    name: 'pictures.file-mixed-up',
    breaks: 'A picture by file id is accepted by every model, and another one is seen.',
    caughtBy: 'responses/image-file-id#seen',
    also: ['responses/image-file-id#status'],
    request: onParts((parts) =>
      parts.map((part) => {
        const { file_id: id, ...rest } = part;
        return part.type === 'input_image' && typeof id === 'string' ? { ...rest, image_url: GREY } : part;
      }),
    ),
  },
  {
    name: 'documents.unread',
    breaks: 'Documents in the input are dropped.',
    caughtBy: 'responses/file-id#read',
    also: ['responses/file-base64#read'],
    request: onParts((parts) => parts.filter(({ type }) => type !== 'input_file')),
  },
  {
    name: 'files.pdf-purpose-changed',
    breaks: 'A PDF that was uploaded for assistants is said to be for batches.',
    caughtBy: 'responses/file-id#uploaded',
    also: ['files/*#purpose', 'files/upload-user-data#*'],
    reply: onJson(['files.create'], (body) =>
      String(body.filename).endsWith('code-word.pdf') && body.purpose === 'assistants'
        ? { ...body, purpose: 'batch' }
        : body,
    ),
  },
];
