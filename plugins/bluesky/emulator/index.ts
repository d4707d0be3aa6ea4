import { Faults, listen, type StartEmulator } from '@polyphony/sdk/emulator';
import { demoAccounts } from './accounts.ts';
import { createControl } from './control.ts';
import { createHandler, type HandlerContext } from './handler.ts';
import { Limits } from './limits.ts';
import { ownRepositories } from './repositories.ts';
import { State } from './state.ts';

export { demoAccounts } from './accounts.ts';
export { startAppView, type AppView } from './appview-server.ts';
export type { AudienceControl, Reaction } from './audience-control.ts';

export const startEmulator: StartEmulator = async ({ port, stateFile, seed, now = () => new Date() }) => {
  const state = new State(seed, stateFile);
  const faults = new Faults();
  return listen(port, (url) => {
    const context: HandlerContext = {
      server: { state, now, url, seed, proofs: new Set(), limits: new Limits(now) },
      index: {
        audience: state.audience,
        repositories: ownRepositories(state),
        now,
        url,
        seed,
        accounts: new Set(demoAccounts.map(({ externalId }) => externalId)),
        reactions: new Map(),
      },
    };
    const control = createControl(context, faults);
    return { part: { control }, handle: createHandler(context, faults, control) };
  });
};
