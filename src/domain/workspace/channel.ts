import { decided, refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import { NotFound, WrongState } from '../shared/errors.ts';
import { may, type Viewer } from './permission.ts';

export const channelStatuses = ['CONNECTED', 'DEGRADED', 'NEEDS_RECONNECT', 'DISCONNECTED'] as const;
/** Whether a channel works. */
export type ChannelStatus = (typeof channelStatuses)[number];

/** What people do with a channel. */
export const channelActions = ['RECONNECT', 'DISCONNECT'] as const;
export type ChannelAction = (typeof channelActions)[number];

const actionStatuses: Readonly<Record<ChannelAction, readonly ChannelStatus[]>> = {
  RECONNECT: channelStatuses,
  DISCONNECT: ['CONNECTED', 'DEGRADED', 'NEEDS_RECONNECT'],
};

/** What this viewer may do with the channel now. */
export const allowedChannelActions = (
  viewer: Viewer,
  { status }: { readonly status: ChannelStatus },
): readonly ChannelAction[] =>
  may(viewer, 'MANAGE_CHANNELS') ? channelActions.filter((action) => actionStatuses[action].includes(status)) : [];

/** Something that happened to a channel. */
export interface ChannelEvent {
  readonly type: 'CHANNEL_CONNECTED' | 'CHANNEL_DISCONNECTED' | 'CHANNEL_CHANGED';
  /** Null: it was not there before. */
  readonly from: ChannelStatus | null;
  readonly to: ChannelStatus;
}

/** A person connected the account, for the first time or again. */
export const connectChannel = (channel: { readonly status: ChannelStatus } | null): ChannelEvent => ({
  type: 'CHANNEL_CONNECTED',
  from: channel?.status ?? null,
  to: 'CONNECTED',
});

export const disconnectChannelErrors = [NotFound, WrongState] as const;

export function disconnectChannel(
  viewer: Viewer,
  channel: { readonly status: ChannelStatus } | null,
): Decision<ChannelEvent, ErrorOf<typeof disconnectChannelErrors>> {
  if (channel === null) return refused(new NotFound('channel', ['channelId']));
  const allowed = allowedChannelActions(viewer, channel);
  return allowed.includes('DISCONNECT')
    ? decided({ type: 'CHANNEL_DISCONNECTED', from: channel.status, to: 'DISCONNECTED' })
    : refused(new WrongState('DISCONNECT', channel.status, allowed));
}

/** The network no longer takes what it granted: a person must connect the channel again. Null: that is known already. */
export const loseGrant = ({ status }: { readonly status: ChannelStatus }): ChannelEvent | null =>
  status === 'CONNECTED' || status === 'DEGRADED'
    ? { type: 'CHANNEL_CHANGED', from: status, to: 'NEEDS_RECONNECT' }
    : null;
