import type { MoveOutcome, WaitingPost } from '../../domain/campaigns/campaign.ts';
import { postTransitions, type PostState } from '../../domain/planning/post.ts';
import type { DeliveryState } from '../../domain/publishing/delivery.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { deliveryEvent, holdEvent } from '../publishing/plan.ts';
import { followDeliveriesOf } from '../publishing/post-state.ts';

/** A post that was moved, with the first time at which something of it was to go out. */
export interface MovedPost {
  readonly postId: string;
  readonly outcome: MoveOutcome;
  readonly dueAt: Date;
}

interface Moved {
  readonly posts: readonly MovedPost[];
  readonly events: readonly NewEvent[];
}

interface DeliveryRow {
  readonly id: string;
  readonly postId: string;
  readonly channelId: string;
  readonly dueAt: Date;
  readonly from: DeliveryState;
  readonly attempt: number;
}

const ofCampaign = (campaignId: string): Prisma.Sql =>
  Prisma.sql`post_id in (select id from posts where campaign_id = ${campaignId}::uuid)`;

/** Of a delivery that failed and is to be tried again: nothing of it can be out. What began goes out to its end. */
const notBegun = Prisma.sql`not exists (
  select 1 from delivery_steps s where s.delivery_id = deliveries.id and s.kind = 'COMMIT')`;

/** What has a time that can be taken away, without anything that waits to go out. */
const planned = Object.keys(postTransitions.UNSCHEDULE).filter((state) => state !== 'SCHEDULED');

/** One for each post, in the order of their times. */
function postsOf(rows: readonly Pick<DeliveryRow, 'postId' | 'dueAt'>[], outcome: MoveOutcome): readonly MovedPost[] {
  const posts = new Map<string, MovedPost>();
  for (const { postId, dueAt } of rows.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())) {
    if (!posts.has(postId)) posts.set(postId, { postId, outcome, dueAt });
  }
  return [...posts.values()];
}

const told = (rows: readonly Pick<DeliveryRow, 'postId' | 'dueAt'>[], outcome: 'HELD' | 'RELEASED'): Moved => {
  const posts = postsOf(rows, outcome);
  return { posts, events: posts.map(({ postId }) => holdEvent(postId, outcome === 'HELD')) };
};

/**
 * Holds back what has not begun, also what failed and waits to be tried again. A worker finds none of it until it is released.
 * The caller holds the locks of the posts, here and below, so that no worker begins one meanwhile.
 */
export async function holdPosts(tx: Tx, campaignId: string, now: Date): Promise<Moved> {
  const rows = await tx.$queryRaw<DeliveryRow[]>`
    update deliveries set held_at = ${now}, wake_at = null, updated_at = ${now}
    where ${ofCampaign(campaignId)} and held_at is null
      and (state in ('PLANNED', 'QUEUED') or (state = 'RETRY_SCHEDULED' and ${notBegun}))
    returning post_id as "postId", due_at as "dueAt"`;
  return told(rows, 'HELD');
}

/** Lets go out what was held back, each at its time; what has passed meanwhile follows its late policy. */
export async function releasePosts(tx: Tx, campaignId: string, now: Date): Promise<Moved> {
  const rows = await tx.$queryRaw<DeliveryRow[]>`
    update deliveries set held_at = null, updated_at = ${now}, wake_at = case
      when state = 'RETRY_SCHEDULED' then coalesce((problem->>'retryAt')::timestamptz, ${now}) else due_at end
    where ${ofCampaign(campaignId)} and held_at is not null
    returning post_id as "postId", due_at as "dueAt"`;
  return told(rows, 'RELEASED');
}

/**
 * Takes their time from the posts of a campaign, also that at which a draft was meant to go out, and gives back the turns of
 * slots: what has not begun is called off, the content stays. Of a post that is partly
 * out or on its way the rest is called off, and it becomes what its other deliveries make of it.
 */
export async function unschedulePosts(tx: Tx, ctx: Ctx, campaignId: string): Promise<Moved> {
  const now = ctx.now();
  const rows = await tx.$queryRaw<DeliveryRow[]>`
    with waiting as (
      select id, state from deliveries
      where ${ofCampaign(campaignId)} and (state in ('PLANNED', 'QUEUED')
        or (state in ('RETRY_SCHEDULED', 'NEEDS_USER') and ${notBegun})))
    update deliveries d set state = 'CANCELLED', wake_at = null, held_at = null, updated_at = ${now}
    from waiting where waiting.id = d.id
    returning d.id, d.post_id as "postId", d.channel_id as "channelId", d.due_at as "dueAt", d.attempt,
      waiting.state::text as "from"`;
  // As unschedulePost does it (domain/planning/post.ts, postTransitions), for all of them at once.
  const drafts = await tx.$queryRaw<{ id: string; from: PostState; to: PostState; dueAt: Date }[]>`
    with timed as (
      select id, state, scheduled_at from posts
      where campaign_id = ${campaignId}::uuid and (state = 'SCHEDULED'
        or (state::text = any(${planned}) and scheduled_at is not null)))
    update posts p set state = case when timed.state = 'SCHEDULED' then 'DRAFT' else timed.state end,
      scheduled_at = null, schedule_time_zone = null, schedule_local = null, late_policy = null, updated_at = ${now}
    from timed where timed.id = p.id
    returning p.id, timed.state::text as "from", p.state::text as "to", timed.scheduled_at as "dueAt"`;
  const ids = drafts.map(({ id }) => id);
  await tx.$executeRaw`
    update post_variants set scheduled_at = null, schedule_time_zone = null, schedule_local = null
    where post_id = any(${ids}::uuid[]) and scheduled_at is not null`;
  await tx.$executeRaw`delete from slot_bookings where post_id = any(${ids}::uuid[])`;
  const unscheduled = new Set(ids);
  // Those that are still being made have no deliveries: the time at which they were meant to go out.
  const meant = drafts.flatMap(({ id, from, dueAt }) => (from === 'SCHEDULED' ? [] : [{ postId: id, dueAt }]));
  const posts = postsOf([...rows, ...meant], 'UNSCHEDULED');
  const events: NewEvent[] = rows.map(({ from, attempt, ...delivery }) =>
    deliveryEvent(delivery, { from, to: 'CANCELLED', attempt: attempt === 0 ? null : attempt }),
  );
  events.push(
    ...drafts.map(({ id: postId, from, to }): NewEvent => ({
      type: 'POST_UNSCHEDULED',
      subjectType: 'Post',
      subjectId: postId,
      postId,
      from,
      to,
      fields: ['state', 'schedule'],
    })),
  );
  const others = posts.map(({ postId }) => postId).filter((postId) => !unscheduled.has(postId));
  events.push(...(await followDeliveriesOf(tx, others, now)));
  return { posts, events };
}

/** The posts of a campaign that wait to go out, the first first. */
export const waitingPosts = (tx: Tx, campaignId: string): Promise<readonly WaitingPost[]> =>
  tx.$queryRaw<WaitingPost[]>`
    select p.id as "postId", p.title, min(d.due_at) as "firstAt", max(d.due_at) as "lastAt"
    from deliveries d join posts p on p.id = d.post_id
    where p.campaign_id = ${campaignId}::uuid and d.state in ('PLANNED', 'QUEUED')
    group by p.id order by min(d.due_at), p.id`;
