import { type z } from 'zod';
import type { PostFormat } from '../../domain/planning/content.ts';
import {
  decidePostMove,
  writtenPostIssues,
  type LatePolicy,
  type PostAction,
  type PostEvent,
} from '../../domain/planning/post.ts';
import { blocking } from '../../domain/planning/validation.ts';
import { NotFound, parametersOf, ValidationFailed, type InputIssue } from '../../domain/shared/errors.ts';
import { scheduleAt, type Schedule, type WallTime } from '../../domain/shared/time.ts';
import { isWebAddress } from '../../domain/shared/web-address.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import { seesAllChannels } from '../../domain/workspace/permission.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { accept, execute, type Done, type Executed } from '../execute.ts';
import { planDeliveries, withdrawDeliveries } from '../publishing/plan.ts';
import { contentSelection, keepRevision, type PostWithContent } from './content.ts';
import { spendingIssues } from './cost.ts';
import { contentIssues, resolveFutureTime, unavailableChannel } from './validation.ts';
import { visibleChannels, visiblePosts } from './visibility.ts';

interface MediaInput {
  readonly assetId: string;
  readonly altText?: string | null | undefined;
}

interface PartInput {
  readonly text: string;
  readonly media?: readonly MediaInput[] | null | undefined;
}

/** Undefined: stays as it is (in a new post: empty). Null: cleared, in a variant inherited. */
export interface ContentInput {
  /** What follows the first part of a thread. */
  readonly parts?: readonly PartInput[] | null | undefined;
  readonly text?: string | null | undefined;
  readonly link?: string | null | undefined;
  readonly media?: readonly MediaInput[] | null | undefined;
}

export interface VariantInput {
  readonly channelId: string;
  readonly format?: PostFormat | null | undefined;
  readonly content?: ContentInput | null | undefined;
  readonly firstComment?: string | null | undefined;
  /** The network's key and its options. */
  readonly options?: { readonly network: string; readonly value: unknown } | null | undefined;
}

interface PostInput {
  readonly title?: string | null | undefined;
  readonly content?: ContentInput | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly paidPartnership?: boolean | null | undefined;
  readonly gifted?: boolean | null | undefined;
  readonly aiGenerated?: boolean | null | undefined;
}

export interface CreatePostInput extends PostInput {
  readonly variants: readonly VariantInput[];
}

export interface UpdatePostInput extends PostInput {
  readonly postId: string;
  readonly expectedRevision?: number | null | undefined;
  /** Changes or adds these; others stay. */
  readonly variants?: readonly VariantInput[] | null | undefined;
  readonly removeChannelIds?: readonly string[] | null | undefined;
}

interface Keyed {
  readonly idempotencyKey: string | null;
}

/** Leaves out what is undefined, so that a column which was not named stays as it is. */
const given = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** Every asset that content names, with its place in the input. */
const assetPlaces = (content: ContentInput | null | undefined, path: readonly string[]) =>
  [
    { media: content?.media, path },
    ...(content?.parts ?? []).map(({ media }, index) => ({ media, path: [...path, 'parts', String(index)] })),
  ].flatMap((part) =>
    (part.media ?? []).map(({ assetId }, at) => ({ assetId, path: [...part.path, 'media', String(at), 'assetId'] })),
  );

/** Ids in the input that are not there for this viewer: the first one is named with its place. */
async function checkReferences(
  tx: Tx,
  ctx: Ctx,
  input: PostInput & { variants?: readonly VariantInput[] | null | undefined },
) {
  const variants = input.variants ?? [];
  const channels = await tx.channel.findMany({
    where: { ...visibleChannels(ctx.viewer), AND: { id: { in: variants.map(({ channelId }) => channelId) } } },
  });
  const byId = new Map(channels.map((channel) => [channel.id, channel]));
  const places = [
    ...assetPlaces(input.content, ['content']),
    ...variants.flatMap(({ content }, index) => assetPlaces(content, ['variants', String(index), 'content'])),
  ];
  const assets = await tx.mediaAsset.findMany({
    where: { workspaceId: ctx.viewer.workspaceId, id: { in: places.map(({ assetId }) => assetId) } },
    select: { id: true },
  });
  const known = new Set(assets.map(({ id }) => id));
  for (const [index, { channelId }] of variants.entries()) {
    if (!byId.has(channelId)) throw new NotFound('channel', ['variants', String(index), 'channelId']);
  }
  for (const { assetId, path } of places) if (!known.has(assetId)) throw new NotFound('media asset', path);
  return byId;
}

