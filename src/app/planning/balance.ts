import { balanceOf, type PostCount, type ShareBalance, type ShareTarget } from '../../domain/planning/balance.ts';
import type { PostState } from '../../domain/planning/post.ts';
import { instantsOf, type Period } from '../../domain/shared/period.ts';
import type { ContentPrinciple } from '../../domain/strategy/principle.ts';
import type { Viewer } from '../../domain/workspace/permission.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { PrismaClient } from '../../infra/db.ts';
import { visiblePosts } from './visibility.ts';

const published: readonly PostState[] = ['PUBLISHED', 'PARTIALLY_PUBLISHED'];
/** What will not go out counts for nothing. */
const calledOff: PostState[] = ['CANCELLED', 'ARCHIVED', 'FAILED'];

/** Posts whose time is in a period of the workspace's days. */
export async function timedWithin(
  prisma: PrismaClient,
  workspaceId: string,
  period: Period,
): Promise<Prisma.PostWhereInput> {
  const { timeZone } = await prisma.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const { from, until } = instantsOf(period, timeZone);
  return { scheduledAt: { gte: from, lt: until } };
}

/** Of what is balanced, the posts that the viewer sees and that are to go out or went. */
export const planned = (viewer: Viewer, of: Prisma.PostWhereInput): Prisma.PostWhereInput => ({
  AND: [visiblePosts(viewer), of, { state: { notIn: calledOff } }],
});

/** How the posts are shared among the pillars, in the order of `targets`. One statement. */
export async function readPillarBalance(
  prisma: PrismaClient,
  viewer: Viewer,
  of: Prisma.PostWhereInput,
  targets: readonly ShareTarget<string>[],
): Promise<readonly ShareBalance<string>[]> {
  const groups = await prisma.post.groupBy({
    by: ['pillarId', 'state'],
    where: planned(viewer, of),
    _count: { _all: true },
  });
  const counts = groups.map(({ pillarId, state, _count }): PostCount<string> => ({
    keys: pillarId === null ? [] : [pillarId],
    published: published.includes(state),
    posts: _count._all,
  }));
  return balanceOf(targets, counts);
}

/** How many of the posts follow each principle, in the order of `targets`. One statement. */
export async function readPrincipleBalance(
  prisma: PrismaClient,
  viewer: Viewer,
  of: Prisma.PostWhereInput,
  targets: readonly ShareTarget<ContentPrinciple>[],
): Promise<readonly ShareBalance<ContentPrinciple>[]> {
  const groups = await prisma.post.groupBy({
    by: ['principles', 'state'],
    where: planned(viewer, of),
    _count: { _all: true },
  });
  const counts = groups.map(({ principles, state, _count }): PostCount<ContentPrinciple> => ({
    keys: principles,
    published: published.includes(state),
    posts: _count._all,
  }));
  return balanceOf(targets, counts);
}

/** Posts that name no objective, nor a pillar that serves one the strategy still has. */
export const servesNothing: Prisma.PostWhereInput = {
  objectiveId: null,
  OR: [{ pillarId: null }, { pillar: { objectives: { none: { objective: { retiredAt: null } } } } }],
};
