import { postStateOf } from '../../domain/publishing/delivery.ts';
import type { Tx } from '../../infra/db.ts';
import type { NewEvent } from '../event-log.ts';

/** Brings a post to what its deliveries make of it. The caller holds the post's lock. */
export const followDeliveries = (tx: Tx, postId: string, now: Date): Promise<readonly NewEvent[]> =>
  followDeliveriesOf(tx, [postId], now);

/** The same for many posts, by as many statements as there are states to come to. */
export async function followDeliveriesOf(tx: Tx, postIds: readonly string[], now: Date): Promise<readonly NewEvent[]> {
  if (postIds.length === 0) return [];
  const posts = await tx.post.findMany({
    where: { id: { in: [...postIds] } },
    select: { id: true, state: true, deliveries: { select: { state: true } } },
  });
  const moved = posts.flatMap(({ id, state: from, deliveries }) => {
    const to = postStateOf(deliveries.map(({ state }) => state));
    return to === null || to === from ? [] : [{ id, from, to }];
  });
  for (const state of new Set(moved.map(({ to }) => to))) {
    const ids = moved.filter(({ to }) => to === state).map(({ id }) => id);
    await tx.post.updateMany({ where: { id: { in: ids } }, data: { state, updatedAt: now } });
  }
  return moved.map(({ id, from, to }) => ({
    type: 'POST_STATE_CHANGED',
    subjectType: 'Post',
    subjectId: id,
    postId: id,
    from,
    to,
    fields: ['state'],
  }));
}
