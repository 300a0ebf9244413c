import { getWeather as nested } from '../../get-weather.ts';

/** The same function as a tool of responses, where it is not nested, and strict. */
export const getWeather = { type: 'function', ...nested.function, strict: true } as const;
