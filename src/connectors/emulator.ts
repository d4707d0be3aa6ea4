import type { ChannelCandidate } from './connector.ts';
import type { Emulator } from './emulator/control.ts';

// The network in miniature: what a plugin's `./emulator` entry offers, and what emulators are made of.
export * from './emulator/chance.ts';
export * from './emulator/control.ts';
export * from './emulator/fault.ts';
export * from './emulator/journal.ts';
export * from './emulator/page.ts';
export * from './emulator/picture.ts';
export * from './emulator/process.ts';
export * from './emulator/remote.ts';
export * from './emulator/server.ts';

/** What a plugin's `./emulator` entry exports. */
export interface EmulatorModule {
  readonly startEmulator: StartEmulator;
  /** Accounts that exist from the start, for the demo and the tests. At least one. */
  readonly demoAccounts: readonly DemoAccount[];
  /** Accounts that may do less than the network can, for tests alone; `channels` says what. */
  readonly limitedAccounts?: readonly DemoAccount[];
  /** The app that the emulator knows, by the names of `auth.app.fields`. */
  readonly demoApp?: Readonly<Record<string, string>>;
}

/** Without `url`: the address is known only when the emulator runs; `channels` tells it. */
export interface DemoAccount extends Omit<ChannelCandidate, 'url'> {
  /** What is kept of it when it is connected; good for ever on the emulator. */
  readonly credentials: Readonly<Record<string, string>>;
  /** What a person types to connect it; absent: the same. */
  readonly typed?: Readonly<Record<string, string>>;
}

/**
 * Starts the network in miniature, over real HTTP on 127.0.0.1 only. Several may run in one process. The same seed and
 * the same requests make the same ids.
 */
export type StartEmulator = (options: {
  /** 0: any free port. A port that is taken: any free one, too. */
  readonly port: number;
  /**
   * Where it keeps its state: on disk before an answer leaves, so that it survives `kill -9`. Absent: in memory only.
   */
  readonly stateFile?: string;
  readonly seed: number;
  readonly now?: () => Date;
}) => Promise<Emulator>;
