import { registerCases } from '#cases';

await registerCases('files');
