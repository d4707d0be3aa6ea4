import { duplicatePost } from '../../app/planning/duplicate.ts';
import { duplicatePostErrors } from '../../domain/planning/duplicate.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf } from '../context.ts';
import { resultOf } from '../errors.ts';
import { rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { changedPost, Post } from './post.ts';

const DuplicatePostInput = mutationInput('duplicatePost', (t) => ({
  postId: t.id({ required: true, description: 'The post.' }),
  channelIds: t.idList({
    description:
      'For these channels, at most 50. One that the post has keeps what differs there; another one inherits everything, with the options of the first channel of its network. Absent or null: the same channels.',
  }),
  title: t.string({ description: 'For the team; absent: the same; null: none.' }),
}));

builder.mutationField('duplicatePost', (t) =>
  t.prismaField({
    type: Post,
    description:
      'Writes a post anew, as a draft of the viewer: its content, media, tags, marks, and what it is for (pillar, objective, persona, campaign, plan, occasion, principles). Not copied: its time and slots, deliveries, reviews and approvals, revisions, assignee.',
    extensions: access('WRITE_POSTS'),
    args: { input: t.arg({ type: DuplicatePostInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('duplicatePost', duplicatePostErrors),
    resolve: (query, _, { input }, context) =>
      changedPost(
        query,
        context,
        duplicatePost(ctxOf(context), {
          idempotencyKey: keyOf(input),
          postId: rowId('Post', input.postId),
          channelIds: input.channelIds?.map((id) => rowId('Channel', id)) ?? null,
          title: input.title,
        }),
      ),
  }),
);
