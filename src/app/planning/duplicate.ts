import { duplicatePost as decideDuplicate } from '../../domain/planning/duplicate.ts';
import { searchColumns } from '../../domain/planning/search.ts';
import { NotFound } from '../../domain/shared/errors.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { keepRevision, type PostWithContent } from './content.ts';
import { lockPost, postEvent, readPost } from './move.ts';
import { visibleChannels } from './visibility.ts';

/** The channels that an input names, in that order. Throws at the first that is not the viewer's. */
async function channelsNamed(tx: Tx, ctx: Ctx, ids: readonly string[]) {
  const rows = await tx.channel.findMany({
    where: { AND: [{ id: { in: [...ids] } }, visibleChannels(ctx.viewer)] },
    select: { id: true, network: true },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id, index) => {
    const channel = byId.get(id);
    if (channel === undefined) throw new NotFound('channel', ['channelIds', String(index)]);
    return channel;
  });
}

const copiedMedia = (ctx: Ctx, postId: string, variantId: string | null, media: PostWithContent['media']) =>
  media.map(({ assetId, part, position, altText }) => ({
    id: ctx.newId(),
    postId,
    variantId,
    assetId,
    part,
    position,
    altText,
  }));

/**
 * Writes a post anew, as a draft of whoever does it: its content, tags and what it is for, but neither its time nor what was decided
 * on it or became of it.
 */
export function duplicatePost(
  ctx: Ctx,
  input: {
    readonly idempotencyKey: string | null;
    readonly postId: string;
    /** Null: the same. */
    readonly channelIds: readonly string[] | null;
    /** Undefined: the same; null: none. */
    readonly title: string | null | undefined;
  },
): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'duplicatePost', idempotencyKey, input: what }, async (tx) => {
    const { channelIds, title } = input;
    // To channels of their own people take what they see; as it is, only what is theirs whole.
    const post = channelIds === null ? await lockPost(tx, ctx, input.postId) : await readPost(tx, ctx, input.postId);
    if (post === null) throw new NotFound('post', ['postId']);
    const asked = channelIds === null ? null : await channelsNamed(tx, ctx, channelIds);
    const present = post.variants.map(({ channel }) => channel);
    const copied = accept(decideDuplicate(title, present, asked));

    const id = ctx.newId();
    const author = actorOf(ctx.viewer);
    const now = ctx.now();
    const { strategyId } = post;
    // It is made now, under the strategy as it now is.
    const strategy =
      strategyId === null
        ? null
        : await tx.strategy.findUnique({ where: { id: strategyId }, select: { revision: true } });
    await tx.post.create({
      data: {
        id,
        workspaceId: post.workspaceId,
        title: title === undefined ? post.title : title,
        text: post.text,
        link: post.link,
        parts: post.parts,
        tags: post.tags,
        principles: post.principles,
        strategyId,
        strategyRevision: strategy?.revision ?? null,
        pillarId: post.pillarId,
        objectiveId: post.objectiveId,
        personaId: post.personaId,
        campaignId: post.campaignId,
        planId: post.planId,
        occasionId: post.occasionId,
        paidPartnership: post.paidPartnership,
        gifted: post.gifted,
        aiGenerated: post.aiGenerated,
        authorMemberId: author.kind === 'MEMBER' ? author.id : null,
        authorTokenId: author.kind === 'TOKEN' ? author.id : null,
        createdAt: now,
        updatedAt: now,
      },
    });
    const variants = copied.map(({ channelId, from, optionsFrom }, position) => {
      const options = post.variants.find((variant) => variant.channelId === optionsFrom)?.options;
      return {
        id: ctx.newId(),
        channelId,
        position,
        own: post.variants.find((variant) => variant.channelId === from),
        options: options ?? Prisma.DbNull,
      };
    });
    await tx.postVariant.createMany({
      data: variants.map(({ own, ...variant }) => ({
        ...variant,
        postId: id,
        format: own?.format ?? null,
        text: own?.text ?? null,
        link: own?.link ?? null,
        partsOverride: own?.partsOverride ?? false,
        parts: own?.parts ?? [],
        mediaOverrides: own?.mediaOverrides ?? false,
        firstComment: own?.firstComment ?? null,
      })),
    });
    await tx.postMedia.createMany({
      data: [
        ...copiedMedia(ctx, id, null, post.media),
        ...variants.flatMap(({ id: variantId, own }) => copiedMedia(ctx, id, variantId, own?.media ?? [])),
      ],
    });
    const written = await keepRevision(tx, id, author, now);
    await tx.post.update({ where: { id }, data: { ...searchColumns(written), updatedAt: now } });
    const fields = ['content', 'variants', 'tags'];
    return {
      type: 'Post',
      ids: [id],
      events: [postEvent(id, { type: 'POST_CREATED', from: null, to: 'DRAFT', fields })],
    };
  });
}
