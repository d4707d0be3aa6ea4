import { contentSelection } from '../../app/planning/content.ts';
import { validatePost, type PostVerdict } from '../../app/planning/validation.ts';
import { visiblePosts } from '../../app/planning/visibility.ts';
import type { VariantCost } from '../../domain/planning/cost.ts';
import type { PostIssue } from '../../domain/planning/validation.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { sessionOf } from '../context.ts';
import { ParameterType } from '../errors.ts';
import { rowId } from '../ids.ts';
import { Money, showMoney } from '../money.ts';
import { Channel } from '../workspace/channel.ts';
import { wallTimeOf, WallTimeInput } from './post.ts';

const IssueSeverity = builder.enumType('IssueSeverity', {
  description: 'How bad.',
  values: {
    ERROR: { description: 'It cannot go out like this.' },
    WARNING: { description: 'It can go out, and someone may regret it.' },
    INFO: { description: 'Good to know.' },
  } as const,
});

const PostIssueType = builder.objectRef<PostIssue>('PostIssue').implement({
  description: 'One thing that is wrong with a post.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable key of the rule.' }),
    severity: t.expose('severity', { type: IssueSeverity, description: 'How bad.' }),
    message: t.exposeString('message', { description: 'For people; may change.' }),
    path: t.stringList({ description: 'Into the post, as createPost takes it.', resolve: ({ path }) => [...path] }),
    channel: t.prismaField({
      type: Channel,
      nullable: true,
      description: 'For which channel; null: the whole post.',
      resolve: (query, { channelId }, _, { shell }) =>
        channelId === null ? null : shell.db.prisma.channel.findUniqueOrThrow({ ...query, where: { id: channelId } }),
    }),
    limit: t.exposeFloat('limit', { nullable: true, description: 'What is allowed; null: not a matter of size.' }),
    actual: t.exposeFloat('actual', { nullable: true, description: 'What there is; null: not a matter of size.' }),
    parameters: t.field({
      type: [ParameterType],
      description: 'The values that the message speaks of.',
      resolve: ({ parameters }) => [...parameters],
    }),
    fix: t.exposeString('fix', { nullable: true, description: 'What to do; null: see the message.' }),
  }),
});

const PostCost = builder.objectRef<VariantCost>('PostCost').implement({
  description: 'What publishing a post to one channel will cost.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    channel: t.prismaField({
      type: Channel,
      description: 'The channel.',
      resolve: (query, { channelId }, _, { shell }) =>
        shell.db.prisma.channel.findUniqueOrThrow({ ...query, where: { id: channelId } }),
    }),
    cost: t.field({
      type: Money,
      description: 'By the network’s price list; calls that only a failure makes necessary come on top.',
      resolve: ({ cost }) => showMoney(cost),
    }),
  }),
});

const PostValidation = builder.objectRef<PostVerdict>('PostValidation').implement({
  description: 'Whether a post may go out.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    publishable: t.exposeBoolean('publishable', { description: 'No issue of severity ERROR.' }),
    issues: t.field({
      type: [PostIssueType],
      description: 'Everything that is wrong, at once.',
      resolve: ({ issues }) => [...issues],
    }),
    costs: t.field({
      type: [PostCost],
      description: 'What it will cost, one for each channel where it costs something.',
      resolve: ({ costs }) => [...costs],
    }),
  }),
});

builder.queryField('validatePost', (t) =>
  t.field({
    type: PostValidation,
    nullable: true,
    description: 'What would go wrong if this post went out then, or now. Null: no such post for this viewer.',
    extensions: access('READ_POSTS'),
    args: {
      postId: t.arg.id({ required: true, description: 'The post.' }),
      at: t.arg({ type: WallTimeInput, description: 'When; absent: now.' }),
    },
    resolve: async (_, { postId, at }, context) => {
      const { shell } = context;
      const viewer = sessionOf(context);
      const post = await shell.db.prisma.post.findFirst({
        where: { AND: [{ id: rowId('Post', postId) }, visiblePosts(viewer)] },
        include: contentSelection,
      });
      return post && validatePost(shell, viewer, post, at ? wallTimeOf(at) : null);
    },
  }),
);
