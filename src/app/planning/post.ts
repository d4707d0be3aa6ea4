import { onlyFiles } from '../../domain/planning/links.ts';
import {
  decidePostMove,
  writtenPostIssues,
  type LatePolicy,
  type MovingAction,
  type PostEvent,
} from '../../domain/planning/post.ts';
import { respreadTimes } from '../../domain/planning/queue.ts';
import { searchColumns } from '../../domain/planning/search.ts';
import { blocking } from '../../domain/planning/validation.ts';
import { NotFound, ValidationFailed, type InputIssue } from '../../domain/shared/errors.ts';
import { scheduleAt, type WallTime } from '../../domain/shared/time.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import { campaignIssues, lastOf } from '../campaigns/outgoing.ts';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { accept, execute, type Done, type Executed } from '../execute.ts';
import { given } from '../given.ts';
import { planDeliveries, withdrawDeliveries } from '../publishing/plan.ts';
import { contentSelection, keepRevision, type PostWithContent } from './content.ts';
import { linkColumns, unlinked } from './links.ts';
import { atOnce, judgeMove, keptSchedule, lockPost, postEvent, writeTimes, type MoveInput } from './move.ts';
import { followBookings } from './slot.ts';
import { spellTags } from './tag.ts';
import { contentIssues, resolveFutureTime } from './validation.ts';
import {
  addressIssues,
  checkReferences,
  optionIssues,
  type ContentInput,
  type CreatePostInput,
  type UpdatePostInput,
  type VariantInput,
} from './written-post.ts';

interface Keyed {
  readonly idempotencyKey: string | null;
}

/** Replaces the media of a post or variant: those of its first part, those of the parts that follow, or both. */
async function writeMedia(
  tx: Tx,
  ctx: Ctx,
  postId: string,
  variantId: string | null,
  { media, parts }: Pick<ContentInput, 'media' | 'parts'>,
): Promise<void> {
  const written = [...(media === undefined ? [] : [media ?? []]), ...(parts ?? []).map((part) => part.media ?? [])];
  const from = media === undefined ? 1 : 0;
  const where = { postId, variantId };
  if (media !== undefined) await tx.postMedia.deleteMany({ where: { ...where, part: 0 } });
  if (parts !== undefined) await tx.postMedia.deleteMany({ where: { ...where, part: { gt: 0 } } });
  await tx.postMedia.createMany({
    data: written.flatMap((row, index) =>
      row.map(({ assetId, altText }, position) => ({
        id: ctx.newId(),
        postId,
        variantId,
        assetId,
        part: from + index,
        position,
        altText: altText ?? null,
      })),
    ),
  });
}

const noContent: ContentInput = { text: null, link: null, media: null, parts: null };

const textsOf = (parts: ContentInput['parts']) =>
  parts === undefined ? undefined : (parts ?? []).map(({ text }) => text);

async function writeVariant(tx: Tx, ctx: Ctx, postId: string, position: number, variant: VariantInput): Promise<void> {
  const { channelId, content, options } = variant;
  const own: ContentInput = content === null ? noContent : (content ?? {});
  const values = given({
    format: variant.format,
    text: own.text,
    link: own.link,
    mediaOverrides: own.media === undefined ? undefined : own.media !== null,
    partsOverride: own.parts === undefined ? undefined : own.parts !== null,
    parts: textsOf(own.parts),
    firstComment: variant.firstComment,
    options: options === null ? Prisma.DbNull : (options?.value as Prisma.InputJsonValue | undefined), // JSON by the schema
  });
  const { id } = await tx.postVariant.upsert({
    where: { postId_channelId: { postId, channelId } },
    create: { ...values, id: ctx.newId(), postId, channelId, position },
    update: values,
  });
  await writeMedia(tx, ctx, postId, id, own);
}

const searchedContent = (content: ContentInput | null | undefined) => ({
  text: content?.text,
  link: content?.link,
  parts: textsOf(content?.parts),
});

