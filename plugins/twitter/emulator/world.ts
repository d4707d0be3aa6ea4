import type { Answer, Incoming } from '@polyphony/sdk/emulator';
import type { Caller } from './caller.ts';
import type { Query } from './query.ts';
import type { Entry, State } from './state.ts';

/** The network at work. */
export interface World {
  readonly state: State;
  readonly now: () => Date;
  /** Base URL of this emulator. */
  readonly url: string;
  /** Says that there may be something to deliver. */
  wake(): void;
  /** Asks an address whether it knows the secret of the app. */
  challenge(url: string): Promise<'right' | 'wrong' | 'silent'>;
}

/** One call of an endpoint. */
export interface Call {
  readonly world: World;
  readonly caller: Caller;
  /** What stands in the braces of its path. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly request: Incoming;
  /** Planted by a test: how long what is uploaded is worked on. */
  readonly processingMs?: number;
}

/** `cut`: it was done, but the connection breaks before the answer. */
export interface Made extends Omit<Answer, 'body'> {
  readonly body?: unknown;
  readonly cut?: boolean;
  /** What it costs, in thousandths of a dollar. */
  readonly mills?: number;
}

export const nowOf = ({ now }: Pick<World, 'now'>): number => now().getTime();

export const isoOf = (at: number): string => new Date(at).toISOString();

/** Records, and lets the addresses hear of it that want to. */
export function recordAndTell({ state, wake }: World, ...entries: readonly Entry[]): void {
  state.record(...entries);
  wake();
}
