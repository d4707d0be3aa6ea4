import type { AccessTier, AccountCapabilities, Capabilities } from '@polyphony/sdk';
import type { Channel } from '../../generated/prisma/client.ts';
import type { Networks } from '../../infra/plugins.ts';

/** What one channel may do: all that its network can, or what was found out when it was connected. */
export type ChannelCapabilities = Pick<Capabilities, keyof AccountCapabilities>;

/**
 * What this channel may do now. Nothing where its connector is no longer installed. What the account may do was asked of
 * the network and stands in the place of what the network can, part by part.
 */
export function capabilitiesOf(
  networks: Networks,
  channel: Pick<Channel, 'network' | 'capabilities'>,
): ChannelCapabilities {
  const declared = networks.get(channel.network)?.connector.capabilities;
  if (declared === undefined) return { formats: [], actions: [] };
  const own = channel.capabilities as AccountCapabilities | null; // written when it was connected, from the connector
  const { formats, actions, insights, engagement, profile } = { ...declared, ...own };
  return {
    formats,
    actions,
    ...(insights && { insights }),
    ...(engagement && engagement.kinds.length > 0 && { engagement }),
    ...(profile && profile.fields.length > 0 && { profile }),
  };
}

/** The plan, kind of credentials or approval by which the channel is connected; null: unknown, or the network has none. */
export const tierOf = (networks: Networks, channel: Pick<Channel, 'network' | 'tier'>): AccessTier | null =>
  networks.get(channel.network)?.connector.capabilities.tiers?.find(({ name }) => name === channel.tier) ?? null;
