import type { InputFieldBuilder } from '@pothos/core';
import { createPost, publishPost, schedulePost, unschedulePost, updatePost } from '../../app/planning/post.ts';
import type { VariantInput } from '../../app/planning/written-post.ts';
import { linkNames, type LinkChanges, type LinkName } from '../../domain/planning/links.ts';
import { allowedPostActions, createPostErrors, movePostErrors, updatePostErrors } from '../../domain/planning/post.ts';
import type { Executed } from '../../app/execute.ts';
import type { WallTime } from '../../domain/shared/time.ts';
import { contentSelection } from '../../app/planning/content.ts';
import { ofVisibleChannels } from '../../app/planning/visibility.ts';
import { seesAllChannels } from '../../domain/workspace/permission.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf, requireWorkspace, sessionOf, type GraphContext } from '../context.ts';
import { resultOf } from '../errors.ts';
import { rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { Actor, ApiToken, brand, Member } from '../workspace/actor.ts';
import { ContentPrinciple } from '../strategy/principle.ts';
import { Content, ContentInput, PostVariantInput } from './content.ts';

export const PostState = builder.enumType('PostState', {
  description: 'Where a post stands in its life: first what people decide, then what its deliveries make of it.',
  values: {
    DRAFT: { description: 'Being written.' },
    IN_REVIEW: { description: 'Waits for a decision.' },
    CHANGES_REQUESTED: { description: 'Sent back to its author.' },
    APPROVED: { description: 'May go out; has no time yet.' },
    SCHEDULED: { description: 'Has a time; nothing has gone out yet.' },
    PUBLISHING: { description: 'Some delivery is not settled yet.' },
    PUBLISHED: { description: 'Every delivery is out.' },
    PARTIALLY_PUBLISHED: { description: 'Some deliveries are out, the others will not go.' },
    FAILED: { description: 'No delivery is out.' },
    CANCELLED: { description: 'Called off.' },
    ARCHIVED: { description: 'Put away.' },
  } as const,
});

const PostAction = builder.enumType('PostAction', {
  description: 'What a viewer can do with a post.',
  values: {
    EDIT: { description: 'updatePost.' },
    SCHEDULE: { description: 'schedulePost.' },
    QUEUE: { description: 'queuePost.' },
    UNSCHEDULE: { description: 'unschedulePost.' },
    PUBLISH: { description: 'publishPost.' },
    DUPLICATE: { description: 'duplicatePost.' },
  } as const,
});

const LatePolicy = builder.enumType('LatePolicy', {
  description: 'What becomes of a post whose time passed while nothing could run. Five minutes late is on time.',
  values: {
    PUBLISH_LATE: { description: 'It goes out late, within 24 hours; after that it is missed.' },
    SKIP: { description: 'It is missed.' },
    ASK: { description: 'A person is asked.' },
  } as const,
});

interface ScheduleShape {
  readonly at: Date;
  readonly timeZone: string;
  readonly localDateTime: string;
  readonly latePolicy: (typeof LatePolicy)['$inferType'];
}

export const Schedule = builder.objectRef<ScheduleShape>('Schedule').implement({
  description: 'When a post goes out: instant, zone and wall time together.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'The instant.' }),
    timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'Whose clocks.' }),
    localDateTime: t.expose('localDateTime', { type: 'LocalDateTime', description: 'What those clocks show.' }),
    latePolicy: t.expose('latePolicy', { type: LatePolicy, description: 'If the time passes while nothing can run.' }),
  }),
});

