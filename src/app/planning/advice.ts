import { adviseOnPost, principleWeeks, type PostPurpose } from '../../domain/planning/advice.ts';
import type { PostIssue } from '../../domain/planning/validation.ts';
import { addDays, dateOfDay, dayAt, startOfDay } from '../../domain/shared/period.ts';
import type { Viewer } from '../../domain/workspace/permission.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { PrismaClient } from '../../infra/db.ts';
import { planned } from './balance.ts';
import { postContentOf, type PostWithContent } from './content.ts';

const guidance = {
  principles: { orderBy: { position: 'asc' } },
  _count: { select: { objectives: { where: { retiredAt: null } } } },
} satisfies Prisma.StrategyInclude;

/** The strategy that a post is made under; else the one in force when it goes out, the newest first. */
const strategyOf = (prisma: PrismaClient, post: PostWithContent, day: string) =>
  prisma.strategy.findFirst({
    where:
      post.strategyId === null
        ? {
            workspaceId: post.workspaceId,
            state: 'ACTIVE',
            periodFrom: { lte: dateOfDay(day) },
            periodTo: { gte: dateOfDay(day) },
          }
        : { id: post.strategyId },
    include: guidance,
    orderBy: { createdAt: 'desc' },
  });

async function purposeOf(prisma: PrismaClient, post: PostWithContent): Promise<PostPurpose> {
  const { objectiveId, principles, pillarId } = post;
  const pillar =
    pillarId === null
      ? null
      : await prisma.pillar.findUniqueOrThrow({
          where: { id: pillarId },
          include: { _count: { select: { objectives: { where: { objective: { retiredAt: null } } } } } },
        });
  return {
    objectiveId,
    principles,
    pillar: pillar && {
      name: pillar.name,
      retired: pillar.retiredAt !== null,
      servesObjectives: pillar._count.objectives > 0,
      targetShare: pillar.targetShare,
    },
  };
}

/** What the strategy would have otherwise in a post that goes out then. Nothing where no strategy holds. Of other posts, those that the viewer sees count. */
export async function adviceIssues(
  prisma: PrismaClient,
  viewer: Viewer,
  post: PostWithContent,
  at: Date,
): Promise<readonly PostIssue[]> {
  const { timeZone } = await prisma.workspace.findUniqueOrThrow({ where: { id: post.workspaceId } });
  const day = dayAt(at, timeZone);
  const strategy = await strategyOf(prisma, post, day);
  if (strategy === null) return [];

  const [month, nextMonth] = [`${day.slice(0, 7)}-01`, `${addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`];
  const others = (from: string, until: string): Prisma.PostWhereInput =>
    planned(viewer, {
      id: { not: post.id },
      strategyId: strategy.id,
      scheduledAt: { gte: startOfDay(from, timeZone), lt: startOfDay(until, timeZone) },
    });
  const ofMonth = await prisma.post.groupBy({
    by: ['pillarId'],
    where: others(month, nextMonth),
    _count: { _all: true },
  });
  const recent = await prisma.post.groupBy({
    by: ['principles'],
    where: others(addDays(day, -7 * principleWeeks), addDays(day, 1)),
  });
  // The post itself is one of them.
  const counted = { pillarId: post.pillarId, _count: { _all: 1 } };
  const sum = (groups: readonly (typeof counted)[]) => groups.reduce((posts, { _count }) => posts + _count._all, 0);
  return adviseOnPost(
    postContentOf(post),
    await purposeOf(prisma, post),
    {
      name: strategy.name,
      voiceAvoid: strategy.voiceAvoid,
      hasObjectives: strategy._count.objectives > 0,
      principles: strategy.principles.map(({ principle }) => principle),
    },
    {
      month: {
        posts: sum([...ofMonth, counted]),
        ofPillar: sum([...ofMonth, counted].filter(({ pillarId }) => pillarId === post.pillarId)),
      },
      recentPrinciples: new Set(recent.flatMap(({ principles }) => principles)),
    },
  );
}
