import { disconnectChannel, recheckChannelOf } from '../../app/workspace/channel.ts';
import { disconnectChannelErrors, recheckChannelErrors } from '../../domain/workspace/channel.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf } from '../context.ts';
import { resultOf } from '../errors.ts';
import { rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { Channel } from './channel.ts';

const DisconnectChannelInput = mutationInput('disconnectChannel', (t) => ({
  channelId: t.id({ required: true, description: 'The channel.' }),
}));

builder.mutationField('disconnectChannel', (t) =>
  t.prismaField({
    type: Channel,
    description:
      'Disconnects a channel: its credentials are destroyed at once. Its posts stay; what is planned waits for a person when its time comes.',
    extensions: access('MANAGE_CHANNELS'),
    args: { input: t.arg({ type: DisconnectChannelInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('disconnectChannel', disconnectChannelErrors),
    resolve: async (query, _, { input }, context) => {
      const { ids } = await disconnectChannel(ctxOf(context), {
        idempotencyKey: keyOf(input),
        channelId: rowId('Channel', input.channelId),
      });
      return context.shell.db.prisma.channel.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
    },
  }),
);

const RecheckChannelInput = mutationInput('recheckChannel', (t) => ({
  channelId: t.id({ required: true, description: 'The channel.' }),
}));

builder.mutationField('recheckChannel', (t) =>
  t.prismaField({
    type: Channel,
    description:
      'Asks the network anew what a channel is and may do. What it refuses is in the channel’s health; a channel that works again needs no person to connect it.',
    extensions: access('MANAGE_CHANNELS'),
    args: { input: t.arg({ type: RecheckChannelInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('recheckChannel', recheckChannelErrors),
    resolve: async (query, _, { input }, context) => {
      const { ids } = await recheckChannelOf(ctxOf(context), {
        idempotencyKey: keyOf(input),
        channelId: rowId('Channel', input.channelId),
      });
      return context.shell.db.prisma.channel.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
    },
  }),
);
