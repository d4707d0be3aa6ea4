import { Faults, listen, type StartEmulator } from '@polyphony/sdk/emulator';
import { Announcer } from './announcer.ts';
import { createControl } from './control.ts';
import { createHandler } from './handler.ts';
import { RequestLimit } from './requests.ts';
import { State } from './state.ts';

export { demoAccounts, demoApp, limitedAccounts } from './accounts.ts';

export const startEmulator: StartEmulator = async ({ port, stateFile, seed, now = () => new Date() }) => {
  const state = new State(seed, stateFile);
  const faults = new Faults();
  const requests = new RequestLimit({ max: 10_000, windowSeconds: 60 });
  const { announcer, close, ...emulator } = await listen(port, (url) => {
    const made = new Announcer({ state, now, url });
    const context = { state, now, url, announcer: made, requests };
    const control = createControl(context, faults);
    return { part: { control, announcer: made }, handle: createHandler(context, faults, control) };
  });
  return {
    ...emulator,
    close: () => {
      announcer.close();
      return close();
    },
  };
};
