import { postStateOf } from '../../domain/publishing/delivery.ts';
import type { Tx } from '../../infra/db.ts';
import type { NewEvent } from '../event-log.ts';

/** Brings a post to what its deliveries make of it. The caller holds the post's lock. */
export async function followDeliveries(tx: Tx, postId: string, now: Date): Promise<readonly NewEvent[]> {
  const post = await tx.post.findUniqueOrThrow({
    where: { id: postId },
    select: { state: true, deliveries: { select: { state: true } } },
  });
  const state = postStateOf(post.deliveries.map((delivery) => delivery.state));
  if (state === null || state === post.state) return [];
  await tx.post.update({ where: { id: postId }, data: { state, updatedAt: now } });
  return [
    {
      type: 'POST_STATE_CHANGED',
      subjectType: 'Post',
      subjectId: postId,
      postId,
      from: post.state,
      to: state,
      fields: ['state'],
    },
  ];
}
