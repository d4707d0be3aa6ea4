import { reschedulePosts, type Rescheduled } from '../../app/planning/reschedule.ts';
import { maxMoves } from '../../domain/planning/reschedule.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf } from '../context.ts';
import { ErrorInterface, plainError, resultOf } from '../errors.ts';
import { nobody, rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { BulkOutcome } from '../publishing/bulk.ts';
import { Post, WallTimeInput, wallTimeOf } from './post.ts';

const ReschedulePostResult = builder.objectRef<Rescheduled>('ReschedulePostResult').implement({
  description: 'What became of one move.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    post: t.prismaField({
      type: Post,
      nullable: true,
      description: 'The post; null: there is none for this viewer.',
      resolve: (query, { postId, known }, _, { shell }) =>
        shell.db.prisma.post.findUnique({ ...query, where: { id: known ? postId : nobody } }),
    }),
    outcome: t.field({
      type: BulkOutcome,
      description: 'What became of it.',
      resolve: ({ outcome }) => outcome,
    }),
    problem: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why not; null: it has its time.',
      resolve: ({ problem }) => problem && plainError(problem),
    }),
  }),
});

const ReschedulePostsSuccess = builder
  .objectRef<{ readonly results: readonly Rescheduled[] }>('ReschedulePostsSuccess')
  .implement({
    description: 'Each move has a result of its own.',
    extensions: access('READ_POSTS'),
    fields: (t) => ({
      results: t.field({
        type: [ReschedulePostResult],
        description: `One for each, in the order asked; at most ${String(maxMoves)}.`,
        resolve: ({ results }) => [...results],
      }),
    }),
  });

const PostMoveInput = builder.inputType('PostMoveInput', {
  description: 'Another time for a post.',
  fields: (t) => ({
    postId: t.id({ required: true, description: 'The post.' }),
    at: t.field({ type: WallTimeInput, required: true, description: 'When.' }),
    expectedRevision: t.int({ description: 'Refuse this move if the post has another one by now.' }),
  }),
});

const ReschedulePostsInput = mutationInput('reschedulePosts', (t) => ({
  moves: t.field({
    type: [PostMoveInput],
    required: true,
    description: `The moves, one a post; at most ${String(maxMoves)}.`,
  }),
}));

builder.mutationField('reschedulePosts', (t) =>
  t.field({
    type: ReschedulePostsSuccess,
    description:
      'Gives many posts another time. Scheduled and failed ones go out then; what is not scheduled keeps the time as a plan and stays what it is; what has begun to go out, was called off or put away is skipped. Each move has a result of its own.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: ReschedulePostsInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('reschedulePosts', []),
    resolve: async (_, { input }, context) => {
      const results = await reschedulePosts(ctxOf(context), {
        idempotencyKey: keyOf(input),
        moves: input.moves.map(({ postId, at, expectedRevision }) => ({
          postId: rowId('Post', postId),
          at: wallTimeOf(at),
          expectedRevision: expectedRevision ?? null,
        })),
      });
      return { results };
    },
  }),
);
