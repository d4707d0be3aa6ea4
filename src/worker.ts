import type { Shell } from './app/ctx.ts';
import type { Config } from './config.ts';
import { runDeliveries } from './jobs/deliveries.ts';
import { runPrune } from './jobs/prune.ts';
import { runWebhooks } from './jobs/webhooks.ts';

export interface RunningWorker {
  /** Begins nothing more and waits for what it has begun; what takes too long is left to the next worker. */
  close(): Promise<void>;
}

/** How long what has begun may take to end when the worker stops. */
const graceMs = 6000;

/** Does what falls due. Any number of processes may run one of these. */
export async function startWorker(shell: Shell, config: Pick<Config, 'workerConcurrency'>): Promise<RunningWorker> {
  if (shell.db.embedded) {
    // Nobody else can be at work here: what a process that died held is free at once.
    await shell.db.prisma.delivery.updateMany({ where: { leaseUntil: { not: null } }, data: { leaseUntil: null } });
  }
  const stop = new AbortController();
  const abandon = new AbortController();
  const running = Promise.all([
    runDeliveries(shell, { concurrency: config.workerConcurrency, stop: stop.signal, abandon: abandon.signal }),
    runPrune(shell, stop.signal),
    runWebhooks(shell, stop.signal),
  ]);
  return {
    async close() {
      stop.abort();
      const hurry = setTimeout(() => {
        abandon.abort();
      }, graceMs);
      await running;
      clearTimeout(hurry);
    },
  };
}
