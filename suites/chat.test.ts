import { registerCases } from '#cases';

await registerCases('chat');
