import {
  planned,
  readPillarBalance,
  readPrincipleBalance,
  servesNothing,
  timedWithin,
} from '../../app/planning/balance.ts';
import {
  balanceTolerance,
  type BalanceStatus as BalanceStatusName,
  type ShareBalance,
} from '../../domain/planning/balance.ts';
import { periodIssues, type Period } from '../../domain/shared/period.ts';
import type { ContentPrinciple as ContentPrincipleName } from '../../domain/strategy/principle.ts';
import type { Pillar as PillarRow, Prisma } from '../../generated/prisma/client.ts';
import { access } from '../access.ts';
import { builder, connectionOf } from '../builder.ts';
import { badInput, sessionOf, type GraphContext } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { ContentPrinciple } from '../strategy/principle.ts';
import { Pillar } from '../strategy/pillar.ts';
import { Strategy } from '../strategy/strategy.ts';
import { ContentPlan } from './plan.ts';
import { Post } from './post.ts';

const balanceTexts: Readonly<Record<BalanceStatusName, string>> = {
  ON_TARGET: `Within ${String(balanceTolerance * 100)} percentage points of the target, or within one post.`,
  UNDER: 'Less than that.',
  OVER: 'More than that.',
  NO_TARGET: 'No share is aimed at.',
  NO_DATA: 'There are no posts.',
};

const BalanceStatus = builder.enumType('BalanceStatus', {
  description: 'How a planned share stands against its target.',
  values: valuesOf(balanceTexts),
});

const plannedText = 'Of all posts with a time in the period, out already or not, 0 to 1; null: there are none.';
const publishedText = 'The same of those that are out; null: none is.';

const PillarBalance = builder
  .objectRef<ShareBalance<string> & { readonly pillar: PillarRow }>('PillarBalance')
  .implement({
    description:
      'A pillar’s part of the posts. Posts of the strategy without a pillar count as posts, so the shares need not add up to 1.',
    extensions: access('READ_POSTS'),
    fields: (t) => ({
      pillar: t.field({ type: Pillar, description: 'The pillar.', resolve: ({ pillar }) => pillar }),
      targetShare: t.exposeFloat('targetShare', { nullable: true, description: 'Aimed at, 0 to 1; null: nothing is.' }),
      plannedShare: t.exposeFloat('plannedShare', { nullable: true, description: plannedText }),
      plannedPosts: t.exposeInt('plannedPosts', { description: 'How many posts that is.' }),
      publishedShare: t.exposeFloat('publishedShare', { nullable: true, description: publishedText }),
      publishedPosts: t.exposeInt('publishedPosts', { description: 'How many posts that is.' }),
      status: t.expose('status', { type: BalanceStatus, description: 'How the planned share stands.' }),
    }),
  });

const PrincipleBalance = builder.objectRef<ShareBalance<ContentPrincipleName>>('PrincipleBalance').implement({
  description: 'How many posts follow a content principle. A post may follow several.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    principle: t.expose('key', { type: ContentPrinciple, description: 'The principle.' }),
    targetShare: t.exposeFloat('targetShare', { nullable: true, description: 'Aimed at, 0 to 1; null: nothing is.' }),
    plannedShare: t.exposeFloat('plannedShare', { nullable: true, description: plannedText }),
    plannedPosts: t.exposeInt('plannedPosts', { description: 'How many posts that is.' }),
    publishedShare: t.exposeFloat('publishedShare', { nullable: true, description: publishedText }),
    publishedPosts: t.exposeInt('publishedPosts', { description: 'How many posts that is.' }),
    status: t.expose('status', { type: BalanceStatus, description: 'How the planned share stands.' }),
  }),
});

