/** Files inside a request: data URLs and uploaded files, read for the model or refused. */
import { isIP } from 'node:net';
import { textOfPdf } from './model/pdf.ts';
import { descriptionOfPicture } from './model/picture.ts';
import type { Attachment } from './model/prompt.ts';
import { gatewayRefusal, invalidRequest } from './refusal.ts';

interface DataUrl {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Pictures that are "fetched" without a network: `https://images.reference.invalid/red.png` is red. */
const PICTURE_HOST = 'https://images.reference.invalid/';

/** Null where the text is no base64 data URL. */
function parseDataUrl(text: string): DataUrl | null {
  const comma = text.indexOf(',');
  const mediaType = text.slice(0, comma).match(/^data:([\w.+-]+\/[\w.+-]+);base64$/)?.[1];
  const payload = text.slice(comma + 1);
  if (mediaType === undefined || !/^[A-Za-z0-9+/]*={0,2}$/.test(payload)) return null;
  return { mediaType, bytes: Buffer.from(payload, 'base64') };
}

/** An inline document. Throws the service's refusals for another encoding or type (text of the OpenAI API). */
export function inlineDocument(fileData: string, param: string): Attachment {
  const url = parseDataUrl(fileData);
  if (url === null || url.mediaType !== 'application/pdf') {
    const found =
      url === null ? "a value without the 'data:' prefix" : `unsupported MIME type '${url.mediaType}'`;
    throw invalidRequest(
      `Invalid file data: '${param}'. Expected a base64-encoded data URL with an application/pdf MIME type (e.g. 'data:application/pdf;base64,aGVsbG8='), but got ${found}.`,
      { param, code: 'invalid_value' },
    );
  }
  return pdfDocument(url.bytes, param);
}

/** The text of a PDF as an attachment; refuses one that cannot be read. */
export function pdfDocument(bytes: Uint8Array, param: string): Attachment {
  const text = textOfPdf(bytes);
  if (text === null) {
    throw invalidRequest(`Invalid file data: '${param}'. The PDF could not be read.`, {
      param,
      code: 'invalid_value',
    });
  }
  return { kind: 'document', text };
}

/** A picture by URL or data URL; refuses what is no picture, and every host but the reserved one. */
export function picture(url: string, param: string): Attachment {
  if (url.startsWith('data:')) {
    const data = parseDataUrl(url);
    return pictureOf(data?.bytes ?? new Uint8Array());
  }
  const colour = url.startsWith(PICTURE_HOST)
    ? url.match(/\/(\w+)\.(?:png|jpe?g|webp|gif)$/)?.[1]
    : undefined;
  if (colour === undefined) {
    throw invalidRequest(`Error while downloading ${url.slice(0, 200)}.`, {
      param,
      code: 'invalid_image_url',
    });
  }
  return { kind: 'image', text: `a solid ${colour} image` };
}

/** The bytes of a picture as an attachment; refuses what is no picture (catalogue `invalid_image`). */
export function pictureOf(bytes: Uint8Array): Attachment {
  const text = descriptionOfPicture(bytes);
  if (text === null) throw gatewayRefusal(400, 'BadRequest', 'Invalid image data');
  return { kind: 'image', text };
}

/** Whether a host is this machine. The reference target talks to no other. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
