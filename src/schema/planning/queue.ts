import { queuePost } from '../../app/planning/queue.ts';
import { queuePostErrors } from '../../domain/planning/queue.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf } from '../context.ts';
import { resultOf } from '../errors.ts';
import { mutationInput } from '../input.ts';
import { PostVariant } from './content.ts';
import { changedPost, moveOf, Post, Schedule } from './post.ts';

builder.prismaObjectField(PostVariant, 'schedule', (t) =>
  t.field({
    type: Schedule,
    nullable: true,
    description:
      'When the post goes or went out here: the channel’s own time, where queuePost gave it one, else that of the post; null: no time yet.',
    select: {
      scheduledAt: true,
      scheduleTimeZone: true,
      scheduleLocal: true,
      post: { select: { scheduledAt: true, scheduleTimeZone: true, scheduleLocal: true, latePolicy: true } },
    },
    resolve: ({ post, ...variant }) => {
      const { scheduledAt, scheduleTimeZone, scheduleLocal } = variant.scheduledAt === null ? post : variant;
      const { latePolicy } = post;
      return scheduledAt && scheduleTimeZone && scheduleLocal && latePolicy
        ? { at: scheduledAt, timeZone: scheduleTimeZone, localDateTime: scheduleLocal, latePolicy }
        : null;
    },
  }),
);

const QueuePostInput = mutationInput('queuePost', (t) => ({
  postId: t.id({ required: true, description: 'The post.' }),
  notBefore: t.field({ type: 'DateTime', description: 'The earliest time; absent: from now on.' }),
  expectedRevision: t.int({ description: 'Refuse if it has another one by now.' }),
}));

builder.mutationField('queuePost', (t) =>
  t.prismaField({
    type: Post,
    description:
      'Gives a post the next free slot of every channel, at most a year ahead; two posts never get the same. Its schedule is the earliest; see PostVariant.schedule for each channel.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: QueuePostInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('queuePost', queuePostErrors),
    resolve: (query, _, { input }, context) => {
      const queued = queuePost(ctxOf(context), { ...moveOf(input), notBefore: input.notBefore ?? null });
      return changedPost(query, context, queued);
    },
  }),
);