export const Post = builder.prismaNode('Post', {
  id: { field: 'id' },
  description: 'One piece of content with a variant for each channel.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    title: t.exposeString('title', { nullable: true, description: 'For the team; never published. Null: none.' }),
    state: t.expose('state', { type: PostState, description: 'Where it stands in its life.' }),
    revision: t.exposeInt('revision', { description: 'Counts the changes of content, from 1.' }),
    allowedActions: t.field({
      type: [PostAction],
      description: 'What the viewer may do with it now.',
      select: { state: true, scheduledAt: true, variants: { select: { channelId: true } } },
      resolve: ({ state, scheduledAt, variants }, _, context) => {
        const session = sessionOf(context);
        const channelIds = variants.map(({ channelId }) => channelId);
        return seesAllChannels(session, channelIds) ? [...allowedPostActions(session, { state, scheduledAt })] : [];
      },
    }),
    content: t.field({
      type: Content,
      description: 'What its variants inherit.',
      select: { text: true, link: true, parts: true, media: contentSelection.media },
      resolve: ({ text, link, parts, media }) => ({ text, link, parts, media }),
    }),
    variants: t.relation('variants', {
      description: 'One for each channel, in the order in which they were added; at most 50.',
      query: (_, context) => ({ where: ofVisibleChannels(sessionOf(context)), orderBy: { position: 'asc' } }),
    }),
    schedule: t.field({
      type: Schedule,
      nullable: true,
      description: 'When it goes or went out; null: no time yet.',
      select: { scheduledAt: true, scheduleTimeZone: true, scheduleLocal: true, latePolicy: true },
      resolve: ({ scheduledAt, scheduleTimeZone, scheduleLocal, latePolicy }) =>
        scheduledAt && scheduleTimeZone && scheduleLocal && latePolicy
          ? { at: scheduledAt, timeZone: scheduleTimeZone, localDateTime: scheduleLocal, latePolicy }
          : null,
    }),
    deliveries: t.relation('deliveries', {
      description: 'One for each channel that it goes or went to; at most 50.',
      query: (_, context) => ({ where: ofVisibleChannels(sessionOf(context)), orderBy: { id: 'asc' } }),
    }),
    tags: t.exposeStringList('tags', { description: 'Its tags; at most 50.' }),
    author: t.field({
      type: Actor,
      nullable: true,
      description: 'Who wrote it; null: unknown, as in an import.',
      select: { authorMember: { include: { person: true } }, authorToken: true },
      resolve: ({ authorMember, authorToken }) =>
        authorMember ? brand(authorMember, Member) : authorToken && brand(authorToken, ApiToken),
    }),
    paidPartnership: t.exposeBoolean('paidPartnership', { description: 'Someone paid for it.' }),
    gifted: t.exposeBoolean('gifted', { description: 'Someone gave something for it.' }),
    aiGenerated: t.exposeBoolean('aiGenerated', {
      description: 'Made by a machine, in whole or in a part that matters.',
    }),
    pillar: t.relation('pillar', { nullable: true, description: 'The theme that it belongs to; null: none.' }),
    objective: t.relation('objective', {
      nullable: true,
      description: 'What it is for. Null: it names none; its pillar may serve some.',
    }),
    persona: t.relation('persona', { nullable: true, description: 'Whom it is for; null: nobody in particular.' }),
    campaign: t.relation('campaign', { nullable: true, description: 'The campaign that it is of; null: none.' }),
    plan: t.relation('plan', { nullable: true, description: 'The content plan that it stands in; null: none.' }),
    occasion: t.relation('occasion', {
      nullable: true,
      description: 'What it is an announcement of, or about; null: nothing.',
    }),
    principles: t.expose('principles', {
      type: [ContentPrinciple],
      description: 'The content principles that it follows, each once; at most 5.',
    }),
    assignee: t.relation('assignee', { nullable: true, description: 'Who works on it; null: nobody in particular.' }),
    strategy: t.relation('strategy', {
      nullable: true,
      description:
        'The strategy that it was made under: that of its pillar, objective or persona, else of its plan, else of its campaign. Null: none, or not for this viewer.',
      extensions: access('READ_STRATEGY'),
    }),
    strategyRevision: t.exposeInt('strategyRevision', {
      nullable: true,
      description: 'The revision of the strategy when the post came under it; null: it is of none.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When anything of it last changed.' }),
  }),
});

export const WallTimeInput = builder.inputType('WallTimeInput', {
  description: 'A time as a clock on a wall shows it, and where that wall is.',
  fields: (t) => ({
    localDateTime: t.field({ type: 'LocalDateTime', required: true, description: 'What the clock shows.' }),
    timeZone: t.field({ type: 'TimeZone', required: true, description: 'Whose clock.' }),
    offset: t.field({ type: 'UtcOffset', description: 'Says which, where the clock shows the time twice.' }),
  }),
});

