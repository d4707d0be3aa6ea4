import { setTimeout as sleep } from 'node:timers/promises';
import type { Shell } from '../app/ctx.ts';
import { claim, findDue, type Due } from '../app/publishing/claim.ts';
import { deliver } from '../app/publishing/deliver.ts';
import { createWaker } from '../infra/waker.ts';

/** How long a delivery that falls due can wait where nobody woke the worker. */
export const pollMs = 500;
/** How long to leave a delivery alone that could not be taken. */
const takenMs = 50;

/**
 * Sends what falls due, `concurrency` at a time, until `stop` is aborted; then begins nothing more and waits for what it has
 * begun, which `abandon` cuts short. Any number of these may run on one database, and any may die at any instant.
 */
export async function runDeliveries(
  shell: Shell,
  options: { readonly concurrency: number; readonly stop: AbortSignal; readonly abandon: AbortSignal },
): Promise<void> {
  const { concurrency, stop, abandon } = options;
  const running = new Map<string, Promise<void>>();
  const waker = createWaker();
  const rouse = () => {
    waker.rouse();
  };
  const stopListening = shell.db.listener.on('due', rouse);
  stop.addEventListener('abort', rouse);

  async function work(due: Due): Promise<void> {
    try {
      const delivery = await claim(shell, due);
      if (delivery !== null) await deliver(shell, delivery, abandon);
      // Someone else holds its post for a moment, or it is no longer due.
      else await sleep(takenMs);
    } catch (error) {
      // The row is as it was, or held by a lease that runs out: it is taken up again.
      shell.log.error({ err: error, delivery: due.id }, 'a delivery could not be worked on');
      await sleep(pollMs);
    }
  }

  while (!stop.aborted) {
    waker.listen();
    try {
      const free = concurrency - running.size;
      const due = free > 0 ? await findDue(shell, free, [...running.keys()]) : [];
      for (const each of due) {
        const one = work(each).finally(() => {
          running.delete(each.id);
          rouse();
        });
        running.set(each.id, one);
      }
    } catch (error) {
      shell.log.error({ err: error }, 'the database could not be asked for due deliveries');
    }
    await waker.rest(pollMs);
  }
  stopListening();
  stop.removeEventListener('abort', rouse);
  await Promise.all(running.values());
}
