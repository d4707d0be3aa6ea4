import {
  Faults,
  listen,
  type Emulator,
  type Incoming,
  type Outgoing,
  type StartEmulator,
} from '@polyphony/sdk/emulator';
import { createControl, type TwitterControl } from './control.ts';
import { EventSender } from './event-sender.ts';
import { createHandler } from './handler.ts';
import { RateLimits } from './rate-limits.ts';
import { settle } from './settling.ts';
import { State } from './state.ts';
import type { World } from './world.ts';

export interface TwitterEmulator extends Emulator {
  readonly control: TwitterControl;
}

/** How often it looks whether something is due though nobody asks: so that news go out by themselves. */
const lookMs = 500;

/** `watch` sees every request with its answer. */
export async function startNetwork(
  options: Parameters<StartEmulator>[0],
  watch?: (request: Incoming, answer: Outgoing) => void,
): Promise<TwitterEmulator> {
  const { port, stateFile, seed, now = () => new Date() } = options;
  const state = new State(seed, stateFile);
  const faults = new Faults();
  const limits = new RateLimits();
  const sender = new EventSender({ state, now });
  const emulator = await listen(port, (url) => {
    const world: World = {
      state,
      now,
      url,
      wake: () => sender.wake(),
      challenge: (address) => sender.challenge(address),
    };
    const control: TwitterControl = createControl(world, faults, sender);
    let asking: Promise<void> = Promise.resolve();
    const look = setInterval(() => {
      settle(world);
      asking = asking.then(() => sender.askAgain());
    }, lookMs);
    look.unref();
    // What a process left behind that died.
    sender.wake();
    const end = async () => {
      clearInterval(look);
      await sender.close();
      await asking;
    };
    const answer = createHandler(world, faults, limits, control);
    const handle = async (request: Incoming) => {
      const answered = await answer(request);
      watch?.(request, answered);
      return answered;
    };
    return { part: { control, end }, handle };
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
}
