/** Variants of the example matrix, and how they are refused, for the tests of what a matrix may say. */
import { ConfigurationFailure } from '../failure.ts';
import { SMALL_MATRIX, smallMatrix } from './small-catalogue.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export const ENVIRONMENT: Environment = { ENDPOINT_SWEDEN: 'https://my-resource.openai.azure.com/' };

/** The message of the failure, as the terminal shows it. */
export function refusal(text: string, environment: Environment = ENVIRONMENT): string {
  try {
    smallMatrix(text, environment);
  } catch (error) {
    if (error instanceof ConfigurationFailure) return error.describe();
    throw error;
  }
  throw new Error('the matrix was accepted');
}

/** The example with a target `other`. */
export const withTarget = (target: string) => SMALL_MATRIX.replace('models:', `  other: ${target}\nmodels:`);

/** The example with another selection of models. */
export const withModels = (models: string) => SMALL_MATRIX.replace('models: ["*"]', `models: ${models}`);
