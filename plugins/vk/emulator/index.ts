import { Faults, listen, type StartEmulator } from '@polyphony/sdk/emulator';
import { CallbackSender } from './callback-sender.ts';
import { createControl } from './control.ts';
import { createHandler } from './handler.ts';
import type { World } from './method.ts';
import { RateLimits } from './rate-limits.ts';
import { settle } from './settling.ts';
import { State } from './state.ts';

export { demoAccounts, demoApp, demoTokens, limitedAccounts } from './accounts.ts';

/** How often it looks whether something is due though nobody asks: so that news go out by themselves. */
const lookMs = 1_000;

export const startEmulator: StartEmulator = async ({ port, stateFile, seed, now }) => {
  const state = new State(seed, stateFile);
  const faults = new Faults();
  const limits = new RateLimits(now === undefined);
  const emulator = await listen(port, (url) => {
    const base = { state, now: now ?? (() => new Date()), url };
    const sender = new CallbackSender(base);
    const world: World = { ...base, wake: () => sender.wake() };
    const control = createControl(world, faults, sender);
    const look = setInterval(() => settle(world), lookMs);
    look.unref();
    // What a process left behind that died.
    sender.wake();
    const end = () => {
      clearInterval(look);
      return sender.close();
    };
    return { part: { control, end }, handle: createHandler(world, faults, limits, control) };
  });
  const { url, control, end } = emulator;
  return {
    url,
    control,
    async close() {
      await end();
      await emulator.close();
    },
  };
};