export const wallTimeOf = ({ localDateTime, timeZone, offset }: typeof WallTimeInput.$inferInput): WallTime => ({
  localDateTime,
  timeZone,
  offset,
});

type ContentFields = typeof ContentInput.$inferInput | null | undefined;
const contentFields = (content: ContentFields) =>
  content && {
    ...content,
    ...(content.media && {
      media: content.media.map(({ assetId, altText }) => ({ assetId: rowId('MediaAsset', assetId), altText })),
    }),
  };

function variantFields({ channelId, options, ...variant }: typeof PostVariantInput.$inferInput): VariantInput {
  // @oneOf: exactly one field, whose name is the network's key.
  const [entry] = Object.entries(options ?? {});
  return {
    ...variant,
    channelId: rowId('Channel', channelId),
    content: contentFields(variant.content),
    options: entry ? { network: entry[0], value: entry[1] } : options === null ? null : undefined,
  };
}

const linkTypes = {
  pillarId: 'Pillar',
  objectiveId: 'Objective',
  personaId: 'Persona',
  campaignId: 'Campaign',
  planId: 'ContentPlan',
  occasionId: 'Occasion',
  assigneeId: 'Member',
} as const satisfies Readonly<Record<LinkName, string>>;

/** The links of an input by the ids of rows. */
const linkFields = (input: LinkChanges): LinkChanges =>
  Object.fromEntries(
    linkNames.map((name) => {
      const id = input[name];
      return [name, id === undefined || id === null ? id : rowId(linkTypes[name], id)];
    }),
  );

/** What a post is of, in createPost and updatePost. */
const linkInputs = (t: InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>) => ({
  pillarId: t.id({ description: 'The theme that it belongs to, of a strategy that still has it.' }),
  objectiveId: t.id({ description: 'What it is for, of the same strategy.' }),
  personaId: t.id({ description: 'Whom it is for, of the same strategy.' }),
  campaignId: t.id({ description: 'The campaign that it is of.' }),
  planId: t.id({ description: 'The content plan that it stands in.' }),
  occasionId: t.id({ description: 'What it announces, or is about.' }),
  principles: t.field({ type: [ContentPrinciple], description: 'The content principles that it follows, each once.' }),
  assigneeId: t.id({ description: 'Who works on it: a member of the workspace. A creator sees what they are given.' }),
});

const CreatePostInput = mutationInput('createPost', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  title: t.string({ description: 'For the team; never published.' }),
  content: t.field({ type: ContentInput, required: true, description: 'What the variants inherit.' }),
  variants: t.field({ type: [PostVariantInput], required: true, description: 'One for each channel; at most 50.' }),
  tags: t.stringList({
    description:
      'At most 50. Written as the workspace has them already, whatever the case, and without a # before them.',
  }),
  ...linkInputs(t),
  paidPartnership: t.boolean({ description: 'Someone paid for it.' }),
  gifted: t.boolean({ description: 'Someone gave something for it.' }),
  aiGenerated: t.boolean({ description: 'Made by a machine, in whole or in a part that matters.' }),
}));

