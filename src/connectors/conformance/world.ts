import { inspect } from 'node:util';
import type { Publication } from '../publishing.ts';
import type { DemoAccount, EmulatedPost, Emulator, EmulatorControl } from '../emulator.ts';
import { NetworkError, type ErrorKind } from '../errors.ts';
import {
  createTestCall,
  createTestClock,
  TestLedger,
  type TestCall,
  type TestCallSetup,
  type TestClock,
} from './call.ts';
import { attemptDelivery, type Attempt } from './deliver.ts';
import type { Subject } from './facet.ts';

/** A fresh emulator with one of its accounts, and a clock that both sides share. */
export interface World {
  readonly emulator: Emulator;
  /** The emulator's app, by the names of `auth.app.fields`. */
  readonly app: Readonly<Record<string, string>>;
  readonly control: EmulatorControl;
  readonly account: DemoAccount;
  readonly clock: TestClock;
  call(options?: Partial<TestCallSetup>): TestCall;
  /** One attempt of a new process. Give the same ledger again to resume. */
  attempt(post: Publication, ledger?: TestLedger, options?: Partial<TestCallSetup>): Promise<Attempt>;
  /** What stands on the network in the account. */
  posts(): Promise<readonly EmulatedPost[]>;
}

export async function inWorld<T>(
  { connector, emulator: module }: Subject,
  run: (world: World) => Promise<T>,
  account = module.demoAccounts[0],
): Promise<T> {
  if (!account) throw new Error('the emulator exports no demoAccounts');
  const { demoApp: app = {} } = module;
  const clock = createTestClock();
  const emulator = await module.startEmulator({ port: 0, seed: 1, now: clock.now });
  const { control } = emulator;
  const call: World['call'] = (options) =>
    createTestCall({ connector, url: emulator.url, credentials: account.credentials, app, clock, ...options });
  try {
    if (!control) throw new Error('the emulator offers no `control`: nothing could be made to go wrong');
    return await run({
      emulator,
      app,
      control,
      account,
      clock,
      call,
      attempt(post, ledger = new TestLedger(), options) {
        ledger.beginAttempt();
        return attemptDelivery(connector, call({ ...options, ledger }), post);
      },
      posts: async () => (await control.posts()).filter((post) => post.account === account.externalId),
    });
  } finally {
    await emulator.close();
  }
}

/** An attempt in words, for a breach. */
export function describeAttempt(attempt: Attempt | { readonly outcome: 'done' }): string {
  switch (attempt.outcome) {
    case 'published':
    case 'done':
      return attempt.outcome === 'done' ? 'was done' : 'was published';
    case 'unconfirmed':
      return `stayed unconfirmed (${attempt.why})`;
    case 'died':
      return 'died';
    case 'failed':
      return `failed with ${describeError(attempt.error)}`;
  }
}

export function describeError(error: unknown): string {
  if (error instanceof NetworkError) return `${error.details.kind} (${error.details.code}: ${error.message})`;
  return error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
}

/** Undefined: it did not fail with an error of the network. */
export function kindOf(attempt: { readonly outcome: string; readonly error?: unknown }): ErrorKind | undefined {
  return attempt.outcome === 'failed' && attempt.error instanceof NetworkError ? attempt.error.details.kind : undefined;
}

/** What a promise failed with. */
export const failureOf = (run: Promise<unknown>): Promise<{ readonly error: unknown } | undefined> =>
  run.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
