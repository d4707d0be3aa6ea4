import { allowedChannelActions } from '../../domain/workspace/channel.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { sessionOf } from '../context.ts';
import { Network, networkOf } from './network.ts';

export const ChannelKind = builder.enumType('ChannelKind', {
  description: 'What sort of account.',
  values: {
    PAGE: { description: 'A page of a company, person or thing.' },
    GROUP: { description: 'A group that people join.' },
    BUSINESS_PROFILE: { description: 'A profile that the network knows as a business.' },
    PERSONAL_PROFILE: { description: 'A private person’s profile.' },
    VIDEO_CHANNEL: { description: 'A channel of videos.' },
  } as const,
});

const ChannelStatus = builder.enumType('ChannelStatus', {
  description: 'Whether a channel works.',
  values: {
    CONNECTED: { description: 'Works.' },
    DEGRADED: { description: 'Works in part.' },
    NEEDS_RECONNECT: { description: 'A person must connect it again.' },
    DISCONNECTED: { description: 'Was disconnected; its credentials are gone.' },
  } as const,
});

const ChannelAction = builder.enumType('ChannelAction', {
  description: 'What a viewer can do with a channel.',
  values: {
    RECONNECT: { description: 'startChannelConnection and connectChannels again.' },
    DISCONNECT: { description: 'disconnectChannel.' },
  } as const,
});

export const Channel = builder.prismaNode('Channel', {
  id: { field: 'id' },
  description: 'An account on a network.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name on the network.' }),
    handle: t.exposeString('handle', { nullable: true, description: 'What follows the @; null: it has none.' }),
    url: t.expose('url', { type: 'URL', nullable: true, description: 'Where people see it.' }),
    kind: t.expose('kind', { type: ChannelKind, description: 'What sort of account.' }),
    status: t.expose('status', { type: ChannelStatus, description: 'Whether it works.' }),
    network: t.field({
      type: Network,
      description: 'The network.',
      resolve: ({ network }, _, { shell }) => networkOf(shell.networks, network),
    }),
    emulated: t.boolean({
      description: 'True where an emulator stands in for its network: nothing reaches a real one.',
      resolve: ({ network }, _, { shell }) => shell.networks.get(network)?.emulated ?? false,
    }),
    allowedActions: t.field({
      type: [ChannelAction],
      description: 'What the viewer may do with it now.',
      select: { status: true },
      resolve: (channel, _, context) => [...allowedChannelActions(sessionOf(context), channel)],
    }),
  }),
});
