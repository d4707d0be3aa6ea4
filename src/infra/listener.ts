import { setTimeout as sleep } from 'node:timers/promises';
import type { Tx } from './db.ts';
import type { Logger } from './logger.ts';

/** Wakes whoever waits for the topic, in every process, when the transaction commits, and only then. */
export const notify = (tx: Tx, topic: Topic): Promise<unknown> =>
  tx.$queryRaw`select 1 from pg_notify('polyphony', ${topic})`;

/** What a notification says. `due` wakes workers; a workspace's id wakes whoever follows its event log. */
export type Topic = 'due' | (string & {});

export interface Listener {
  /** Resolves when the listening connection stands. */
  ready(): Promise<void>;
  /** Calls `wake` after each notification on the topic, and whenever one may have been lost. Returns the way to stop. */
  on(topic: Topic, wake: () => void): () => void;
  close(): Promise<void>;
}

/** Opens a listening connection; calls `lost` when it breaks. Returns the way to close it. */
type Connect = (notify: (payload: string) => void, lost: () => void) => Promise<() => Promise<void>>;

const retryMs = 1000;

export function createListener(connect: Connect, log: Logger): Listener {
  const waiting = new Map<Topic, Set<() => void>>();
  const closing = new AbortController();
  let disconnect: (() => Promise<void>) | undefined;
  /** Of the connection that is being made. */
  let connecting: Promise<void> = Promise.resolve();

  const wake = (topic: Topic) => {
    for (const callback of waiting.get(topic) ?? []) callback();
  };

  /** One connection, from its making to its breaking. */
  const connectOnce = () =>
    new Promise<void>((resolve) => {
      closing.signal.addEventListener('abort', () => {
        resolve();
      });
      connecting = connect(wake, resolve).then(
        (close) => {
          disconnect = close;
          connected();
          // Whatever was announced while there was no connection: everyone looks once.
          for (const topic of waiting.keys()) wake(topic);
        },
        (error: unknown) => {
          log.warn({ err: error }, 'cannot listen to the database; trying again');
          resolve();
        },
      );
    });

  async function stayConnected(): Promise<void> {
    while (!closing.signal.aborted) {
      await connectOnce();
      await sleep(retryMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  let connected: () => void = () => undefined;
  const first = new Promise<void>((resolve) => {
    connected = resolve;
  });
  const running = stayConnected();

  return {
    ready: () => first,
    on(topic, callback) {
      const callbacks = waiting.get(topic) ?? new Set();
      waiting.set(topic, callbacks.add(callback));
      return () => {
        callbacks.delete(callback);
        if (callbacks.size === 0) waiting.delete(topic);
      };
    },
    async close() {
      closing.abort();
      await running;
      // One that is only now being made would otherwise be held by nobody, and keep the process alive.
      await connecting;
      await disconnect?.().catch(() => undefined);
    },
  };
}
