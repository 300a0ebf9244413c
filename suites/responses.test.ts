import { registerCases } from '#cases';

await registerCases('responses');
