import { Faults, listen, type StartEmulator } from '@polyphony/sdk/emulator';
import { createControl } from './control.ts';
import { createHandler } from './handler.ts';
import { State } from './state.ts';

export { demoAccounts } from './accounts.ts';

export const startEmulator: StartEmulator = async ({ port, stateFile, seed, now = () => new Date() }) => {
  const state = new State(seed, stateFile);
  const faults = new Faults();
  return listen(port, (url) => {
    const context = { state, now, url };
    const control = createControl(context, faults);
    return { part: { control }, handle: createHandler(context, faults, control) };
  });
};
