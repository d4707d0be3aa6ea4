import { setTimeout as sleep } from 'node:timers/promises';
import type { Shell } from '../app/ctx.ts';
import { toldTopic, workOnEvents } from '../app/webhook/event.ts';
import { forgetHooks, subscribeChannels } from '../app/webhook/subscription.ts';
import { createWaker } from '../infra/waker.ts';

/** How long what a network told can wait where nobody woke the worker, or it is to be looked at again. */
const pollMs = 1000;
/** How long a channel that was connected can wait until its network is asked to tell of it. */
const subscribeMs = 5000;

/** Works on what networks tell, and asks them to tell, until `stop` is aborted. Any number of processes may do it at once. */
export async function runWebhooks(shell: Shell, stop: AbortSignal): Promise<void> {
  await Promise.all([runEvents(shell, stop), runSubscriptions(shell, stop)]);
}

async function runEvents(shell: Shell, stop: AbortSignal): Promise<void> {
  const waker = createWaker();
  const rouse = () => {
    waker.rouse();
  };
  const stopListening = shell.db.listener.on(toldTopic, rouse);
  stop.addEventListener('abort', rouse);
  while (!stop.aborted) {
    waker.listen();
    await workOnEvents(shell, stop).catch((error: unknown) => {
      shell.log.error({ err: error }, 'the database could not be asked for what networks told');
    });
    await waker.rest(pollMs);
  }
  stopListening();
  stop.removeEventListener('abort', rouse);
}

async function runSubscriptions(shell: Shell, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await subscribeChannels(shell, stop)
      .then(() => forgetHooks(shell))
      .catch((error: unknown) => {
        shell.log.error({ err: error }, 'networks could not be asked to tell of channels');
      });
    await sleep(subscribeMs, undefined, { signal: stop }).catch(() => undefined);
  }
}
