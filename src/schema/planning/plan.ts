import { queryFromInfo } from '@pothos/plugin-prisma';
import {
  createContentPlan,
  deleteContentPlan,
  updateContentPlan,
  visiblePlans,
  type KeptNotice,
  type PlanSource,
} from '../../app/planning/plan.ts';
import { visiblePosts } from '../../app/planning/visibility.ts';
import type { Executed } from '../../app/execute.ts';
import {
  allowedPlanActions,
  planBounds,
  type PlanAction as PlanActionName,
  type PlanNoticeCode as PlanNoticeCodeName,
} from '../../domain/planning/plan.ts';
import { NotFound } from '../../domain/shared/errors.ts';
import { changeErrors } from '../../domain/shared/revision.ts';
import { isLimited, postVisibility } from '../../domain/workspace/permission.ts';
import type { Post as PostRow } from '../../generated/prisma/client.ts';
import { access, requireAllChannels } from '../access.ts';
import { builder, connectionOf } from '../builder.ts';
import { ctxOf, requireWorkspace, sessionOf, type GraphContext } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { ParameterType, resultOf } from '../errors.ts';
import { encodeGlobalID, rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { overlapping, Period, PeriodInput, periodOf } from '../period.ts';
import { Actor, loadActor } from '../workspace/actor.ts';
import { Workspace } from '../workspace/workspace.ts';
import { Post } from './post.ts';

const actionTexts: Readonly<Record<PlanActionName, string>> = {
  EDIT: 'updateContentPlan.',
  DELETE: 'deleteContentPlan.',
};

const ContentPlanAction = builder.enumType('ContentPlanAction', {
  description: 'What a viewer can do with a content plan.',
  values: valuesOf(actionTexts),
});

const noticeTexts: Readonly<Record<PlanNoticeCodeName, string>> = {
  ENTRY_AFTER_PERIOD: 'An entry of the template falls after the period: it made no post.',
  CHANNEL_GONE: 'The template names channels that are gone: the post was made without them.',
  CHANNEL_UNAVAILABLE: 'Channels do not work now: left out.',
  NO_CHANNEL_LEFT: 'None of the template’s channels is left: the posts have none.',
  PILLAR_MISSING: 'The plan’s strategy has no pillar of that name: the post has none.',
  TIME_SKIPPED: 'The clocks skip that time: the post got the one to which they go.',
  TIME_PASSED: 'The time has passed already.',
  CHANNEL_WITHOUT_SLOTS: 'The channel has no slot in the period.',
  SLOTS_TAKEN: 'Slots of the channel are taken by other posts.',
  SLOTS_PASSED: 'Slots of the channel have passed.',
};

const PlanNoticeCode = builder.enumType('PlanNoticeCode', {
  description: 'What could not be made as a plan’s source says.',
  values: valuesOf(noticeTexts),
});

const PlanNotice = builder
  .objectRef<{ readonly notice: KeptNotice; readonly post: PostRow | null }>('PlanNotice')
  .implement({
    description: 'Something that could not be made as the plan’s template or slots say.',
    extensions: access('READ_POSTS'),
    fields: (t) => ({
      code: t.field({ type: PlanNoticeCode, description: 'What.', resolve: ({ notice }) => notice.code }),
      message: t.string({ description: 'For people; may change.', resolve: ({ notice }) => notice.message }),
      parameters: t.field({
        type: [ParameterType],
        description: 'The values that the message speaks of.',
        resolve: ({ notice }) => [...notice.parameters],
      }),
      post: t.field({
        type: Post,
        nullable: true,
        description: 'The post that it is about; null: of no single one, or gone.',
        resolve: ({ post }) => post,
      }),
    }),
  });

export const ContentPlan = builder.prismaNode('ContentPlan', {
  id: { field: 'id' },
  description: 'What is to be published in a period.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    note: t.exposeString('note', { nullable: true, description: 'What the team should know; null: nothing.' }),
    revision: t.exposeInt('revision', { description: 'Counts its changes, from 1; those of its posts do not count.' }),
    allowedActions: t.field({
      type: [ContentPlanAction],
      description: 'What the viewer may do with it.',
      resolve: (_, __, context) => [...allowedPlanActions(sessionOf(context))],
    }),
    period: t.field({
      type: Period,
      description: 'Of which days.',
      select: { periodFrom: true, periodTo: true },
      resolve: periodOf,
    }),
    strategy: t.relation('strategy', {
      nullable: true,
      description: 'The strategy that it follows; null: none, or not for this viewer.',
      extensions: access('READ_STRATEGY'),
    }),
    strategyRevision: t.exposeInt('strategyRevision', {
      nullable: true,
      description: 'The revision of the strategy that it was made under; null: it follows none.',
    }),
    campaign: t.relation('campaign', { nullable: true, description: 'The campaign that it is of; null: none.' }),
    author: t.field({
      type: Actor,
      nullable: true,
      description: 'Who made it; null: gone without a trace.',
      select: { authorKind: true, authorId: true },
      resolve: ({ authorKind, authorId }, _, context) =>
        loadActor(context, { kind: authorKind === 'MEMBER' ? 'MEMBER' : 'TOKEN', id: authorId ?? '' }),
    }),
    posts: t.relatedConnection(
      'posts',
      {
        cursor: 'id',
        totalCount: true,
        description: 'Those of its posts that the viewer sees, the earliest first, those without a time last.',
        query: (_, context) => ({
          where: visiblePosts(sessionOf(context)),
          orderBy: [{ scheduledAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
        }),
      },
      ...connectionOf('Post'),
    ),
    notices: t.field({
      type: [PlanNotice],
      description:
        'What could not be made as its template or slots say, in order; at most 2,501. Empty for whoever sees only some posts or channels.',
      select: { notices: true },
      resolve: async ({ notices }, _, context, info) => {
        const viewer = sessionOf(context);
        if (isLimited(viewer) || postVisibility(viewer) !== 'ALL') return [];
        const kept = notices as unknown as readonly KeptNotice[]; // written by createContentPlan alone
        const ids = kept.flatMap(({ postId }) => postId ?? []);
        if (ids.length === 0) return kept.map((notice) => ({ notice, post: null }));
        const query: object = queryFromInfo({ context, info, typeName: 'Post', path: ['post'] });
        const rows = await context.shell.db.prisma.post.findMany({ ...query, where: { id: { in: ids } } });
        const posts = new Map(rows.map((row) => [row.id, row]));
        return kept.map((notice) => ({ notice, post: posts.get(notice.postId ?? '') ?? null }));
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed; its posts aside.' }),
  }),
});

const ContentPlanFilterInput = builder.inputType('ContentPlanFilterInput', {
  description: 'Which plans: all of what is given holds.',
  fields: (t) => ({
    strategyId: t.id({ description: 'That follow this strategy.' }),
    campaignId: t.id({ description: 'Of this campaign.' }),
    period: t.field({ type: PeriodInput, description: 'With a day in this period.' }),
  }),
});

builder.prismaObjectField(Workspace, 'contentPlans', (t) =>
  t.relatedConnection(
    'contentPlans',
    {
      cursor: 'id',
      totalCount: true,
      nullable: true,
      description:
        'The content plans, the latest first. Whoever sees only some posts sees the plans that have one of them.',
      args: { filter: t.arg({ type: ContentPlanFilterInput, description: 'Which of them.' }) },
      query: ({ filter }, context) => ({
        where: {
          AND: [visiblePlans(sessionOf(context)), overlapping(filter?.period)],
          ...(filter?.strategyId ? { strategyId: rowId('Strategy', filter.strategyId) } : {}),
          ...(filter?.campaignId ? { campaignId: rowId('Campaign', filter.campaignId) } : {}),
        },
        orderBy: [{ periodFrom: 'desc' }, { id: 'desc' }],
      }),
    },
    ...connectionOf('ContentPlan'),
  ),
);

const PlanSourceInput = builder.inputType('PlanSourceInput', {
  description: `Of what a plan's posts are made: exactly one of these. At most ${String(planBounds.posts)} posts.`,
  isOneOf: true,
  fields: (t) => ({
    templateId: t.id({
      description:
        'A post for each entry of this template that falls within the period. What could not be made as it says is in notices.',
    }),
    slotsOfChannelIds: t.idList({
      description: `An empty post for each time at which these channels have a free slot, with a variant for each of them that has it; it takes the slot. At most ${String(planBounds.channels)} channels.`,
    }),
  }),
});

const sourceOf = (source: typeof PlanSourceInput.$inferInput | null | undefined): PlanSource | null => {
  if (!source) return null;
  const { templateId, slotsOfChannelIds } = source;
  return templateId
    ? { kind: 'TEMPLATE', templateId: rowId('PlanTemplate', templateId) }
    : { kind: 'SLOTS', channelIds: (slotsOfChannelIds ?? []).map((id) => rowId('Channel', id)) };
};

const nameText = `Its name; at most ${String(planBounds.name)} characters.`;
const noteText = `What the team should know; at most ${String(planBounds.note)} characters.`;
const periodText = `Of which days, those of the workspace's zone; at most ${String(planBounds.days)}.`;

const CreateContentPlanInput = mutationInput('createContentPlan', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  name: t.string({ required: true, description: nameText }),
  note: t.string({ description: noteText }),
  period: t.field({ type: PeriodInput, required: true, description: periodText }),
  strategyId: t.id({ description: 'The strategy that it follows; absent: its campaign’s.' }),
  campaignId: t.id({ description: 'The campaign that it is of; its posts are, too.' }),
  source: t.field({ type: PlanSourceInput, description: 'Of what its posts are made; absent: it is empty.' }),
}));

const UpdateContentPlanInput = mutationInput('updateContentPlan', (t) => ({
  contentPlanId: t.id({ required: true, description: 'The plan.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
  name: t.string({ description: nameText }),
  note: t.string({ description: noteText }),
  period: t.field({ type: PeriodInput, description: periodText }),
  strategyId: t.id({ description: 'The strategy that it follows.' }),
  campaignId: t.id({ description: 'The campaign that it is of.' }),
}));

const DeleteContentPlanInput = mutationInput('deleteContentPlan', (t) => ({
  contentPlanId: t.id({ required: true, description: 'The plan.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
}));

const DeleteContentPlanSuccess = builder.objectRef<{ readonly id: string }>('DeleteContentPlanSuccess').implement({
  description: 'The plan is gone; its posts stay.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    contentPlanId: t.id({
      description: 'The global id that it had.',
      resolve: ({ id }) => encodeGlobalID('ContentPlan', id),
    }),
  }),
});

const changedPlan = async (query: object, context: GraphContext, executed: Promise<Executed>) => {
  const { ids } = await executed;
  const row = await context.shell.db.prisma.contentPlan.findUnique({ ...query, where: { id: ids[0] ?? '' } });
  // The same call again, and it was deleted in between.
  if (row === null) throw new NotFound('content plan', ['idempotencyKey']);
  return row;
};

/** Undefined stays undefined, null stays null. */
const rowIds = (input: {
  readonly strategyId?: string | null | undefined;
  readonly campaignId?: string | null | undefined;
}) => ({
  strategyId: input.strategyId && rowId('Strategy', input.strategyId),
  campaignId: input.campaignId && rowId('Campaign', input.campaignId),
});

const seen = (input: {
  readonly idempotencyKey?: string | null | undefined;
  readonly contentPlanId: string;
  readonly expectedRevision?: number | null | undefined;
}) => ({
  idempotencyKey: keyOf(input),
  contentPlanId: rowId('ContentPlan', input.contentPlanId),
  expectedRevision: input.expectedRevision ?? null,
});

builder.mutationField('createContentPlan', (t) =>
  t.prismaField({
    type: ContentPlan,
    description:
      'Makes a content plan: empty, from a template, or from the slots of channels. Its posts are drafts with a planned time: none goes out before it is scheduled. Not for who is limited to some channels.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: CreateContentPlanInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('createContentPlan', changeErrors.slice(0, 2)),
    resolve: (query, _, { input }, context) => {
      requireWorkspace(context, input.workspaceId);
      requireAllChannels(context);
      const { name, note, period } = input;
      const plan = {
        idempotencyKey: keyOf(input),
        name,
        note,
        period,
        ...rowIds(input),
        source: sourceOf(input.source),
      };
      return changedPlan(query, context, createContentPlan(ctxOf(context), plan));
    },
  }),
);

builder.mutationField('updateContentPlan', (t) =>
  t.prismaField({
    type: ContentPlan,
    description:
      'Changes a plan. What is absent stays, null clears. Its posts stay as they are. Not for who is limited to some channels.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: UpdateContentPlanInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('updateContentPlan', changeErrors),
    resolve: (query, _, { input }, context) => {
      requireAllChannels(context);
      const changes = { ...input, ...rowIds(input), ...seen(input) };
      return changedPlan(query, context, updateContentPlan(ctxOf(context), changes));
    },
  }),
);

builder.mutationField('deleteContentPlan', (t) =>
  t.field({
    type: DeleteContentPlanSuccess,
    description: 'Deletes a plan; its posts stay. Not for who is limited to some channels.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: DeleteContentPlanInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('deleteContentPlan', changeErrors),
    resolve: async (_, { input }, context) => {
      requireAllChannels(context);
      const { ids } = await deleteContentPlan(ctxOf(context), seen(input));
      return { id: ids[0] ?? '' };
    },
  }),
);
