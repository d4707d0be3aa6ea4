import {
  createPost,
  publishPost,
  schedulePost,
  unschedulePost,
  updatePost,
  type VariantInput,
} from '../../app/planning/post.ts';
import { allowedPostActions, createPostErrors, movePostErrors, updatePostErrors } from '../../domain/planning/post.ts';
import type { Executed } from '../../app/execute.ts';
import type { WallTime } from '../../domain/shared/time.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
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
import { Content, ContentInput, PostVariantInput } from './content.ts';

const PostState = builder.enumType('PostState', {
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
    UNSCHEDULE: { description: 'unschedulePost.' },
    PUBLISH: { description: 'publishPost.' },
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

const Schedule = builder.objectRef<ScheduleShape>('Schedule').implement({
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
      select: { state: true, variants: { select: { channelId: true } } },
      resolve: ({ state, variants }, _, context) => {
        const session = sessionOf(context);
        const channelIds = variants.map(({ channelId }) => channelId);
        return seesAllChannels(session, channelIds) ? [...allowedPostActions(session, { state })] : [];
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
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When anything of it last changed.' }),
  }),
});

export const PostFilterInput = builder.inputType('PostFilterInput', {
  description: 'Which posts: all of what is given holds.',
  fields: (t) => ({
    state: t.field({ type: [PostState], description: 'Any of these.' }),
    channelIds: t.idList({ description: 'With a variant for any of these channels.' }),
    networks: t.stringList({ description: 'With a variant for any of these networks, by key.' }),
    tags: t.stringList({ description: 'With any of these tags.' }),
  }),
});

export function postWhere(filter: typeof PostFilterInput.$inferInput | null | undefined): Prisma.PostWhereInput {
  const { state, channelIds, networks, tags } = filter ?? {};
  return {
    ...(state ? { state: { in: state } } : {}),
    ...(tags ? { tags: { hasSome: tags } } : {}),
    AND: [
      channelIds ? { variants: { some: { channelId: { in: channelIds.map((id) => rowId('Channel', id)) } } } } : {},
      networks ? { variants: { some: { channel: { network: { in: networks } } } } } : {},
    ],
  };
}

const PostOrderField = builder.enumType('PostOrderField', {
  description: 'By what posts are sorted.',
  values: {
    SCHEDULED_AT: { value: 'scheduledAt', description: 'When it goes out; those without a time last.' },
    CREATED_AT: { value: 'createdAt', description: 'When it was written.' },
    UPDATED_AT: { value: 'updatedAt', description: 'When anything of it last changed.' },
    TITLE: { value: 'title', description: 'Its title; those without one last.' },
  } as const,
});
const SortDirection = builder.enumType('SortDirection', {
  description: 'Up or down.',
  values: {
    ASC: { value: 'asc', description: 'The least, earliest or first first.' },
    DESC: { value: 'desc', description: 'The most, latest or last first.' },
  } as const,
});

export const PostOrderInput = builder.inputType('PostOrderInput', {
  description: 'How posts are sorted.',
  fields: (t) => ({
    field: t.field({ type: PostOrderField, required: true, description: 'By what.' }),
    direction: t.field({ type: SortDirection, required: true, defaultValue: 'asc', description: 'Up or down.' }),
  }),
});

/** Sorted as asked, and where that is equal by age, so that the order is the same every time. */
export function postOrder(
  order: typeof PostOrderInput.$inferInput | null | undefined,
): Prisma.PostOrderByWithRelationInput[] {
  if (!order) return [{ createdAt: 'desc' }, { id: 'desc' }];
  const { field, direction } = order;
  const nullable = field === 'scheduledAt' || field === 'title';
  return [{ [field]: nullable ? { sort: direction, nulls: 'last' } : direction }, { id: direction }];
}

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

const CreatePostInput = mutationInput('createPost', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  title: t.string({ description: 'For the team; never published.' }),
  content: t.field({ type: ContentInput, required: true, description: 'What the variants inherit.' }),
  variants: t.field({ type: [PostVariantInput], required: true, description: 'One for each channel; at most 50.' }),
  tags: t.stringList({ description: 'At most 50.' }),
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
  tags: t.stringList({ description: 'At most 50.' }),
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
const changedPost = async (query: object, context: GraphContext, executed: Promise<Executed>) => {
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
    description: 'Changes a post. What is absent stays, null clears. A scheduled post goes out as it then is.',
    extensions: access('WRITE_POSTS'),
    args: { input: t.arg({ type: UpdatePostInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('updatePost', updatePostErrors),
    resolve: (query, _, { input }, context) => {
      const changes = {
        ...input,
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

const moveOf = (input: {
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
    description: 'Gives a post its time, or another one.',
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
