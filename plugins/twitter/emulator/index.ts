import type { StartEmulator } from '@polyphony/sdk/emulator';
import { startNetwork, type TwitterEmulator } from './start.ts';

export { demoAccounts, demoApp, limitedAccounts } from './accounts.ts';
export type { TwitterControl } from './control.ts';
export type { TwitterEmulator } from './start.ts';

export const startEmulator = (options: Parameters<StartEmulator>[0]): Promise<TwitterEmulator> => startNetwork(options);
