import { holdsPosts, type CampaignState } from '../../domain/campaigns/campaign.ts';
import type { LatePolicy } from '../../domain/planning/post.ts';
import { moveDelivery, type DeliveryState } from '../../domain/publishing/delivery.ts';
import { Prisma, type Delivery } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import { notify } from '../../infra/listener.ts';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { accept } from '../execute.ts';

/** The event that tells of a delivery's move. */
export const deliveryEvent = (
  delivery: Pick<Delivery, 'id' | 'postId' | 'channelId'>,
  moved: { readonly from: DeliveryState | null; readonly to: DeliveryState; readonly attempt: number | null },
): NewEvent => ({
  type: 'DELIVERY_CHANGED',
  subjectType: 'Delivery',
  subjectId: delivery.id,
  postId: delivery.postId,
  channelId: delivery.channelId,
  from: moved.from,
  to: moved.to,
  attempt: moved.attempt,
  fields: ['state'],
});

/** True where the post's campaign holds its posts back now. It cannot change before the transaction ends. */
async function isHeld(tx: Tx, campaignId: string | null): Promise<boolean> {
  if (campaignId === null) return false;
  const [campaign] = await tx.$queryRaw<{ state: CampaignState }[]>`
    select state::text from campaigns where id = ${campaignId}::uuid for share`;
  return campaign !== undefined && holdsPosts(campaign.state);
}

/** The event that tells that a post's campaign holds it back, or no longer. */
export const holdEvent = (postId: string, held: boolean): NewEvent => ({
  type: held ? 'POST_HELD' : 'POST_RELEASED',
  subjectType: 'Post',
  subjectId: postId,
  postId,
  fields: ['deliveries'],
});

/**
 * Makes one delivery a variant, or gives the one that is there its new time and content. What is already out, or on its way,
 * stays as it is. The caller holds the post's lock.
 */
export async function planDeliveries(
  tx: Tx,
  ctx: Ctx,
  post: {
    readonly id: string;
    readonly workspaceId: string;
    readonly revision: number;
    readonly campaignId: string | null;
    /** With the time of its own that a variant may have; one that goes out at once has none. */
    readonly variants: readonly { readonly channelId: string; readonly scheduledAt: Date | null }[];
  },
  plan: { readonly dueAt: Date; readonly latePolicy: LatePolicy; readonly state: 'PLANNED' | 'QUEUED' },
): Promise<readonly NewEvent[]> {
  const events: NewEvent[] = [];
  const now = ctx.now();
  const present = await tx.delivery.findMany({ where: { postId: post.id } });
  const held = await isHeld(tx, post.campaignId);
  const before = present.some((delivery) => delivery.heldAt !== null);
  if (held !== before) events.push(holdEvent(post.id, held));
  // Workers sleep until the next delivery they know of.
  if (before && !held) await notify(tx, 'due');
  for (const { channelId, scheduledAt } of post.variants) {
    const dueAt = (plan.state === 'QUEUED' ? null : scheduledAt) ?? plan.dueAt;
    const delivery = present.find((candidate) => candidate.channelId === channelId);
    const times = {
      dueAt,
      heldAt: held ? (delivery?.heldAt ?? now) : null,
      wakeAt: held ? null : dueAt,
      latePolicy: plan.latePolicy,
      revision: post.revision,
    };
    if (delivery === undefined) {
      const id = ctx.newId();
      await tx.delivery.create({
        data: {
          ...times,
          id,
          workspaceId: post.workspaceId,
          postId: post.id,
          channelId,
          state: plan.state,
          createdAt: now,
          updatedAt: now,
        },
      });
      events.push(deliveryEvent({ id, postId: post.id, channelId }, { from: null, to: plan.state, attempt: null }));
      continue;
    }
    const waiting = delivery.state === 'PLANNED';
    if (!waiting && !['FAILED', 'MISSED', 'CANCELLED'].includes(delivery.state)) continue;
    if (delivery.state !== plan.state) {
      const [moved] = accept(moveDelivery(delivery, plan.state));
      if (moved) events.push(deliveryEvent(delivery, moved));
    }
    await tx.delivery.update({
      where: { id: delivery.id },
      data: { ...times, state: plan.state, problem: Prisma.DbNull, updatedAt: now },
    });
  }
  const channels = post.variants.map(({ channelId }) => channelId);
  return [...events, ...(await withdrawDeliveries(tx, ctx, post.id, channels))];
}

/** Calls off what has not begun, the channels in `keep` aside. */
export async function withdrawDeliveries(
  tx: Tx,
  ctx: Ctx,
  postId: string,
  keep: readonly string[],
): Promise<readonly NewEvent[]> {
  const waiting = await tx.delivery.findMany({
    where: { postId, state: { in: ['PLANNED', 'QUEUED'] }, channelId: { notIn: [...keep] } },
  });
  const events: NewEvent[] = [];
  for (const delivery of waiting) {
    const [moved] = accept(moveDelivery(delivery, 'CANCELLED'));
    await tx.delivery.update({
      where: { id: delivery.id },
      data: { state: 'CANCELLED', wakeAt: null, heldAt: null, updatedAt: ctx.now() },
    });
    if (moved) events.push(deliveryEvent(delivery, moved));
  }
  return events;
}