/** What the connector's own schema says of a variant's options. */
function optionIssues(
  ctx: Ctx,
  variants: readonly VariantInput[],
  channels: ReadonlyMap<string, { readonly network: string }>,
): readonly InputIssue[] {
  return variants.flatMap((variant, index): InputIssue[] => {
    if (!variant.options) return [];
    const { network, value } = variant.options;
    const path = ['variants', String(index), 'options', network];
    const own = channels.get(variant.channelId)?.network;
    if (network !== own) {
      return [
        {
          code: 'OPTIONS_OF_OTHER_NETWORK',
          message: `The channel is on ${String(own)}, the options are for ${network}.`,
          path,
          parameters: parametersOf({ network: String(own), options: network }),
          fix: `Send options for ${String(own)}, or none.`,
        },
      ];
    }
    const parsed = ctx.networks.get(network)?.connector.options?.safeParse(value);
    return (parsed?.error?.issues ?? []).map((issue: z.core.$ZodIssue) => ({
      code: 'OPTION_INVALID',
      message: issue.message,
      path: [...path, ...issue.path.map(String)],
      parameters: [],
      fix: 'See the description of this option in the schema.',
    }));
  });
}

/** A link must be one that people can open. */
function linkIssues(
  input: PostInput & { variants?: readonly VariantInput[] | null | undefined },
): readonly InputIssue[] {
  const links = [
    { link: input.content?.link, path: ['content', 'link'] },
    ...(input.variants ?? []).map(({ content }, index) => ({
      link: content?.link,
      path: ['variants', String(index), 'content', 'link'],
    })),
  ];
  return links.flatMap(({ link, path }) => {
    if (link === undefined || link === null || isWebAddress(link)) return [];
    return [
      {
        code: 'LINK_INVALID',
        message: `"${link}" is no web address.`,
        path,
        parameters: parametersOf({ link }),
        fix: 'Write it whole, beginning with https://.',
      },
    ];
  });
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

const postEvent = (postId: string, event: PostEvent): NewEvent => ({
  ...event,
  subjectType: 'Post',
  subjectId: postId,
  postId,
});

/** Writes a post with a variant for each channel. What networks say of it is asked with validatePost. */
export function createPost(ctx: Ctx, input: CreatePostInput & Keyed): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'createPost', idempotencyKey, input: what }, async (tx) => {
    const issues = [...writtenPostIssues(input), ...linkIssues(input)];
    if (issues.length > 0) throw new ValidationFailed(issues);
    const channels = await checkReferences(tx, ctx, input);
    const options = optionIssues(ctx, input.variants, channels);
    if (options.length > 0) throw new ValidationFailed(options);

    const id = ctx.newId();
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
        tags: [...(input.tags ?? [])],
        paidPartnership: input.paidPartnership ?? false,
        gifted: input.gifted ?? false,
        aiGenerated: input.aiGenerated ?? false,
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

/** The post, locked until the transaction ends. Whoever changes a post or its deliveries takes this lock first. */
async function lockPost(tx: Tx, ctx: Ctx, postId: string): Promise<PostWithContent | null> {
  await tx.$queryRaw`select 1 from posts where id = ${postId}::uuid for update`;
  const post = await tx.post.findFirst({
    where: { AND: [{ id: postId }, visiblePosts(ctx.viewer)] },
    include: contentSelection,
  });
  const channelIds = (post?.variants ?? []).map(({ channelId }) => channelId);
  // They see that it is there, but what happens to it would happen on channels that are not theirs.
  if (!seesAllChannels(ctx.viewer, channelIds)) throw new NotFound('channel', ['postId']);
  return post;
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
        issues: [...writtenPostIssues(input), ...linkIssues(input)],
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
    const options = optionIssues(ctx, input.variants ?? [], channels);
    if (options.length > 0) throw new ValidationFailed(options);

    const now = ctx.now();
    const content = input.content === null ? noContent : input.content;
    await tx.post.update({
      where: { id: postId },
      data: {
        ...given({
          title: input.title,
          text: content?.text,
          link: content?.link,
          parts: textsOf(content?.parts),
          tags: input.tags === undefined ? undefined : [...(input.tags ?? [])],
          paidPartnership: input.paidPartnership ?? undefined,
          gifted: input.gifted ?? undefined,
          aiGenerated: input.aiGenerated ?? undefined,
        }),
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
    await keepRevision(tx, postId, actorOf(ctx.viewer), now);
    const moved = await followSchedule(tx, ctx, postId);
    return { type: 'Post', ids: [postId], events: [postEvent(postId, event), ...moved] };
  });
}

/** A scheduled post stays one that can go out: its deliveries take the new content, or the edit is refused. */
async function followSchedule(tx: Tx, ctx: Ctx, postId: string): Promise<readonly NewEvent[]> {
  const post = await tx.post.findUniqueOrThrow({ where: { id: postId }, include: contentSelection });
  if (post.state !== 'SCHEDULED' || post.scheduledAt === null || post.latePolicy === null) return [];
  const issues = blocking(contentIssues(ctx.networks, post));
  if (issues.length > 0) throw new ValidationFailed(issues);
  return planDeliveries(tx, ctx, post, { dueAt: post.scheduledAt, latePolicy: post.latePolicy, state: 'PLANNED' });
}

interface MoveInput extends Keyed {
  readonly postId: string;
  readonly expectedRevision: number | null;
}

/** What schedulePost, publishPost and unschedulePost have in common. */
function move(
  ctx: Ctx,
  name: string,
  action: Exclude<PostAction, 'EDIT'>,
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
    const leadsOut = post !== null && action !== 'UNSCHEDULE';
    const costly = post === null || at === null ? [] : await spendingIssues(ctx.networks, tx, post, at);
    const [event] = accept(
      decidePostMove(ctx.viewer, post, action, {
        expectedRevision: input.expectedRevision,
        issues: leadsOut ? [...issues, ...blocking([...contentIssues(ctx.networks, post), ...costly])] : [],
        fields: ['state', 'schedule'],
        unavailable: leadsOut ? unavailableChannel(ctx.networks, post) : null,
      }),
    );
    if (post === null || event === undefined) throw new TypeError('decidePostMove lets nothing pass without a post');
    const done = await store(tx, post, event);
    return { ...done, type: 'Post', ids: [postId], events: [postEvent(postId, event), ...done.events] };
  });
}

