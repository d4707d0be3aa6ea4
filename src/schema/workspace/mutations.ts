import { disconnectChannel } from '../../app/workspace/channel.ts';
import { disconnectChannelErrors } from '../../domain/workspace/channel.ts';
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
