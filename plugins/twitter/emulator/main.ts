import { runEmulator } from '@polyphony/sdk/emulator';
import { startEmulator } from './index.ts';

await runEmulator(startEmulator);
