import { setTimeout as sleep } from 'node:timers/promises';
import type { Shell } from '../app/ctx.ts';
import { pruneAuthorizations } from '../app/workspace/authorization.ts';
import { pruneRateBudgets } from '../infra/rate-budget.ts';

const hourMs = 3_600_000;
/** At least 24 hours are promised; twice that leaves room for clocks and slow clients. */
const idempotencyKeysMs = 48 * hourMs;
/** So long what a network told is known again. */
const networkEventsMs = 30 * 24 * hourMs;
/** So long a person can ask how what they demanded stands. */
const privacyRequestsMs = 2 * 365 * 24 * hourMs;

/** Throws away what is no longer needed. Any number of nodes may do it at once. */
export async function prune(shell: Shell): Promise<void> {
  const before = new Date(shell.now().getTime() - idempotencyKeysMs);
  const { count } = await shell.db.prisma.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } });
  if (count > 0) shell.log.debug({ count }, 'old idempotency keys thrown away');
  await pruneAuthorizations(shell);
  await pruneRateBudgets(shell.db.prisma, shell.now());
  const told = new Date(shell.now().getTime() - networkEventsMs);
  await shell.db.prisma.networkEvent.deleteMany({ where: { receivedAt: { lt: told } } });
  const demanded = new Date(shell.now().getTime() - privacyRequestsMs);
  await shell.db.prisma.privacyRequest.deleteMany({ where: { receivedAt: { lt: demanded } } });
}

/** Prunes every hour until `stop` is aborted. */
export async function runPrune(shell: Shell, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await prune(shell).catch((error: unknown) => {
      shell.log.error({ err: error }, 'pruning failed');
    });
    await sleep(hourMs, undefined, { signal: stop }).catch(() => undefined);
  }
}
