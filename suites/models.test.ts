import { registerCases } from '#cases';

await registerCases('models');
