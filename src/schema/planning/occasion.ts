import { createOccasion, deleteOccasion, updateOccasion } from '../../app/planning/occasion.ts';
import type { Executed } from '../../app/execute.ts';
import { occasionBounds } from '../../domain/planning/occasion.ts';
import { NotFound } from '../../domain/shared/errors.ts';
import { changeErrors } from '../../domain/shared/revision.ts';
import { access, requireAllChannels } from '../access.ts';
import { builder, connectionOf } from '../builder.ts';
import { ctxOf, requireWorkspace, type GraphContext } from '../context.ts';
import { resultOf } from '../errors.ts';
import { encodeGlobalID, rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { overlapping, Period, PeriodInput, periodOf } from '../period.ts';
import { Workspace } from '../workspace/workspace.ts';

export const Occasion = builder.prismaNode('Occasion', {
  id: { field: 'id' },
  description:
    'Something that happens on certain days, with posts around it: a sale, a fair, a concert. It is not called an event because that is what the log tells of.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    note: t.exposeString('note', { nullable: true, description: 'What the team should know; null: nothing.' }),
    revision: t.exposeInt('revision', { description: 'Counts its changes, from 1.' }),
    period: t.field({
      type: Period,
      description: 'On which days.',
      select: { periodFrom: true, periodTo: true },
      resolve: periodOf,
    }),
    campaign: t.relation('campaign', { nullable: true, description: 'The campaign that it is of; null: none.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was entered.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
  }),
});

const OccasionFilterInput = builder.inputType('OccasionFilterInput', {
  description: 'Which occasions: all of what is given holds.',
  fields: (t) => ({
    period: t.field({ type: PeriodInput, description: 'With a day in this period.' }),
    campaignId: t.id({ description: 'Of this campaign.' }),
  }),
});

builder.prismaObjectField(Workspace, 'occasions', (t) =>
  t.relatedConnection(
    'occasions',
    {
      cursor: 'id',
      totalCount: true,
      nullable: true,
      description: 'What happens on certain days, the earliest first.',
      args: { filter: t.arg({ type: OccasionFilterInput, description: 'Which of them.' }) },
      query: ({ filter }) => ({
        where: {
          ...overlapping(filter?.period),
          ...(filter?.campaignId ? { campaignId: rowId('Campaign', filter.campaignId) } : {}),
        },
        orderBy: [{ periodFrom: 'asc' }, { id: 'asc' }],
      }),
    },
    ...connectionOf('Occasion'),
  ),
);

const nameText = `Its name; at most ${String(occasionBounds.name)} characters.`;
const noteText = `What the team should know; at most ${String(occasionBounds.note)} characters.`;
const periodText = `On which days; at most ${String(occasionBounds.days)}.`;

const CreateOccasionInput = mutationInput('createOccasion', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  name: t.string({ required: true, description: nameText }),
  note: t.string({ description: noteText }),
  period: t.field({ type: PeriodInput, required: true, description: periodText }),
  campaignId: t.id({ description: 'The campaign that it is of.' }),
}));

const UpdateOccasionInput = mutationInput('updateOccasion', (t) => ({
  occasionId: t.id({ required: true, description: 'The occasion.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
  name: t.string({ description: nameText }),
  note: t.string({ description: noteText }),
  period: t.field({ type: PeriodInput, description: periodText }),
  campaignId: t.id({ description: 'The campaign that it is of.' }),
}));

const DeleteOccasionInput = mutationInput('deleteOccasion', (t) => ({
  occasionId: t.id({ required: true, description: 'The occasion.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
}));

const DeleteOccasionSuccess = builder.objectRef<{ readonly id: string }>('DeleteOccasionSuccess').implement({
  description: 'The occasion is gone; its posts stay.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    occasionId: t.id({
      description: 'The global id that it had.',
      resolve: ({ id }) => encodeGlobalID('Occasion', id),
    }),
  }),
});

const changedOccasion = async (query: object, context: GraphContext, executed: Promise<Executed>) => {
  const { ids } = await executed;
  const row = await context.shell.db.prisma.occasion.findUnique({ ...query, where: { id: ids[0] ?? '' } });
  // The same call again, and it was deleted in between.
  if (row === null) throw new NotFound('occasion', ['idempotencyKey']);
  return row;
};

/** Undefined stays undefined, null stays null. */
const campaignRow = (id: string | null | undefined) => id && rowId('Campaign', id);

builder.mutationField('createOccasion', (t) =>
  t.prismaField({
    type: Occasion,
    description: 'Enters something that happens on certain days. Not for who is limited to some channels.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: CreateOccasionInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('createOccasion', changeErrors.slice(0, 2)),
    resolve: (query, _, { input }, context) => {
      const { workspaceId, ...fields } = input;
      requireWorkspace(context, workspaceId);
      requireAllChannels(context);
      const occasion = { ...fields, idempotencyKey: keyOf(input), campaignId: campaignRow(input.campaignId) };
      return changedOccasion(query, context, createOccasion(ctxOf(context), occasion));
    },
  }),
);

builder.mutationField('updateOccasion', (t) =>
  t.prismaField({
    type: Occasion,
    description: 'Changes an occasion. What is absent stays, null clears. Not for who is limited to some channels.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: UpdateOccasionInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('updateOccasion', changeErrors),
    resolve: (query, _, { input }, context) => {
      requireAllChannels(context);
      const changes = {
        ...input,
        idempotencyKey: keyOf(input),
        occasionId: rowId('Occasion', input.occasionId),
        expectedRevision: input.expectedRevision ?? null,
        campaignId: campaignRow(input.campaignId),
      };
      return changedOccasion(query, context, updateOccasion(ctxOf(context), changes));
    },
  }),
);

builder.mutationField('deleteOccasion', (t) =>
  t.field({
    type: DeleteOccasionSuccess,
    description: 'Deletes an occasion; the posts around it stay. Not for who is limited to some channels.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: DeleteOccasionInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('deleteOccasion', changeErrors),
    resolve: async (_, { input }, context) => {
      requireAllChannels(context);
      const { ids } = await deleteOccasion(ctxOf(context), {
        idempotencyKey: keyOf(input),
        occasionId: rowId('Occasion', input.occasionId),
        expectedRevision: input.expectedRevision ?? null,
      });
      return { id: ids[0] ?? '' };
    },
  }),
);