const scheduleColumns = (schedule: Schedule | null, latePolicy: LatePolicy | null, now: Date) => ({
  scheduledAt: schedule?.at ?? null,
  scheduleTimeZone: schedule?.timeZone ?? null,
  scheduleLocal: schedule?.localDateTime ?? null,
  latePolicy,
  updatedAt: now,
});

/** Gives a post its time: one delivery a channel is planned for it. */
export function schedulePost(
  ctx: Ctx,
  input: MoveInput & { readonly at: WallTime; readonly latePolicy: LatePolicy },
): Promise<Executed> {
  const { schedule, issues } = resolveFutureTime(input.at, ctx.now());
  return move(ctx, 'schedulePost', 'SCHEDULE', input, issues, schedule?.at ?? null, async (tx, post, event) => {
    if (schedule === null) throw new TypeError('A time that cannot be resolved is an issue');
    await tx.post.update({
      where: { id: post.id },
      data: { state: event.to, ...scheduleColumns(schedule, input.latePolicy, ctx.now()) },
    });
    const plan = { dueAt: schedule.at, latePolicy: input.latePolicy, state: 'PLANNED' } as const;
    // Workers sleep until the next delivery they know of: an earlier one must wake them.
    return { events: await planDeliveries(tx, ctx, post, plan), due: true };
  });
}

/** Takes the time away again; nothing goes out. */
export function unschedulePost(ctx: Ctx, input: MoveInput): Promise<Executed> {
  return move(ctx, 'unschedulePost', 'UNSCHEDULE', input, [], null, async (tx, post, event) => {
    await tx.post.update({
      where: { id: post.id },
      data: { state: event.to, ...scheduleColumns(null, null, ctx.now()) },
    });
    return { events: await withdrawDeliveries(tx, ctx, post.id, []) };
  });
}

/** Publishes now. */
export function publishPost(ctx: Ctx, input: MoveInput): Promise<Executed> {
  return move(ctx, 'publishPost', 'PUBLISH', input, [], ctx.now(), async (tx, post, event) => {
    const now = ctx.now();
    const { timeZone } = await tx.workspace.findUniqueOrThrow({ where: { id: post.workspaceId } });
    await tx.post.update({
      where: { id: post.id },
      data: { state: event.to, ...scheduleColumns(scheduleAt(now, timeZone), 'PUBLISH_LATE', now) },
    });
    const plan = { dueAt: now, latePolicy: 'PUBLISH_LATE', state: 'QUEUED' } as const;
    return { events: await planDeliveries(tx, ctx, post, plan), due: true };
  });
}
