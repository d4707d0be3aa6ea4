import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError } from '@polyphony/sdk';
import type { InstalledNetwork } from '../infra/plugins.ts';

/** A connector has so long to obey. What it does after that nobody waits for. */
const obeysWithinMs = 2_000;

/** What `run` answers; where it goes on though it was told to end, what `stuck` makes is thrown. */
export async function unlessStuck<T>(run: () => T | Promise<T>, ended: AbortSignal, stuck: () => Error): Promise<T> {
  const running = (async () => run())();
  const over = new AbortController();
  const waiting = (async () => {
    if (!ended.aborted) await once(ended, 'abort', { signal: over.signal });
    await sleep(obeysWithinMs, undefined, { signal: over.signal });
    throw stuck();
  })();
  try {
    return await Promise.race([running, waiting]);
  } finally {
    over.abort();
    for (const left of [running, waiting]) left.catch(() => undefined);
  }
}

/** What a connector answers. Where it goes on though `signal` ended, it is as a network that does not answer: it passes. */
export const askInTime = <T>({ connector }: InstalledNetwork, signal: AbortSignal, ask: () => T | Promise<T>) =>
  unlessStuck(ask, signal, () => {
    const { key, name } = connector.network;
    const message = `The connector for ${name} did not end in time.`;
    return new NetworkError({ kind: 'network_down', code: 'connector_too_slow', network: key, message });
  });
