import DataLoader from 'dataloader';
import { readRateBudgets, type Budgeted } from '../../app/workspace/rate-budget.ts';
import type { Problem } from '../../domain/publishing/problem.ts';
import type { BudgetState } from '../../infra/rate-budget.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import type { GraphContext } from '../context.ts';
import { ProblemType } from '../publishing/problem.ts';
import { Spending, spendingOf } from './spending.ts';

const RateBudget = builder.objectRef<BudgetState>('RateBudget').implement({
  description: 'What is left of a limit of the network.',
  extensions: access('READ_INSIGHTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What is limited: RateLimit.name of the network.' }),
    used: t.exposeInt('used', { description: 'How much of it is spent, by all who share it.' }),
    limit: t.exposeInt('limit', { description: 'At most so much, as the network said last.' }),
    resetsAt: t.expose('resetsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When all of it is there again; null: it is.',
    }),
  }),
});

interface HealthShape extends Budgeted {
  readonly missingScopes: readonly string[];
  readonly lastSuccessAt: Date | null;
  readonly lastProblem: unknown;
  readonly grant: { readonly expiresAt: Date | null; readonly scopes: readonly string[] } | null;
}

/** One for each request: what would otherwise be a query for each channel of a list. */
const loaders = new WeakMap<GraphContext, DataLoader<Budgeted, readonly BudgetState[]>>();

function budgetsOf(context: GraphContext, channel: Budgeted): Promise<readonly BudgetState[]> {
  const loader =
    loaders.get(context) ??
    new DataLoader<Budgeted, readonly BudgetState[]>((channels) => readRateBudgets(context.shell, channels), {
      cache: false,
    });
  loaders.set(context, loader);
  return loader.load(channel);
}

const ChannelHealth = builder.objectRef<HealthShape>('ChannelHealth').implement({
  description: 'What a channel was granted, how it fared last, and what is left of the network’s limits.',
  extensions: access('READ_INSIGHTS'),
  fields: (t) => ({
    tokenExpiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When its credentials stop working unless they are renewed; null: not by themselves, or it has none.',
      resolve: ({ grant }) => grant?.expiresAt,
    }),
    scopes: t.stringList({
      description: 'What was granted, by the network’s names; empty: the network names nothing.',
      resolve: ({ grant }) => [...(grant?.scopes ?? [])],
    }),
    missingScopes: t.stringList({
      description: 'What the connector asks for and was not granted, by the network’s names.',
      resolve: ({ missingScopes }) => [...missingScopes],
    }),
    lastSuccessAt: t.expose('lastSuccessAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the network last did what was asked of it; null: not yet.',
    }),
    lastProblem: t.field({
      type: ProblemType,
      nullable: true,
      description: 'What last went wrong, which lastSuccessAt may have come after; null: nothing yet.',
      resolve: ({ lastProblem }) => lastProblem as Problem | null, // written by app/workspace/channel.ts
    }),
    rateBudgets: t.field({
      type: [RateBudget],
      description: 'The limits of the network and what is spent of them, at most 50.',
      resolve: async (channel, _, context) => [...(await budgetsOf(context, channel))],
    }),
    spending: t.field({
      type: Spending,
      nullable: true,
      description: 'What the network’s calls cost the whole workspace this month; null: they cost nothing.',
      resolve: async ({ network, workspaceId }, _, context) =>
        (await spendingOf(context, workspaceId)).find((one) => one.network === network),
    }),
  }),
});

builder.prismaObjectField('Channel', 'health', (t) =>
  t.field({
    type: ChannelHealth,
    nullable: true,
    description: 'Its credentials, and how it fared; for whoever may read insights.',
    select: {
      network: true,
      workspaceId: true,
      grantId: true,
      missingScopes: true,
      lastSuccessAt: true,
      lastProblem: true,
      grant: { select: { expiresAt: true, scopes: true } },
    },
    resolve: (channel) => channel,
  }),
);