/** Writes a post with a variant for each channel. What networks say of it is asked with validatePost. */
export function createPost(ctx: Ctx, input: CreatePostInput & Keyed): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'createPost', idempotencyKey, input: what }, async (tx) => {
    const issues = [...writtenPostIssues(input), ...addressIssues(input)];
    if (issues.length > 0) throw new ValidationFailed(issues);
    const channels = await checkReferences(tx, ctx, input);
    const links = await linkColumns(tx, ctx, unlinked, input);
    const further = [...optionIssues(ctx, input.variants, channels), ...links.issues];
    if (further.length > 0) throw new ValidationFailed(further);

    const id = ctx.newId();
    const tags = await spellTags(tx, ctx, id, input.tags ?? []);
    const author = actorOf(ctx.viewer);
    const now = ctx.now();
    await tx.post.create({
      data: {
        id,
        workspaceId: ctx.viewer.workspaceId,
        title: input.title ?? null,
        text: input.content?.text ?? null,
        link: input.content?.link ?? null,
        parts: textsOf(input.content?.parts) ?? [],
        tags,
        principles: [...(input.principles ?? [])],
        ...links.columns,
        paidPartnership: input.paidPartnership ?? false,
        gifted: input.gifted ?? false,
        aiGenerated: input.aiGenerated ?? false,
        ...searchColumns({
          title: input.title,
          tags,
          ...searchedContent(input.content),
          variants: input.variants.map(({ content, firstComment }) => ({ ...searchedContent(content), firstComment })),
        }),
        authorMemberId: author.kind === 'MEMBER' ? author.id : null,
        authorTokenId: author.kind === 'TOKEN' ? author.id : null,
        createdAt: now,
        updatedAt: now,
      },
    });
    await writeMedia(tx, ctx, id, null, input.content ?? {});
    for (const [position, variant] of input.variants.entries()) await writeVariant(tx, ctx, id, position, variant);
    await keepRevision(tx, id, author, now);
    const fields = Object.keys(given(what));
    return {
      type: 'Post',
      ids: [id],
      events: [postEvent(id, { type: 'POST_CREATED', from: null, to: 'DRAFT', fields })],
    };
  });
}

/** Changes a post. What is absent stays, null clears. What is scheduled goes out as it then is. */
export function updatePost(ctx: Ctx, input: UpdatePostInput & Keyed): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'updatePost', idempotencyKey, input: what }, async (tx) => {
    const { postId } = input;
    const post = await lockPost(tx, ctx, postId);
    const { postId: _, expectedRevision, ...changes } = what;
    const fields = Object.keys(given(changes));
    const [event] = accept(
      decidePostMove(ctx.viewer, post, 'EDIT', {
        expectedRevision: expectedRevision ?? null,
        issues: [...writtenPostIssues(input), ...addressIssues(input)],
        fields,
        unavailable: null,
      }),
    );
    if (post === null || event === undefined) throw new TypeError('decidePostMove lets nothing pass without a post');
    const removed = [...new Set(input.removeChannelIds ?? [])];
    for (const [index, channelId] of (input.removeChannelIds ?? []).entries()) {
      if (post.variants.some((variant) => variant.channelId === channelId)) continue;
      throw new NotFound('channel of this post', ['removeChannelIds', String(index)]);
    }
    const channels = await checkReferences(tx, ctx, input);
    const links = await linkColumns(tx, ctx, post, input);
    const further = [...optionIssues(ctx, input.variants ?? [], channels), ...links.issues];
    if (further.length > 0) throw new ValidationFailed(further);

    const now = ctx.now();
    const filing = {
      ...links.columns,
      ...given({ principles: input.principles === undefined ? undefined : [...(input.principles ?? [])] }),
    };
    // A campaign's rules shape the links that go out: of another campaign it is other content.
    const { campaignId = post.campaignId } = filing;
    if (onlyFiles(fields) && campaignId === post.campaignId) {
      await tx.post.update({ where: { id: postId }, data: { ...filing, updatedAt: now } });
      return { type: 'Post', ids: [postId], events: [postEvent(postId, { ...event, to: post.state } as PostEvent)] };
    }
    const content = input.content === null ? noContent : input.content;
    const tags = input.tags === undefined ? undefined : await spellTags(tx, ctx, postId, input.tags ?? []);
    await tx.post.update({
      where: { id: postId },
      data: {
        ...given({
          title: input.title,
          text: content?.text,
          link: content?.link,
          parts: textsOf(content?.parts),
          tags,
          paidPartnership: input.paidPartnership ?? undefined,
          gifted: input.gifted ?? undefined,
          aiGenerated: input.aiGenerated ?? undefined,
        }),
        ...filing,
        state: event.to,
        revision: { increment: 1 },
        updatedAt: now,
      },
    });
    if (content !== undefined) await writeMedia(tx, ctx, postId, null, content);
    await tx.postVariant.deleteMany({ where: { postId, channelId: { in: removed } } });
    const last = Math.max(-1, ...post.variants.map(({ position }) => position));
    for (const [index, variant] of (input.variants ?? []).entries()) {
      await writeVariant(tx, ctx, postId, last + 1 + index, variant);
    }
    const written = await keepRevision(tx, postId, actorOf(ctx.viewer), now);
    await tx.post.update({ where: { id: postId }, data: { ...searchColumns(written), updatedAt: now } });
    if (removed.length > 0 || (input.variants ?? []).length > 0) await followChannels(tx, ctx, postId);
    const moved = await followSchedule(tx, ctx, postId);
    return { type: 'Post', ids: [postId], events: [postEvent(postId, event), ...moved] };
  });
}

