import {
  decidePostMove,
  type LatePolicy,
  type MovingAction,
  type PostEvent,
  type PostState,
} from '../../domain/planning/post.ts';
import type { ChannelTime } from '../../domain/planning/queue.ts';
import { blocking, type PostIssue } from '../../domain/planning/validation.ts';
import type { Decision } from '../../domain/shared/decision.ts';
import { NotFound, type DomainError, type InputIssue } from '../../domain/shared/errors.ts';
import type { Schedule } from '../../domain/shared/time.ts';
import { seesAllChannels } from '../../domain/workspace/permission.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { campaignIssues, lastOf } from '../campaigns/outgoing.ts';
import type { NewEvent } from '../event-log.ts';
import { contentSelection, type PostWithContent } from './content.ts';
import { spendingIssues } from './cost.ts';
import { followBookings } from './slot.ts';
import { contentIssues, unavailableChannel } from './validation.ts';
import { visiblePosts } from './visibility.ts';

export interface MoveInput {
  readonly idempotencyKey: string | null;
  readonly postId: string;
  readonly expectedRevision: number | null;
}

export const postEvent = (postId: string, event: PostEvent): NewEvent => ({
  ...event,
  subjectType: 'Post',
  subjectId: postId,
  postId,
});

/** The post, if the viewer sees it. */
export const readPost = (tx: Tx, ctx: Ctx, postId: string): Promise<PostWithContent | null> =>
  tx.post.findFirst({ where: { AND: [{ id: postId }, visiblePosts(ctx.viewer)] }, include: contentSelection });

/** The post, locked until the transaction ends. Whoever changes a post or its deliveries takes this lock first. */
export async function lockPost(tx: Tx, ctx: Ctx, postId: string): Promise<PostWithContent | null> {
  await tx.$queryRaw`select 1 from posts where id = ${postId}::uuid for update`;
  const post = await readPost(tx, ctx, postId);
  const channelIds = (post?.variants ?? []).map(({ channelId }) => channelId);
  // They see that it is there, but what happens to it would happen on channels that are not theirs.
  if (!seesAllChannels(ctx.viewer, channelIds)) throw new NotFound('channel', ['postId']);
  return post;
}

/** When a post would go out: all of it at once, or each channel at its time; null: not at all, or it cannot be said. */
export type Departure = Date | ReadonlyMap<string, Date> | null;

/** What the caps of the months in which its channels would go out have against it. */
async function costIssues(tx: Tx, ctx: Ctx, post: PostWithContent, at: Departure): Promise<readonly PostIssue[]> {
  if (at === null) return [];
  if (at instanceof Date) return spendingIssues(ctx.networks, tx, post, at);
  const months = new Map<string, { readonly date: Date; readonly channelIds: Set<string> }>();
  for (const [channelId, date] of at) {
    const month = date.toISOString().slice(0, 7);
    const known = months.get(month) ?? { date, channelIds: new Set() };
    known.channelIds.add(channelId);
    months.set(month, known);
  }
  const issues: PostIssue[] = [];
  for (const { date, channelIds } of months.values()) {
    const variants = post.variants.filter(({ channelId }) => channelIds.has(channelId));
    for (const issue of await spendingIssues(ctx.networks, tx, { ...post, variants }, date)) {
      const index = post.variants.findIndex(({ channelId }) => channelId === issue.channelId);
      issues.push({ ...issue, path: ['variants', String(index), 'channelId'] });
    }
  }
  return issues;
}

/** Whether a post may make a move, with everything that is asked of one that leads to the network. */
export async function judgeMove(
  tx: Tx,
  ctx: Ctx,
  post: PostWithContent | null,
  action: Exclude<MovingAction, 'EDIT'>,
  {
    expectedRevision,
    issues,
    at,
  }: { readonly expectedRevision: number | null; readonly issues: readonly InputIssue[]; readonly at: Departure },
): Promise<Decision<PostEvent, DomainError>> {
  const leadsOut = post !== null && action !== 'UNSCHEDULE';
  const costly = leadsOut ? await costIssues(tx, ctx, post, at) : [];
  const last = at === null || at instanceof Date ? at : lastOf(new Date(0), at.values());
  const how = action === 'PUBLISH' ? 'PUBLISH' : 'SCHEDULE';
  const path = action === 'SCHEDULE' ? ['at'] : ['postId'];
  const held = leadsOut && last !== null ? await campaignIssues(tx, post, how, last, path) : [];
  return decidePostMove(ctx.viewer, post, action, {
    expectedRevision,
    issues: leadsOut ? [...issues, ...held, ...blocking([...contentIssues(ctx.networks, post), ...costly])] : [],
    fields: ['state', 'schedule'],
    unavailable: leadsOut ? unavailableChannel(ctx.networks, post) : null,
  });
}

export interface Times {
  readonly state: PostState;
  /** Null: no time. */
  readonly schedule: Schedule | null;
  readonly latePolicy: LatePolicy | null;
  /** The channels with a time of their own. Absent: none has one. */
  readonly own?: readonly ChannelTime[];
}

const columns = (schedule: Schedule | null) => ({
  scheduledAt: schedule?.at ?? null,
  scheduleTimeZone: schedule?.timeZone ?? null,
  scheduleLocal: schedule?.localDateTime ?? null,
});

/** A schedule as a row keeps it; null: it has none. */
export const keptSchedule = (row: {
  readonly scheduledAt: Date | null;
  readonly scheduleTimeZone: string | null;
  readonly scheduleLocal: string | null;
}): Schedule | null =>
  row.scheduledAt && row.scheduleTimeZone && row.scheduleLocal
    ? { at: row.scheduledAt, timeZone: row.scheduleTimeZone, localDateTime: row.scheduleLocal }
    : null;

/** The post without times of single channels. */
export const atOnce = (post: PostWithContent): PostWithContent => ({
  ...post,
  variants: post.variants.map((variant) => ({ ...variant, scheduledAt: null })),
});

/** Gives a post and its channels their times, and the slots that are these; the caller holds the post's lock. */
export async function writeTimes(
  tx: Tx,
  ctx: Ctx,
  postId: string,
  { state, schedule, latePolicy, own = [] }: Times,
): Promise<void> {
  await tx.post.update({
    where: { id: postId },
    data: { state, ...columns(schedule), latePolicy, updatedAt: ctx.now() },
  });
  await tx.postVariant.updateMany({ where: { postId, scheduledAt: { not: null } }, data: columns(null) });
  for (const time of own) {
    if (time.schedule === null) continue;
    await tx.postVariant.updateMany({ where: { postId, channelId: time.channelId }, data: columns(time.schedule) });
  }
  await followBookings(tx, postId);
}
