import { registerCases } from '#cases';

await registerCases('service');
