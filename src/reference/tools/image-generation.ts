/**
 * `image_generation`: a picture of one colour, 64 pixels a side whatever size was asked for. The image model
 * is that of the deployment in the header (documentation of image generation in the Responses API).
 */
import { jpeg, png, webp } from '../../../fixtures/documents/pictures.ts';
import { COLOURS } from '../model/picture.ts';
import { deployed } from '../operation.ts';
import { imageDeploymentMissing, operationNotSupported, unsupportedParameter } from '../refusal.ts';
import type { HostedTool } from '../requests/hosted-tools.ts';
import type { ReadyTool, Scene } from './use.ts';

type Tool = Extract<HostedTool, { type: 'image_generation' }>;

const PAINTERS = { png, jpeg, webp } as const;

export function imageGeneration(tool: Tool, scene: Scene): ReadyTool {
  const { request, model, deployments, imageDeployment } = scene;
  if (imageDeployment === null) throw imageDeploymentMissing();
  const painter = deployed(deployments, imageDeployment);
  // An image model answers no API; any other model paints nothing. Text as for chat, no recording holds one.
  if (painter.apis.length > 0) throw operationNotSupported(painter.name);
  // facts section 3: documented as unsupported, and no recording holds the refusal.
  if (request.stream && !model.aheadWithPictures) throw unsupportedParameter('stream');
  return {
    type: 'image_generation',
    wanted: (question) =>
      /\b(?:draw|generate|create|paint|make)\b[^.?!]*\b(?:image|picture|drawing|icon|photo)\b/i.test(
        question,
      ),
    use(question, id) {
      const colour = Object.keys(COLOURS).find((name) => new RegExp(`\\b${name}\\b`, 'i').test(question));
      const format = tool.output_format ?? 'png';
      const result = PAINTERS[format](COLOURS[colour ?? 'grey'] ?? [128, 128, 128]).toString('base64');
      return {
        item: {
          id: id('ig'),
          type: 'image_generation_call',
          status: 'completed',
          background: tool.background === 'transparent' ? 'transparent' : 'opaque',
          output_format: format,
          quality: concrete(tool.quality, 'medium'),
          result,
          revised_prompt: `a solid ${colour ?? 'grey'} picture`,
          size: concrete(tool.size, '1024x1024'),
        },
        told: `a solid ${colour ?? 'grey'} picture`,
        citations: [],
      };
    },
  };
}

function concrete(asked: string | undefined, otherwise: string): string {
  return asked === undefined || asked === 'auto' ? otherwise : asked;
}
