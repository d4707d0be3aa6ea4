import {
  createPlanTemplate,
  deletePlanTemplate,
  updatePlanTemplate,
  visibleTemplates,
} from '../../app/planning/plan-template.ts';
import type { Executed } from '../../app/execute.ts';
import { planTemplateBounds, type TemplateEntry } from '../../domain/planning/plan-template.ts';
import { NotFound } from '../../domain/shared/errors.ts';
import { changeErrors } from '../../domain/shared/revision.ts';
import { access, requireAllChannels } from '../access.ts';
import { builder, connectionOf } from '../builder.ts';
import { ctxOf, requireWorkspace, sessionOf, type GraphContext } from '../context.ts';
import { resultOf } from '../errors.ts';
import { encodeGlobalID, rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { ContentPrinciple } from '../strategy/principle.ts';
import { Channel } from '../workspace/channel.ts';
import { Workspace } from '../workspace/workspace.ts';

/** The channels of an entry that are still there, in its order. */
async function channelsOf(context: GraphContext, channelIds: readonly string[]) {
  const { workspaceId } = sessionOf(context);
  const rows = await Promise.all(channelIds.map((id) => context.loaders.channel.load(id)));
  return rows.filter((row) => row?.workspaceId === workspaceId).flatMap((row) => row ?? []);
}

const PlanTemplateEntry = builder.prismaObject('PlanTemplateEntry', {
  description: 'One post of a template.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    dayOffset: t.exposeInt('dayOffset', { description: 'Days after the plan’s first; 0: the first itself.' }),
    localTime: t.expose('localTime', {
      type: 'LocalTime',
      nullable: true,
      description: 'In the workspace’s zone; null: a post without a time.',
    }),
    title: t.exposeString('title', { nullable: true, description: 'For the team; never published. Null: none.' }),
    text: t.exposeString('text', { nullable: true, description: 'The text; null: none.' }),
    link: t.expose('link', { type: 'URL', nullable: true, description: 'The link; null: none.' }),
    tags: t.exposeStringList('tags', { description: 'Its tags; at most 50.' }),
    principles: t.expose('principles', { type: [ContentPrinciple], description: 'Which it follows; at most 5.' }),
    pillar: t.exposeString('pillar', {
      nullable: true,
      description: 'Name of a pillar: a plan takes the one of that name from its strategy. Null: none.',
    }),
    channels: t.field({
      type: [Channel],
      description: `Where it goes, without channels that are gone; at most ${String(planTemplateBounds.channels)}.`,
      select: { channelIds: true },
      resolve: ({ channelIds }, _, context) => channelsOf(context, channelIds),
    }),
    missingChannels: t.int({
      description: 'How many of its channels are gone.',
      select: { channelIds: true },
      resolve: async ({ channelIds }, _, context) => channelIds.length - (await channelsOf(context, channelIds)).length,
    }),
  }),
});

export const PlanTemplate = builder.prismaNode('PlanTemplate', {
  id: { field: 'id' },
  description: 'A pattern of posts from which plans are made.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for; null: not said.' }),
    revision: t.exposeInt('revision', { description: 'Counts its changes, from 1.' }),
    entries: t.relation('entries', {
      type: PlanTemplateEntry,
      description: `Its posts, in order; at most ${String(planTemplateBounds.entries)}.`,
      query: { orderBy: [{ position: 'asc' }, { id: 'asc' }] },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
  }),
});

builder.prismaObjectField(Workspace, 'planTemplates', (t) =>
  t.relatedConnection(
    'planTemplates',
    {
      cursor: 'id',
      totalCount: true,
      nullable: true,
      description:
        'Patterns for plans, the newest first. They hold texts of posts: whoever sees only some posts or channels sees none.',
      query: (_, context) => ({
        where: visibleTemplates(sessionOf(context)),
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      }),
    },
    ...connectionOf('PlanTemplate'),
  ),
);

const PlanTemplateEntryInput = builder.inputType('PlanTemplateEntryInput', {
  description: 'One post of a template.',
  fields: (t) => ({
    dayOffset: t.int({
      required: true,
      description: `Days after the plan’s first, 0 to ${String(planTemplateBounds.dayOffset)}; 0: the first itself.`,
    }),
    localTime: t.field({
      type: 'LocalTime',
      description: 'HH:mm in the workspace’s zone; absent: a post without a time.',
    }),
    title: t.string({ description: 'For the team; never published.' }),
    text: t.string({ description: 'The text.' }),
    link: t.field({ type: 'URL', description: 'A link, beginning with http:// or https://.' }),
    tags: t.stringList({ description: 'At most 50.' }),
    principles: t.field({ type: [ContentPrinciple], description: 'Which it follows, each once.' }),
    pillar: t.string({ description: 'Name of a pillar, taken from the plan’s strategy.' }),
    channelIds: t.idList({ description: `Where it goes; at most ${String(planTemplateBounds.channels)}.` }),
  }),
});

