import { resolveDelivery, retryDeliveries, type Retried } from '../../app/publishing/delivery.ts';
import { NotFound, ValidationFailed, WrongState } from '../../domain/shared/errors.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf } from '../context.ts';
import { ErrorInterface, plainError, resultOf } from '../errors.ts';
import { nobody, rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { BulkOutcome } from './bulk.ts';
import { Delivery } from './delivery.ts';

const RetryDeliveryResult = builder.objectRef<Retried>('RetryDeliveryResult').implement({
  description: 'What became of one delivery.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    delivery: t.prismaField({
      type: Delivery,
      nullable: true,
      description: 'The delivery; null: there is none for this viewer.',
      resolve: (query, { deliveryId, problem }, _, { shell }) =>
        shell.db.prisma.delivery.findUnique({
          ...query,
          where: { id: problem instanceof NotFound ? nobody : deliveryId },
        }),
    }),
    outcome: t.field({
      type: BulkOutcome,
      description: 'What became of it.',
      resolve: ({ problem }) => (problem === null ? 'QUEUED' : 'FAILED'),
    }),
    problem: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why not; null: it is queued.',
      resolve: ({ problem }) => problem && plainError(problem),
    }),
  }),
});

const RetryDeliveriesSuccess = builder
  .objectRef<{ readonly results: readonly Retried[] }>('RetryDeliveriesSuccess')
  .implement({
    description: 'Each delivery has a result of its own.',
    extensions: access('READ_POSTS'),
    fields: (t) => ({
      results: t.field({
        type: [RetryDeliveryResult],
        description: 'One for each, in the order asked.',
        resolve: ({ results }) => [...results],
      }),
    }),
  });

/** Most at once. */
const maxDeliveries = 100;

const RetryDeliveriesInput = mutationInput('retryDeliveries', (t) => ({
  deliveryIds: t.idList({ required: true, description: `The deliveries, at most ${String(maxDeliveries)}.` }),
}));

builder.mutationField('retryDeliveries', (t) =>
  t.field({
    type: RetryDeliveriesSuccess,
    description:
      'Sends deliveries again, as their posts now are: those that failed, were missed, or wait for a person.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: RetryDeliveriesInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('retryDeliveries', []),
    resolve: async (_, { input }, context) => {
      const { deliveryIds } = input;
      if (deliveryIds.length > maxDeliveries) {
        const issue = {
          code: 'TOO_MANY',
          message: `At most ${String(maxDeliveries)} deliveries are retried at once.`,
          path: ['deliveryIds'],
          parameters: [],
          fix: 'Send them in several calls.',
        };
        throw new ValidationFailed([issue]);
      }
      const results = await retryDeliveries(ctxOf(context), {
        idempotencyKey: keyOf(input),
        deliveryIds: deliveryIds.map((id) => rowId('Delivery', id)),
      });
      return { results };
    },
  }),
);

const DeliveryVerdict = builder.enumType('DeliveryVerdict', {
  description: 'What a person found on the channel.',
  values: {
    PUBLISHED: { description: 'It is there.' },
    NOT_PUBLISHED: { description: 'It is not there; it can be retried.' },
  } as const,
});

const ResolveDeliveryInput = mutationInput('resolveDelivery', (t) => ({
  deliveryId: t.id({ required: true, description: 'The delivery.' }),
  verdict: t.field({ type: DeliveryVerdict, required: true, description: 'What the person found.' }),
  externalId: t.string({ description: 'The network’s id of the post that was found, where it is known.' }),
}));

builder.mutationField('resolveDelivery', (t) =>
  t.prismaField({
    type: Delivery,
    description: 'Settles a doubt: a person looked whether an unconfirmed delivery is out.',
    extensions: access('PUBLISH_POSTS'),
    args: { input: t.arg({ type: ResolveDeliveryInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('resolveDelivery', [NotFound, WrongState]),
    resolve: async (query, _, { input }, context) => {
      const { ids } = await resolveDelivery(ctxOf(context), {
        idempotencyKey: keyOf(input),
        deliveryId: rowId('Delivery', input.deliveryId),
        verdict: input.verdict,
        externalId: input.externalId ?? null,
      });
      return context.shell.db.prisma.delivery.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
    },
  }),
);
