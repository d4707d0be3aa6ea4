import { decided, refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import { NotFound, WrongState } from '../shared/errors.ts';
import { may, type Viewer } from './permission.ts';

export const channelStatuses = ['CONNECTED', 'DEGRADED', 'NEEDS_RECONNECT', 'DISCONNECTED'] as const;
/** Whether a channel works. */
export type ChannelStatus = (typeof channelStatuses)[number];

/** What people do with a channel. */
export const channelActions = ['RECONNECT', 'RECHECK', 'UPDATE_PROFILE', 'DISCONNECT'] as const;
export type ChannelAction = (typeof channelActions)[number];

const connected = ['CONNECTED', 'DEGRADED', 'NEEDS_RECONNECT'] as const;
const actionStatuses: Readonly<Record<ChannelAction, readonly ChannelStatus[]>> = {
  RECONNECT: channelStatuses,
  // What a network no longer took, it may take again: then nobody needs to connect anything.
  RECHECK: connected,
  UPDATE_PROFILE: ['CONNECTED', 'DEGRADED'],
  DISCONNECT: connected,
};

export interface ChannelLife {
  readonly status: ChannelStatus;
  /** True where anything of its look can be changed; absent: nothing can. */
  readonly changesLook?: boolean;
}

/** What this viewer may do with the channel now. */
export const allowedChannelActions = (
  viewer: Viewer,
  { status, changesLook = false }: ChannelLife,
): readonly ChannelAction[] =>
  may(viewer, 'MANAGE_CHANNELS')
    ? channelActions.filter(
        (action) => actionStatuses[action].includes(status) && (action !== 'UPDATE_PROFILE' || changesLook),
      )
    : [];

/** Something that happened to a channel. */
export interface ChannelEvent {
  readonly type: 'CHANNEL_CONNECTED' | 'CHANNEL_DISCONNECTED' | 'CHANNEL_CHANGED';
  /** Null: it was not there before, or its status is what it was. */
  readonly from: ChannelStatus | null;
  /** Null: its status is what it was. */
  readonly to: ChannelStatus | null;
}

/** What a way to connect asks a network for. */
interface AskedScopes {
  readonly scopes: readonly { readonly name: string }[];
}

/**
 * What was asked for and not granted. `ways`: those by which it can have been granted; the one that asks for most of it was it.
 * A grant that names no scopes granted all that was asked for.
 */
export function missingScopesOf(granted: readonly string[], ways: readonly AskedScopes[]): readonly string[] {
  if (granted.length === 0) return [];
  const gotOf = ({ scopes }: AskedScopes) => scopes.filter(({ name }) => granted.includes(name)).length;
  const [way] = ways.toSorted((one, other) => gotOf(other) - gotOf(one));
  return (way?.scopes ?? []).map(({ name }) => name).filter((name) => !granted.includes(name));
}

/** The status of a channel that the network lets us use. */
const workingStatus = (missingScopes: readonly string[]): ChannelStatus =>
  missingScopes.length > 0 ? 'DEGRADED' : 'CONNECTED';

/** A person connected the account, for the first time or again. */
export const connectChannel = (
  channel: { readonly status: ChannelStatus } | null,
  missingScopes: readonly string[],
): ChannelEvent & { readonly to: ChannelStatus } => ({
  type: 'CHANNEL_CONNECTED',
  from: channel?.status ?? null,
  to: workingStatus(missingScopes),
});

export const recheckChannelErrors = [NotFound, WrongState] as const;

/** Whether the network may be asked again what the channel can do. */
export function recheckChannel(
  viewer: Viewer,
  channel: ChannelLife | null,
): Decision<never, ErrorOf<typeof recheckChannelErrors>> {
  if (channel === null) return refused(new NotFound('channel', ['channelId']));
  const allowed = allowedChannelActions(viewer, channel);
  return allowed.includes('RECHECK')
    ? { ok: true, events: [] }
    : refused(new WrongState('RECHECK', channel.status, allowed));
}

/**
 * The network was asked again. `missingScopes` null: what it granted no longer reaches the channel. `fields`: what is otherwise
 * than before, beside the status. Null: nothing is.
 */
export function changeChannel(
  { status }: { readonly status: ChannelStatus },
  missingScopes: readonly string[] | null,
  fields: readonly string[],
): (ChannelEvent & { readonly fields: readonly string[] }) | null {
  const to = missingScopes === null ? 'NEEDS_RECONNECT' : workingStatus(missingScopes);
  if (to !== status) return { type: 'CHANNEL_CHANGED', from: status, to, fields: ['status', ...fields] };
  return fields.length === 0 ? null : { type: 'CHANNEL_CHANGED', from: null, to: null, fields };
}

export const disconnectChannelErrors = [NotFound, WrongState] as const;

export function disconnectChannel(
  viewer: Viewer,
  channel: ChannelLife | null,
): Decision<ChannelEvent, ErrorOf<typeof disconnectChannelErrors>> {
  if (channel === null) return refused(new NotFound('channel', ['channelId']));
  const allowed = allowedChannelActions(viewer, channel);
  return allowed.includes('DISCONNECT')
    ? decided({ type: 'CHANNEL_DISCONNECTED', from: channel.status, to: 'DISCONNECTED' })
    : refused(new WrongState('DISCONNECT', channel.status, allowed));
}

/** The network no longer takes what it granted: a person must connect the channel again. Null: that is known already. */
export const loseGrant = ({
  status,
}: {
  readonly status: ChannelStatus;
}): (ChannelEvent & { readonly to: ChannelStatus }) | null =>
  status === 'CONNECTED' || status === 'DEGRADED'
    ? { type: 'CHANNEL_CHANGED', from: status, to: 'NEEDS_RECONNECT' }
    : null;
