import { spreadTimes } from '../../domain/planning/queue.ts';
import { freeTurns, notBeforeIssues, searchWindow, type SlotTime } from '../../domain/planning/slot.ts';
import { NoFreeSlot } from '../../domain/shared/errors.ts';
import type { Schedule } from '../../domain/shared/time.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { planDeliveries } from '../publishing/plan.ts';
import type { PostWithContent } from './content.ts';
import { judgeMove, lockPost, postEvent, writeTimes, type MoveInput } from './move.ts';
import { book, lockSlots, readTaken } from './slot.ts';

/** Takes the next free turn of every channel of the post. Its own turns are free for it. */
async function takeTurns(tx: Tx, post: PostWithContent, { from, until }: { from: Date; until: Date }) {
  const channelIds = post.variants.map(({ channelId }) => channelId);
  const slots = await lockSlots(tx, channelIds);
  await tx.slotBooking.deleteMany({ where: { postId: post.id } });
  const search = { workspaceId: post.workspaceId, channelIds, from, until };
  const taken = await readTaken(tx, search, post.id);
  const times: { readonly channelId: string; readonly schedule: Schedule }[] = [];
  const without: { readonly id: string; readonly name: string; readonly hasSlots: boolean }[] = [];
  for (const { channelId, channel } of post.variants) {
    const own = slots.filter((slot) => slot.channelId === channelId);
    let turn: SlotTime | null = null;
    for (const free of freeTurns(own, taken(channelId), from, until)) {
      if (!(await book(tx, post.id, free))) continue;
      turn = free;
      break;
    }
    if (turn === null) without.push({ id: channelId, name: channel.name, hasSlots: own.length > 0 });
    else times.push({ channelId, schedule: turn.schedule });
  }
  return { times, without };
}

/** Gives a post the next free slot of every channel. */
export function queuePost(
  ctx: Ctx,
  input: MoveInput & {
    /** Null: from now on. */
    readonly notBefore: Date | null;
  },
): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  const command = { name: 'queuePost', idempotencyKey, input: what };
  return execute(ctx, command, async (tx) => {
    const { postId, notBefore, expectedRevision } = input;
    const post = await lockPost(tx, ctx, postId);
    const issues = notBeforeIssues(notBefore);
    const window = searchWindow(notBefore, ctx.now());
    const searched = post !== null && issues.length === 0 ? await takeTurns(tx, post, window) : null;
    const { times = [], without = [] } = searched ?? {};
    const at = new Map(times.map(({ channelId, schedule }) => [channelId, schedule.at]));
    const [event] = accept(await judgeMove(tx, ctx, post, 'QUEUE', { expectedRevision, issues, at }));
    if (post === null || event === undefined) throw new TypeError('judgeMove lets nothing pass without a post');
    const spread = spreadTimes(times);
    if (without.length > 0 || spread === null) throw new NoFreeSlot(without, window.until, ['postId']);
    const latePolicy = post.latePolicy ?? 'PUBLISH_LATE';
    await writeTimes(tx, ctx, postId, { ...spread, latePolicy, state: event.to });
    const variants = post.variants.map(({ channelId }) => ({ channelId, scheduledAt: at.get(channelId) ?? null }));
    const plan = { dueAt: spread.schedule.at, latePolicy, state: 'PLANNED' } as const;
    const moved = await planDeliveries(tx, ctx, { ...post, variants }, plan);
    // Workers sleep until the next delivery they know of: an earlier one must wake them.
    return { type: 'Post', ids: [postId], events: [postEvent(postId, event), ...moved], due: true };
  });
}