const entryOf = (entry: typeof PlanTemplateEntryInput.$inferInput): TemplateEntry => ({
  dayOffset: entry.dayOffset,
  localTime: entry.localTime ?? null,
  title: entry.title ?? null,
  text: entry.text ?? null,
  link: entry.link ?? null,
  tags: entry.tags ?? [],
  principles: entry.principles ?? [],
  pillar: entry.pillar ?? null,
  channelIds: (entry.channelIds ?? []).map((id) => rowId('Channel', id)),
});

const nameText = `Its name; at most ${String(planTemplateBounds.name)} characters.`;
const descriptionText = `What it is for; at most ${String(planTemplateBounds.description)} characters.`;
const entriesText = `Its posts, in order; at most ${String(planTemplateBounds.entries)}.`;

const CreatePlanTemplateInput = mutationInput('createPlanTemplate', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  name: t.string({ required: true, description: nameText }),
  description: t.string({ description: descriptionText }),
  entries: t.field({ type: [PlanTemplateEntryInput], description: `${entriesText} Absent: those of fromPlanId.` }),
  fromPlanId: t.id({
    description:
      'Takes the pattern of this plan: of its posts the days after its first, title, text, link, tags, principles, pillar and channels. Not their media, nor what variants say differently, nor posts that were called off. A post outside of the days that a plan can have is kept without its time.',
  }),
}));

const UpdatePlanTemplateInput = mutationInput('updatePlanTemplate', (t) => ({
  planTemplateId: t.id({ required: true, description: 'The template.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
  name: t.string({ description: nameText }),
  description: t.string({ description: descriptionText }),
  entries: t.field({ type: [PlanTemplateEntryInput], description: `${entriesText} Replaces all.` }),
}));

const DeletePlanTemplateInput = mutationInput('deletePlanTemplate', (t) => ({
  planTemplateId: t.id({ required: true, description: 'The template.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
}));

const DeletePlanTemplateSuccess = builder.objectRef<{ readonly id: string }>('DeletePlanTemplateSuccess').implement({
  description: 'The template is gone; the plans that were made from it stay.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    planTemplateId: t.id({
      description: 'The global id that it had.',
      resolve: ({ id }) => encodeGlobalID('PlanTemplate', id),
    }),
  }),
});

const changedTemplate = async (query: object, context: GraphContext, executed: Promise<Executed>) => {
  const { ids } = await executed;
  const row = await context.shell.db.prisma.planTemplate.findUnique({ ...query, where: { id: ids[0] ?? '' } });
  // The same call again, and it was deleted in between.
  if (row === null) throw new NotFound('plan template', ['idempotencyKey']);
  return row;
};

const seen = (input: {
  readonly idempotencyKey?: string | null | undefined;
  readonly planTemplateId: string;
  readonly expectedRevision?: number | null | undefined;
}) => ({
  idempotencyKey: keyOf(input),
  planTemplateId: rowId('PlanTemplate', input.planTemplateId),
  expectedRevision: input.expectedRevision ?? null,
});

builder.mutationField('createPlanTemplate', (t) =>
  t.prismaField({
    type: PlanTemplate,
    description: 'Makes a pattern for plans, of entries or of a plan. Not for who is limited to some channels.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: CreatePlanTemplateInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('createPlanTemplate', changeErrors.slice(0, 2)),
    resolve: (query, _, { input }, context) => {
      requireWorkspace(context, input.workspaceId);
      requireAllChannels(context);
      const { name, description, entries, fromPlanId } = input;
      const template = {
        idempotencyKey: keyOf(input),
        name,
        description,
        entries: entries?.map(entryOf),
        fromPlanId: fromPlanId && rowId('ContentPlan', fromPlanId),
      };
      return changedTemplate(query, context, createPlanTemplate(ctxOf(context), template));
    },
  }),
);

builder.mutationField('updatePlanTemplate', (t) =>
  t.prismaField({
    type: PlanTemplate,
    description: 'Changes a template; plans that were made from it stay. Not for who is limited to some channels.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: UpdatePlanTemplateInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('updatePlanTemplate', changeErrors),
    resolve: (query, _, { input }, context) => {
      requireAllChannels(context);
      const { name, description } = input;
      const entries = input.entries === null ? [] : input.entries?.map(entryOf);
      const changes = { ...seen(input), name, description, entries };
      return changedTemplate(query, context, updatePlanTemplate(ctxOf(context), changes));
    },
  }),
);

builder.mutationField('deletePlanTemplate', (t) =>
  t.field({
    type: DeletePlanTemplateSuccess,
    description: 'Deletes a template; plans that were made from it stay. Not for who is limited to some channels.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: DeletePlanTemplateInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('deletePlanTemplate', changeErrors),
    resolve: async (_, { input }, context) => {
      requireAllChannels(context);
      const { ids } = await deletePlanTemplate(ctxOf(context), seen(input));
      return { id: ids[0] ?? '' };
    },
  }),
);
