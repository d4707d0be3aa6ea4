import type { PostContent } from '../../domain/planning/content.ts';
import type { UtmRules } from '../../domain/campaigns/utm.ts';
import { searchColumns } from '../../domain/planning/search.ts';
import { normalizeTags, tagKey } from '../../domain/planning/tag.ts';
import type { ContentPrinciple } from '../../domain/strategy/principle.ts';
import { dateOfDay } from '../../domain/shared/period.ts';
import type { Schedule } from '../../domain/shared/time.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { campaignOfPost, utmOf } from '../campaigns/utm.ts';
import type { NewEvent } from '../event-log.ts';
import { spellTags } from './tag.ts';

/** A post that the product writes for somebody: of a plan, or of an idea. Its variants inherit everything. */
export interface Draft {
  readonly id: string;
  readonly title: string | null;
  readonly text: string | null;
  readonly link: string | null;
  readonly tags: readonly string[];
  readonly principles: readonly ContentPrinciple[];
  readonly strategy: { readonly id: string; readonly revision: number } | null;
  readonly pillarId: string | null;
  readonly campaignId: string | null;
  readonly planId: string | null;
  readonly assigneeMemberId: string | null;
  readonly channelIds: readonly string[];
  /** When it is meant to go out. It has no delivery: nothing goes out before it is scheduled. Null: no time yet. */
  readonly schedule: Schedule | null;
  readonly bookings: readonly { readonly slotId: string; readonly on: string }[];
}

const contentOf = ({ text, link, channelIds }: Draft, utm: UtmRules | null): PostContent => ({
  text,
  link,
  utm,
  media: [],
  parts: [],
  variants: channelIds.map((channelId) => ({
    channelId,
    format: null,
    text: null,
    link: null,
    media: null,
    parts: null,
    firstComment: null,
    options: null,
  })),
});

/** The tags of each draft, as the workspace writes them. */
async function spellings(tx: Tx, ctx: Ctx, drafts: readonly Draft[]) {
  const written = normalizeTags(drafts.flatMap(({ tags }) => tags));
  const spelled = await spellTags(tx, ctx, drafts[0]?.id ?? '', written);
  const known = new Map(written.map((tag, index) => [tagKey(tag), spelled[index] ?? tag]));
  return ({ tags }: Draft): string[] => normalizeTags(tags).map((tag) => known.get(tagKey(tag)) ?? tag);
}

/** Writes all of them, in as many statements as one takes. Who calls has seen that everything they name is the viewer's. */
export async function writeDrafts(tx: Tx, ctx: Ctx, drafts: readonly Draft[]): Promise<readonly NewEvent[]> {
  if (drafts.length === 0) return [];
  const author = actorOf(ctx.viewer);
  const now = ctx.now();
  const tagsOf = await spellings(tx, ctx, drafts);
  const campaignIds = [...new Set(drafts.flatMap(({ campaignId }) => campaignId ?? []))];
  const campaigns = await tx.campaign.findMany({ where: { id: { in: campaignIds } }, select: campaignOfPost });
  const utm = new Map(campaigns.map((campaign) => [campaign.id, utmOf(campaign)]));
  await tx.post.createMany({
    data: drafts.map((draft) => ({
      id: draft.id,
      workspaceId: ctx.viewer.workspaceId,
      title: draft.title,
      text: draft.text,
      link: draft.link,
      parts: [],
      tags: tagsOf(draft),
      principles: [...draft.principles],
      scheduledAt: draft.schedule?.at ?? null,
      scheduleTimeZone: draft.schedule?.timeZone ?? null,
      scheduleLocal: draft.schedule?.localDateTime ?? null,
      latePolicy: draft.schedule === null ? null : 'PUBLISH_LATE',
      strategyId: draft.strategy?.id ?? null,
      strategyRevision: draft.strategy?.revision ?? null,
      pillarId: draft.pillarId,
      campaignId: draft.campaignId,
      planId: draft.planId,
      assigneeMemberId: draft.assigneeMemberId,
      ...searchColumns({ ...draft, tags: tagsOf(draft) }),
      authorMemberId: author.kind === 'MEMBER' ? author.id : null,
      authorTokenId: author.kind === 'TOKEN' ? author.id : null,
      createdAt: now,
      updatedAt: now,
    })),
  });
  await tx.postVariant.createMany({
    data: drafts.flatMap(({ id: postId, channelIds }) =>
      channelIds.map((channelId, position) => ({ id: ctx.newId(), postId, channelId, position, parts: [] })),
    ),
  });
  await tx.slotBooking.createMany({
    data: drafts.flatMap(({ id: postId, bookings }) =>
      bookings.map(({ slotId, on }) => ({ slotId, on: dateOfDay(on), postId })),
    ),
  });
  await tx.postRevision.createMany({
    data: drafts.map((draft) => ({
      postId: draft.id,
      number: 1,
      content: contentOf(draft, utm.get(draft.campaignId ?? '') ?? null) as unknown as Prisma.InputJsonValue, // plain data; readonly arrays do not fit the type
      actorKind: author.kind,
      actorId: 'id' in author ? author.id : null,
      createdAt: now,
    })),
  });
  return drafts.map(({ id, schedule }) => ({
    type: 'POST_CREATED',
    subjectType: 'Post',
    subjectId: id,
    postId: id,
    from: null,
    to: 'DRAFT',
    fields: ['content', ...(schedule === null ? [] : ['schedule'])],
  }));
}
