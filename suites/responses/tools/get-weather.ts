/** The function that the scenarios about tools declare. */
export const getWeather = {
  type: 'function',
  name: 'get_weather',
  description: 'Get the current weather for a city.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string', description: 'Name of the city, e.g. Oslo' } },
    required: ['city'],
    additionalProperties: false,
  },
  strict: true,
} as const;
