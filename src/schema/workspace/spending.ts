import DataLoader from 'dataloader';
import { readSpending, setSpendingCap } from '../../app/workspace/spending.ts';
import { NotFound, parametersOf, ValidationFailed } from '../../domain/shared/errors.ts';
import { setSpendingCapErrors, type Spending as SpendingShape } from '../../domain/workspace/spending.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf, requireWorkspace, sessionOf, type GraphContext } from '../context.ts';
import { resultOf } from '../errors.ts';
import { keyOf, mutationInput } from '../input.ts';
import { Money, MoneyInput, showMoney } from '../money.ts';
import { Network, networkOf } from './network.ts';
import { Workspace } from './workspace.ts';

export const Spending = builder.objectRef<SpendingShape>('Spending').implement({
  description:
    'What the calls of this month cost on a network that charges for them, by its price list: counted before each is sent. The network’s own bill may differ.',
  extensions: access('READ_INSIGHTS'),
  fields: (t) => ({
    network: t.field({
      type: Network,
      description: 'The network.',
      resolve: ({ network }, _, { shell }) => networkOf(shell.networks, network),
    }),
    spent: t.field({
      type: Money,
      description: 'So far, by all channels of the workspace.',
      resolve: ({ spent }) => showMoney(spent),
    }),
    cap: t.field({
      type: Money,
      nullable: true,
      description: 'At most so much; what would cost more is not sent. Null: as much as it does.',
      resolve: ({ cap }) => cap && showMoney(cap),
    }),
    resetsAt: t.expose('resetsAt', {
      type: 'DateTime',
      description: 'When the next month begins: in UTC, as networks do not say by which clock they bill.',
    }),
  }),
});

/** One for each request: what would otherwise be two queries for each channel of a list. */
const loaders = new WeakMap<GraphContext, DataLoader<string, readonly SpendingShape[]>>();

/** How the month stands on every network that charges. */
export function spendingOf(context: GraphContext, workspaceId: string): Promise<readonly SpendingShape[]> {
  const loader =
    loaders.get(context) ??
    new DataLoader<string, readonly SpendingShape[]>(
      (workspaceIds) => {
        const { db, networks, now } = context.shell;
        return readSpending(db.prisma, networks.all, workspaceIds, now());
      },
      { cache: false },
    );
  loaders.set(context, loader);
  return loader.load(workspaceId);
}

builder.objectField(Workspace, 'spending', (t) =>
  t.field({
    type: [Spending],
    nullable: true,
    description: 'This month on every network whose calls cost money, at most one each; null: not for this viewer.',
    extensions: access('READ_INSIGHTS'),
    resolve: async ({ id }, _, context) => [...(await spendingOf(context, id))],
  }),
);

const SetSpendingCapSuccess = builder
  .objectRef<{ readonly spending: SpendingShape }>('SetSpendingCapSuccess')
  .implement({
    description: 'The cap is set, or taken away.',
    extensions: access('MANAGE_CHANNELS'),
    fields: (t) => ({
      spending: t.field({
        type: Spending,
        nullable: true,
        description: 'How the month now stands; null: not for this viewer.',
        resolve: ({ spending }) => spending,
      }),
    }),
  });

const SetSpendingCapInput = mutationInput('setSpendingCap', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  network: t.string({ required: true, description: 'The network’s key.' }),
  cap: t.field({
    type: MoneyInput,
    description:
      'What its calls may cost in a calendar month (UTC), in the currency of its prices; null takes the cap away.',
  }),
}));

builder.mutationField('setSpendingCap', (t) =>
  t.field({
    type: SetSpendingCapSuccess,
    description:
      'Sets what the calls of a network may cost the workspace in a month. What would cost more is not sent and waits for a person: with a higher cap, retryDeliveries sends it.',
    extensions: access('MANAGE_CHANNELS'),
    args: { input: t.arg({ type: SetSpendingCapInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('setSpendingCap', setSpendingCapErrors),
    resolve: async (_, { input }, context) => {
      requireWorkspace(context, input.workspaceId);
      const { network, cap } = input;
      if (cap === undefined) throw capMissing();
      await setSpendingCap(ctxOf(context), { idempotencyKey: keyOf(input), network, cap });
      const all = await spendingOf(context, sessionOf(context).workspaceId);
      const spending = all.find((one) => one.network === network);
      // The same call again, and the network charges nothing any more.
      if (spending === undefined) throw new NotFound('network', ['network']);
      return { spending };
    },
  }),
);

/** A cap is never taken away because somebody forgot it. */
const capMissing = () =>
  new ValidationFailed([
    {
      code: 'CAP_MISSING',
      message: 'The cap is missing.',
      path: ['cap'],
      parameters: parametersOf({}),
      fix: 'Send an amount, or null to take the cap away.',
    },
  ]);
