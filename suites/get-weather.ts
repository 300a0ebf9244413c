import type { Model } from '#scenario';

/** The function that the scenarios of tools let the model call, as a tool of chat completions. */
export const getWeather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Get the current weather for a city.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string', description: 'Name of the city, e.g. Oslo' } },
      required: ['city'],
      additionalProperties: false,
    },
  },
} as const;

/** In a chat, newer reasoning models take functions together with effort `none` alone (reasoning page, footnote 9). */
export function unthinking({ reasoning }: Model) {
  return reasoning?.efforts.includes('none') ? { reasoning_effort: 'none' as const } : {};
}