/** After channels came or went: the post's time is that of a channel that is there, and the slots of the others are free. */
async function followChannels(tx: Tx, ctx: Ctx, postId: string): Promise<void> {
  const post = await tx.post.findUniqueOrThrow({ where: { id: postId }, include: { variants: true } });
  if (post.scheduledAt === null) return;
  const spread = respreadTimes(post.variants.map((variant) => ({ ...variant, schedule: keptSchedule(variant) })));
  if (spread === null) await followBookings(tx, postId);
  else await writeTimes(tx, ctx, postId, { ...spread, state: post.state, latePolicy: post.latePolicy });
}

/** A scheduled post stays one that can go out: its deliveries take the new content, or the edit is refused. */
async function followSchedule(tx: Tx, ctx: Ctx, postId: string): Promise<readonly NewEvent[]> {
  const post = await tx.post.findUniqueOrThrow({ where: { id: postId }, include: contentSelection });
  if (post.state !== 'SCHEDULED' || post.scheduledAt === null || post.latePolicy === null) return [];
  const last = lastOf(
    post.scheduledAt,
    post.variants.map(({ scheduledAt }) => scheduledAt),
  );
  const issues = [
    ...(await campaignIssues(tx, post, 'SCHEDULE', last, ['campaignId'])),
    ...blocking(contentIssues(ctx.networks, post)),
  ];
  if (issues.length > 0) throw new ValidationFailed(issues);
  return planDeliveries(tx, ctx, post, { dueAt: post.scheduledAt, latePolicy: post.latePolicy, state: 'PLANNED' });
}

/** What schedulePost, publishPost and unschedulePost have in common. */
function move(
  ctx: Ctx,
  name: string,
  action: Exclude<MovingAction, 'EDIT'>,
  input: MoveInput,
  issues: readonly InputIssue[],
  /** When it goes out; null: not at all, or it cannot be said. */
  at: Date | null,
  store: (tx: Tx, post: PostWithContent, event: PostEvent) => Promise<Pick<Done, 'events' | 'due'>>,
): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name, idempotencyKey, input: what }, async (tx) => {
    const { postId } = input;
    const post = await lockPost(tx, ctx, postId);
    const [event] = accept(
      await judgeMove(tx, ctx, post, action, { expectedRevision: input.expectedRevision, issues, at }),
    );
    if (post === null || event === undefined) throw new TypeError('decidePostMove lets nothing pass without a post');
    const done = await store(tx, post, event);
    return { ...done, type: 'Post', ids: [postId], events: [postEvent(postId, event), ...done.events] };
  });
}

/** Gives a post its time: one delivery a channel is planned for it. Channels with a time of their own lose it. */
export function schedulePost(
  ctx: Ctx,
  input: MoveInput & { readonly at: WallTime; readonly latePolicy: LatePolicy },
): Promise<Executed> {
  const { schedule, issues } = resolveFutureTime(input.at, ctx.now());
  return move(ctx, 'schedulePost', 'SCHEDULE', input, issues, schedule?.at ?? null, async (tx, post, event) => {
    if (schedule === null) throw new TypeError('A time that cannot be resolved is an issue');
    await writeTimes(tx, ctx, post.id, { state: event.to, schedule, latePolicy: input.latePolicy });
    const plan = { dueAt: schedule.at, latePolicy: input.latePolicy, state: 'PLANNED' } as const;
    // Workers sleep until the next delivery they know of: an earlier one must wake them.
    return { events: await planDeliveries(tx, ctx, atOnce(post), plan), due: true };
  });
}

/** Takes the time away again; nothing goes out. */
export function unschedulePost(ctx: Ctx, input: MoveInput): Promise<Executed> {
  return move(ctx, 'unschedulePost', 'UNSCHEDULE', input, [], null, async (tx, post, event) => {
    await writeTimes(tx, ctx, post.id, { state: event.to, schedule: null, latePolicy: null });
    return { events: await withdrawDeliveries(tx, ctx, post.id, []) };
  });
}

/** Publishes now. */
export function publishPost(ctx: Ctx, input: MoveInput): Promise<Executed> {
  return move(ctx, 'publishPost', 'PUBLISH', input, [], ctx.now(), async (tx, post, event) => {
    const now = ctx.now();
    const { timeZone } = await tx.workspace.findUniqueOrThrow({ where: { id: post.workspaceId } });
    const schedule = scheduleAt(now, timeZone);
    await writeTimes(tx, ctx, post.id, { state: event.to, schedule, latePolicy: 'PUBLISH_LATE' });
    const plan = { dueAt: now, latePolicy: 'PUBLISH_LATE', state: 'QUEUED' } as const;
    return { events: await planDeliveries(tx, ctx, post, plan), due: true };
  });
}
