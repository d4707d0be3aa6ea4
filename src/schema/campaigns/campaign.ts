import { visiblePlans } from '../../app/planning/plan.ts';
import { writtenUtm } from '../../app/campaigns/utm.ts';
import {
  allowedCampaignActions,
  campaignBounds,
  type CampaignAction as CampaignActionName,
  type CampaignState as CampaignStateName,
} from '../../domain/campaigns/campaign.ts';
import { access } from '../access.ts';
import { builder, connectionOf } from '../builder.ts';
import { sessionOf } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { rowId } from '../ids.ts';
import { overlapping, Period, PeriodInput, periodOf } from '../period.ts';
import { filteredPosts, PostFilterInput, PostOrderInput } from '../planning/post-filter.ts';
import { authorSelection, loadAuthor } from '../strategy/author.ts';
import { kpisText } from '../strategy/kpi.ts';
import { ObjectiveKind } from '../strategy/objective.ts';
import { Actor } from '../workspace/actor.ts';
import { Workspace } from '../workspace/workspace.ts';
import { Utm } from './utm.ts';

const stateTexts: Readonly<Record<CampaignStateName, string>> = {
  DRAFT: 'Being planned; its posts are held back.',
  ACTIVE: 'Under way.',
  PAUSED: 'Its posts are held back.',
  COMPLETED: 'Over.',
  CANCELLED: 'Called off.',
};

export const CampaignState = builder.enumType('CampaignState', {
  description: 'Where a campaign stands in its life.',
  values: valuesOf(stateTexts),
});

const actionTexts: Readonly<Record<CampaignActionName, string>> = {
  EDIT: 'updateCampaign.',
  LAUNCH: 'launchCampaign.',
  PAUSE: 'pauseCampaign.',
  RESUME: 'resumeCampaign.',
  COMPLETE: 'completeCampaign.',
  CANCEL: 'cancelCampaign.',
};

export const CampaignAction = builder.enumType('CampaignAction', {
  description: 'What a viewer can do with a campaign.',
  values: valuesOf(actionTexts),
});

const planners = { extensions: access('READ_CAMPAIGNS'), nullable: true } as const;
const notForAll = 'Null: not for this viewer.';

export const Campaign = builder.prismaNode('Campaign', {
  id: { field: 'id' },
  description: 'Posts with one aim, a period and a budget.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    state: t.expose('state', { type: CampaignState, description: 'Where it stands in its life.' }),
    revision: t.exposeInt('revision', { description: 'Counts its changes, from 1. Its state is none of them.' }),
    allowedActions: t.field({
      type: [CampaignAction],
      description: 'What the viewer may do with it now.',
      select: { state: true },
      resolve: ({ state }, _, context) => [...allowedCampaignActions(sessionOf(context), state)],
    }),
    period: t.field({
      type: Period,
      description: 'When it runs, in days of the workspace’s zone.',
      select: { periodFrom: true, periodTo: true },
      resolve: periodOf,
    }),
    objective: t.expose('objective', {
      ...planners,
      type: ObjectiveKind,
      description: `What it is for. ${notForAll}`,
    }),
    note: t.exposeString('note', { ...planners, description: 'What people should know; null: nothing.' }),
    strategy: t.relation('strategy', {
      nullable: true,
      description: 'The strategy that it was planned under; null: none, or not for this viewer.',
      extensions: access('READ_STRATEGY'),
    }),
    strategyRevision: t.exposeInt('strategyRevision', {
      ...planners,
      description: 'The revision of the strategy that it was planned under; null: there is none.',
    }),
    utm: t.field({
      ...planners,
      type: Utm,
      description: `What it adds to its posts’ links. ${notForAll}`,
      select: { utmSource: true, utmMedium: true, utmCampaign: true, utmTerm: true, utmContent: true },
      resolve: writtenUtm,
    }),
    promoCodes: t.exposeStringList('promoCodes', {
      ...planners,
      description: `Its promo codes; at most ${String(campaignBounds.promoCodes)}. ${notForAll}`,
    }),
    kpis: t.relation('kpis', {
      ...planners,
      description: `${kpisText} ${notForAll}`,
      query: { where: { retiredAt: null }, orderBy: [{ position: 'asc' }, { id: 'asc' }] },
    }),
    posts: t.relatedConnection(
      'posts',
      {
        cursor: 'id',
        totalCount: true,
        description: 'Its posts that the viewer sees, the newest first unless told.',
        args: {
          filter: t.arg({ type: PostFilterInput, description: 'Which of them.' }),
          orderBy: t.arg({ type: PostOrderInput, description: 'In which order.' }),
        },
        query: filteredPosts,
      },
      ...connectionOf('Post'),
    ),
    contentPlans: t.relatedConnection(
      'plans',
      {
        cursor: 'id',
        totalCount: true,
        description: 'Its content plans that the viewer sees, the latest first.',
        query: (_, context) => ({
          where: visiblePlans(sessionOf(context)),
          orderBy: [{ periodFrom: 'desc' }, { id: 'desc' }],
        }),
      },
      ...connectionOf('ContentPlan'),
    ),
    launchedAt: t.expose('launchedAt', {
      ...planners,
      type: 'DateTime',
      description: 'When it was launched; null: it was not.',
    }),
    endedAt: t.expose('endedAt', {
      ...planners,
      type: 'DateTime',
      description: 'When it was completed or cancelled; null: it was not.',
    }),
    author: t.field({
      ...planners,
      type: Actor,
      description: 'Who planned it; null: gone without a trace.',
      select: authorSelection,
      resolve: (row, _, context) => loadAuthor(context, row),
    }),
    createdAt: t.expose('createdAt', {
      ...planners,
      type: 'DateTime',
      description: `When it was planned. ${notForAll}`,
    }),
    updatedAt: t.expose('updatedAt', {
      ...planners,
      type: 'DateTime',
      description: `When it last changed; its posts and entries aside. ${notForAll}`,
    }),
  }),
});

const CampaignFilterInput = builder.inputType('CampaignFilterInput', {
  description: 'Which campaigns: all of what is given holds.',
  fields: (t) => ({
    state: t.field({ type: [CampaignState], description: 'Any of these.' }),
    strategyId: t.id({ description: 'Planned under this strategy.' }),
    period: t.field({ type: PeriodInput, description: 'With a day in this period.' }),
  }),
});

builder.prismaObjectField(Workspace, 'campaigns', (t) =>
  t.relatedConnection(
    'campaigns',
    {
      cursor: 'id',
      totalCount: true,
      nullable: true,
      description: `The campaigns, the latest first. ${notForAll}`,
      extensions: access('READ_CAMPAIGNS'),
      args: { filter: t.arg({ type: CampaignFilterInput, description: 'Which of them.' }) },
      query: ({ filter }) => ({
        where: {
          AND: [overlapping(filter?.period)],
          ...(filter?.state ? { state: { in: filter.state } } : {}),
          ...(filter?.strategyId ? { strategyId: rowId('Strategy', filter.strategyId) } : {}),
        },
        orderBy: [{ periodFrom: 'desc' }, { id: 'desc' }],
      }),
    },
    ...connectionOf('Campaign'),
  ),
);
