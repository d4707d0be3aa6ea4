import { moveDelivery, type DeliveryState } from '../../domain/publishing/delivery.ts';
import { Prisma, type Delivery } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Shell } from '../ctx.ts';
import { appendEvents } from '../event-log.ts';
import { accept } from '../execute.ts';
import { deliveryEvent } from './plan.ts';
import { followDeliveries } from './post-state.ts';

/** What a network told by itself of a delivery: done, or of one that is not as far as that here. */
export type Told = 'DONE' | 'NOT_YET';

const networkActor = { kind: 'SYSTEM', reason: 'network' } as const;

/** A post that a slow network was working on is out. */
export async function settleTold(
  tx: Tx,
  shell: Shell,
  channelId: string,
  told: { readonly key: string; readonly externalId: string; readonly url: string | null; readonly at: Date },
): Promise<Told> {
  // Prisma takes a condition without a value for none.
  if (!told.key) return 'DONE';
  const delivery = await lockDelivery(tx, { channelId, pendingKey: told.key });
  // Whoever is sending something there now may be just about to write down the key.
  if (delivery === null) return isBusy(tx, channelId, ['SENDING']);
  if (!waiting.has(delivery.state)) return 'DONE';
  const now = shell.now();
  const { externalId, url, at } = told;
  await move(tx, shell, delivery, 'PUBLISHED', {
    externalId,
    url,
    publishedAt: at < now ? at : now,
    ticket: Prisma.DbNull,
    pendingKey: null,
    problem: Prisma.DbNull,
  });
  // None where it went through another check in the meantime.
  await tx.deliveryAttempt.updateMany({
    where: { deliveryId: delivery.id, number: delivery.attempt },
    data: { finishedAt: now, outcome: 'PUBLISHED' },
  });
  return 'DONE';
}

const waiting: ReadonlySet<DeliveryState> = new Set(['PROCESSING', 'AWAITING_MODERATION', 'UNCONFIRMED']);

/** A post was taken down at the network. */
export async function removeTold(tx: Tx, shell: Shell, channelId: string, externalId: string): Promise<Told> {
  if (!externalId) return 'DONE';
  const delivery = await lockDelivery(tx, { channelId, externalId });
  // Networks tell things in any order: that it is out may not be known here yet.
  if (delivery === null) return isBusy(tx, channelId, ['SENDING', 'PROCESSING', 'AWAITING_MODERATION']);
  if (delivery.state === 'PUBLISHED') await move(tx, shell, delivery, 'REMOVED', {});
  return 'DONE';
}

/** The delivery as it is under the lock of its post, which whoever changes it takes first. */
async function lockDelivery(tx: Tx, where: Prisma.DeliveryWhereInput): Promise<Delivery | null> {
  const found = await tx.delivery.findFirst({ where, orderBy: { updatedAt: 'desc' } });
  if (found === null) return null;
  await tx.$queryRaw`select 1 from posts where id = ${found.postId}::uuid for update`;
  return tx.delivery.findFirst({ where: { ...where, id: found.id } });
}

async function isBusy(tx: Tx, channelId: string, states: DeliveryState[]): Promise<Told> {
  const busy = await tx.delivery.findFirst({ where: { channelId, state: { in: states } }, select: { id: true } });
  return busy === null ? 'DONE' : 'NOT_YET';
}

async function move(
  tx: Tx,
  shell: Shell,
  delivery: Delivery,
  to: DeliveryState,
  data: Prisma.DeliveryUpdateInput,
): Promise<void> {
  const now = shell.now();
  const moved = accept(moveDelivery(delivery, to));
  await tx.delivery.update({
    where: { id: delivery.id },
    // Whoever holds it, such as to ask the network how it stands, can write nothing any more.
    data: { ...data, state: to, wakeAt: null, leaseUntil: null, fence: { increment: 1 }, updatedAt: now },
  });
  const events = [
    ...moved.map((event) => deliveryEvent(delivery, event)),
    ...(await followDeliveries(tx, delivery.postId, now)),
  ];
  await appendEvents(tx, delivery.workspaceId, { actor: networkActor, requestId: null, occurredAt: now }, events);
}
