import { capabilitiesOf, tierOf } from '../../app/workspace/capabilities.ts';
import { allowedChannelActions } from '../../domain/workspace/channel.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { sessionOf } from '../context.ts';
import { ChannelCapabilities } from './capability.ts';
import { AccessTier } from './network-terms.ts';
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
    DEGRADED: { description: 'Works in part: health.missingScopes says what was not granted.' },
    NEEDS_RECONNECT: { description: 'A person must connect it again.' },
    DISCONNECTED: { description: 'Was disconnected; its credentials are gone.' },
  } as const,
});

const ChannelAction = builder.enumType('ChannelAction', {
  description: 'What a viewer can do with a channel.',
  values: {
    RECONNECT: { description: 'startChannelConnection and connectChannels again.' },
    RECHECK: { description: 'recheckChannel.' },
    UPDATE_PROFILE: { description: 'updateChannelProfiles.' },
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
    avatarUrl: t.expose('avatarUrl', { type: 'URL', nullable: true, description: 'Its picture; null: unknown.' }),
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
    tier: t.field({
      type: AccessTier,
      nullable: true,
      description:
        'By what the network lets it do what it does; null: unknown, or the network does not tell accounts apart.',
      select: { network: true, tier: true },
      resolve: (channel, _, { shell }) => tierOf(shell.networks, channel),
    }),
    capabilities: t.field({
      type: ChannelCapabilities,
      description: 'What this account may do; nothing where its connector is no longer installed.',
      select: { network: true, capabilities: true },
      resolve: (channel, _, { shell }) => capabilitiesOf(shell.networks, channel),
    }),
    allowedActions: t.field({
      type: [ChannelAction],
      description: 'What the viewer may do with it now.',
      select: { status: true, network: true, capabilities: true },
      resolve: ({ status, ...channel }, _, context) => {
        const changesLook = capabilitiesOf(context.shell.networks, channel).profile !== undefined;
        return [...allowedChannelActions(sessionOf(context), { status, changesLook })];
      },
    }),
  }),
});

export const ChannelFilterInput = builder.inputType('ChannelFilterInput', {
  description: 'Which channels; fields are joined by and, values by or.',
  fields: (t) => ({
    status: t.field({ type: [ChannelStatus], description: 'How they stand.' }),
    networks: t.stringList({ description: 'Keys of their networks.' }),
  }),
});
