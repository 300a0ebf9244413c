/** What the scenarios of image generation ask for: the smallest answer that every image model gives. */
export const paintBlue = {
  input: 'Generate a picture: nothing but plain solid blue. Say nothing about it.',
  tool: {
    type: 'image_generation',
    quality: 'low',
    size: '1024x1024',
    output_format: 'jpeg',
    output_compression: 20,
  },
} as const;
