import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { Network, networkOf } from '../workspace/network.ts';

export const NetworkChoice = builder.prismaObject('NetworkChoice', {
  description: 'Why to be on a network, and as what.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    network: t.field({
      type: Network,
      description: 'The network.',
      select: { network: true },
      resolve: ({ network }, _, { shell }) => networkOf(shell.networks, network),
    }),
    rationale: t.exposeString('rationale', { description: 'Why it was chosen.' }),
    role: t.exposeString('role', {
      nullable: true,
      description: 'What it is for among the others; null: nothing is said.',
    }),
    postsPerWeek: t.exposeFloat('postsPerWeek', {
      nullable: true,
      description: 'How many posts a week are aimed at; null: no number is.',
    }),
  }),
});

const networkText = 'Its key; of those that are installed.';
const roleText = 'What it is for among the others.';
const weekText = 'How many posts a week are aimed at, 0 to 1000.';

export const NetworkChoiceInput = builder.inputType('NetworkChoiceInput', {
  description: 'Why to be on a network, and as what.',
  fields: (t) => ({
    network: t.string({ required: true, description: networkText }),
    rationale: t.string({ required: true, description: 'Why it is chosen.' }),
    role: t.string({ description: roleText }),
    postsPerWeek: t.float({ description: weekText }),
  }),
});

export const NetworkChoiceChangeInput = builder.inputType('NetworkChoiceChangeInput', {
  description:
    'Of a network that was chosen it changes what is given: what is absent stays, null clears. Another network it adds, which needs rationale.',
  fields: (t) => ({
    network: t.string({ required: true, description: networkText }),
    rationale: t.string({ description: 'Why it is chosen.' }),
    role: t.string({ description: roleText }),
    postsPerWeek: t.float({ description: weekText }),
  }),
});