/** Its pillars, and those it had of which posts are counted. */
async function pillarBalance(context: GraphContext, strategyId: string, posts: Prisma.PostWhereInput) {
  const { prisma } = context.shell.db;
  const pillars = await prisma.pillar.findMany({
    where: { strategyId },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
  const targets = pillars.map(({ id, targetShare, retiredAt }) => ({
    key: id,
    targetShare: retiredAt === null ? targetShare : null,
  }));
  const rows = await readPillarBalance(prisma, sessionOf(context), posts, targets);
  return pillars.flatMap((pillar, index) => {
    const row = rows[index];
    return row === undefined || (pillar.retiredAt !== null && row.plannedPosts === 0) ? [] : [{ ...row, pillar }];
  });
}

/** What the strategy follows, and how much of it. */
async function principleBalance(context: GraphContext, strategyId: string, posts: Prisma.PostWhereInput) {
  const { prisma } = context.shell.db;
  const targets = await prisma.principleTarget.findMany({
    where: { strategyId },
    orderBy: [{ position: 'asc' }, { principle: 'asc' }],
  });
  const rows = await readPrincipleBalance(
    prisma,
    sessionOf(context),
    posts,
    targets.map(({ principle, targetShare }) => ({ key: principle, targetShare })),
  );
  return [...rows];
}

/** Posts of a strategy in a period of the query. */
async function postsOf(context: GraphContext, strategyId: string, period: Period): Promise<Prisma.PostWhereInput> {
  return { strategyId, ...(await within(context, period)) };
}

async function within(context: GraphContext, period: Period): Promise<Prisma.PostWhereInput> {
  const [issue] = periodIssues(period, []);
  if (issue) throw badInput(issue.message, issue.fix ?? '');
  return timedWithin(context.shell.db.prisma, sessionOf(context).workspaceId, period);
}

const from = { type: 'Date', required: true, description: 'The first day, of the workspace’s zone.' } as const;
const to = { type: 'Date', required: true, description: 'The last day; it belongs to the period.' } as const;

builder.prismaObjectFields(Strategy, (t) => ({
  balance: t.field({
    type: [PillarBalance],
    description:
      'How the posts of the strategy are shared among its pillars; at most 100. Called off and failed posts count for nothing.',
    args: { from: t.arg(from), to: t.arg(to) },
    resolve: async ({ id }, period, context) => pillarBalance(context, id, await postsOf(context, id, period)),
  }),
  principleBalance: t.field({
    type: [PrincipleBalance],
    description: 'How many of its posts follow each principle of the strategy; at most 5.',
    args: { from: t.arg(from), to: t.arg(to) },
    resolve: async ({ id }, period, context) => principleBalance(context, id, await postsOf(context, id, period)),
  }),
  postsWithoutObjective: t.prismaConnection(
    {
      type: Post,
      cursor: 'id',
      description:
        'Posts in the period that serve no objective: they name none, nor a pillar that serves one. With them those of the workspace that belong to no strategy at all.',
      args: { from: t.arg(from), to: t.arg(to) },
      totalCount: async ({ id }, period, context) =>
        context.shell.db.prisma.post.count({ where: await strayPosts(context, id, period) }),
      resolve: async (query, { id }, period, context) =>
        context.shell.db.prisma.post.findMany({
          ...query,
          where: await strayPosts(context, id, period),
          orderBy: [{ scheduledAt: 'asc' }, { id: 'asc' }],
        }),
    },
    ...connectionOf('Post'),
  ),
}));

async function strayPosts(context: GraphContext, strategyId: string, period: Period): Promise<Prisma.PostWhereInput> {
  return {
    AND: [
      planned(sessionOf(context), await within(context, period)),
      servesNothing,
      { OR: [{ strategyId }, { strategyId: null }] },
    ],
  };
}

builder.prismaObjectFields(ContentPlan, (t) => ({
  balance: t.field({
    type: [PillarBalance],
    description: 'How its posts are shared among the pillars of its strategy; at most 100. Empty: it has no strategy.',
    select: { id: true, strategyId: true },
    resolve: ({ id, strategyId }, _, context) =>
      strategyId === null ? [] : pillarBalance(context, strategyId, { planId: id }),
  }),
  principleBalance: t.field({
    type: [PrincipleBalance],
    description: 'How many of its posts follow each principle of its strategy; at most 5. Empty: it has no strategy.',
    select: { id: true, strategyId: true },
    resolve: ({ id, strategyId }, _, context) =>
      strategyId === null ? [] : principleBalance(context, strategyId, { planId: id }),
  }),
}));
