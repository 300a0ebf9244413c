import { registerLane } from '../register.ts';

await registerLane(5);
