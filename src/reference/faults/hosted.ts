/** What can be wrong with tools that the service runs itself: image generation, computer use, and all of them. */
import type { JsonObject } from '../json.ts';
import { type Fault, onJson } from './fault.ts';
import { ignored, itemsOf, onInput, onPlainItems, onStreamedItems, onTools, showsTool } from './items.ts';

/** Answers of a feature of this file, or about a picture or a document. */
function isOfTools(body: JsonObject): boolean {
  const text = JSON.stringify(body.output ?? []);
  return showsTool(body, (type) => type !== 'function') || /The image shows|code word/i.test(text);
}

const ANY_TOOL: readonly Fault[] = [
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

export const HOSTED_FAULTS: readonly Fault[] = [...ANY_TOOL, ...IMAGE_GENERATION, ...COMPUTER_USE];