const UpdatePostInput = mutationInput('updatePost', (t) => ({
  postId: t.id({ required: true, description: 'The post.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
  title: t.string({ description: 'For the team; never published.' }),
  content: t.field({ type: ContentInput, description: 'What the variants inherit.' }),
  variants: t.field({ type: [PostVariantInput], description: 'Changes or adds these; others stay.' }),
  removeChannelIds: t.idList({ description: 'Takes the variants for these channels away.' }),
  tags: t.stringList({
    description:
      'At most 50. Written as the workspace has them already, whatever the case, and without a # before them.',
  }),
  ...linkInputs(t),
  paidPartnership: t.boolean({ description: 'Someone paid for it.' }),
  gifted: t.boolean({ description: 'Someone gave something for it.' }),
  aiGenerated: t.boolean({ description: 'Made by a machine, in whole or in a part that matters.' }),
}));

const SchedulePostInput = mutationInput('schedulePost', (t) => ({
  postId: t.id({ required: true, description: 'The post.' }),
  at: t.field({ type: WallTimeInput, required: true, description: 'When.' }),
  latePolicy: t.field({
    type: LatePolicy,
    description: 'If the time passes while nothing can run; absent: PUBLISH_LATE.',
  }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
}));

const moveFields = (mutation: string) =>
  mutationInput(mutation, (t) => ({
    postId: t.id({ required: true, description: 'The post.' }),
    expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
  }));
const UnschedulePostInput = moveFields('unschedulePost');
const PublishPostInput = moveFields('publishPost');

/** The post that a command changed, as the query selects it. */
export const changedPost = async (query: object, context: GraphContext, executed: Promise<Executed>) => {
  const { ids } = await executed;
  return context.shell.db.prisma.post.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
};

builder.mutationField('createPost', (t) =>
  t.prismaField({
    type: Post,
    description: 'Writes a post. What networks say of it is asked with validatePost.',
    extensions: access('WRITE_POSTS'),
    args: { input: t.arg({ type: CreatePostInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('createPost', createPostErrors),
    resolve: (query, _, { input }, context) => {
      const { workspaceId, ...fields } = input;
      requireWorkspace(context, workspaceId);
      const post = {
        ...fields,
        ...linkFields(input),
        idempotencyKey: keyOf(input),
        content: contentFields(input.content),
        variants: input.variants.map(variantFields),
      };
      return changedPost(query, context, createPost(ctxOf(context), post));
    },
  }),
);

builder.mutationField('updatePost', (t) =>
  t.prismaField({
    type: Post,
    description:
      'Changes a post. What is absent stays, null clears. A scheduled post goes out as it then is. Who only changes what it is of, its campaign aside, makes no new revision and leaves its state.',
    extensions: access('WRITE_POSTS'),
    args: { input: t.arg({ type: UpdatePostInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('updatePost', updatePostErrors),
    resolve: (query, _, { input }, context) => {
      const changes = {
        ...input,
        ...linkFields(input),
        idempotencyKey: keyOf(input),
        postId: rowId('Post', input.postId),
        content: contentFields(input.content),
        variants: input.variants?.map(variantFields),
        removeChannelIds: input.removeChannelIds?.map((id) => rowId('Channel', id)),
      };
      return changedPost(query, context, updatePost(ctxOf(context), changes));
    },
  }),
);

/** Which post an input of a move names, and how it was seen. */
export const moveOf = (input: {
  readonly idempotencyKey?: string | null | undefined;
  readonly postId: string;
  readonly expectedRevision?: number | null | undefined;
}) => ({
  idempotencyKey: keyOf(input),
  postId: rowId('Post', input.postId),
  expectedRevision: input.expectedRevision ?? null,
});

builder.mutationField('schedulePost', (t) =>
  t.prismaField({
    type: Post,
    description:
      'Gives a post its time, or another one, the same for all its channels. A free slot of that time is taken.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: SchedulePostInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('schedulePost', movePostErrors),
    resolve: (query, _, { input }, context) => {
      const plan = { ...moveOf(input), at: wallTimeOf(input.at), latePolicy: input.latePolicy ?? 'PUBLISH_LATE' };
      return changedPost(query, context, schedulePost(ctxOf(context), plan));
    },
  }),
);

builder.mutationField('unschedulePost', (t) =>
  t.prismaField({
    type: Post,
    description: 'Takes its time away again: nothing goes out.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: UnschedulePostInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('unschedulePost', movePostErrors),
    resolve: (query, _, { input }, context) =>
      changedPost(query, context, unschedulePost(ctxOf(context), moveOf(input))),
  }),
);

builder.mutationField('publishPost', (t) =>
  t.prismaField({
    type: Post,
    description: 'Publishes now.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: PublishPostInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('publishPost', movePostErrors),
    resolve: (query, _, { input }, context) => changedPost(query, context, publishPost(ctxOf(context), moveOf(input))),
  }),
);
