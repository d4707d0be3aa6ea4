import type { ChannelCandidate } from '@polyphony/sdk';
import { NotFound } from '../../domain/shared/errors.ts';
import { useAuthorization } from '../../domain/workspace/authorization.ts';
import {
  connectChannel,
  disconnectChannel as decideDisconnect,
  loseGrant as decideLoss,
  type ChannelEvent,
} from '../../domain/workspace/channel.ts';
import type { Channel, ChannelAuthorization, Grant } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx, Shell } from '../ctx.ts';
import type { NewEvent } from '../event-log.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { createNetworkCall } from '../network-call.ts';
import { visibleChannels } from '../planning/visibility.ts';

const channelEvent = (channelId: string, event: ChannelEvent): NewEvent => ({
  ...event,
  subjectType: 'Channel',
  subjectId: channelId,
  channelId,
  fields: ['status'],
});

/** What became of one account that was to be connected. */
export interface Connected {
  readonly externalId: string;
  /** Null: the authorization does not reach it. */
  readonly channelId: string | null;
}

export const candidatesOf = ({ candidates }: Pick<ChannelAuthorization, 'candidates'>): readonly ChannelCandidate[] =>
  (candidates ?? []) as unknown as readonly ChannelCandidate[]; // written by authorization.ts

/** Of these accounts, the channels that the workspace has already, by the network's id. */
export async function channelsOf(
  tx: Tx,
  { workspaceId, network }: Pick<ChannelAuthorization, 'workspaceId' | 'network'>,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, Channel>> {
  const channels = await tx.channel.findMany({
    where: { workspaceId, network, externalId: { in: [...externalIds] } },
  });
  return new Map(channels.map((channel) => [channel.externalId, channel]));
}

/**
 * Connects the accounts that the person chose, those that were connected before anew: each has a result of its own. What was
 * granted moves from the authorization, which is used up by it, to one grant that all of them share.
 */
export async function connectChannels(
  ctx: Ctx,
  input: {
    readonly idempotencyKey: string | null;
    readonly authorizationId: string;
    readonly externalIds: readonly string[];
  },
): Promise<readonly Connected[]> {
  const { idempotencyKey, authorizationId } = input;
  const externalIds = [...new Set(input.externalIds)];
  await execute(
    ctx,
    { name: 'connectChannels', idempotencyKey, input: { authorizationId, externalIds } },
    async (tx) => {
      await tx.$queryRaw`select 1 from channel_authorizations where id = ${authorizationId}::uuid for update`;
      const authorization = await findAuthorization(tx, ctx, authorizationId);
      accept(useAuthorization(authorization, { externalIds, now: ctx.now() }));
      if (authorization?.credentials == null) throw new TypeError('What was granted has credentials');
      const candidates = candidatesOf(authorization).filter(({ externalId }) => externalIds.includes(externalId));
      if (candidates.length === 0) throw new NotFound('account', ['externalIds', '0']);

      const { workspaceId, network, credentials, credentialsExpireAt, scopes } = authorization;
      const grantId = ctx.newId();
      await tx.grant.create({
        data: {
          id: grantId,
          workspaceId,
          network,
          credentials,
          expiresAt: credentialsExpireAt,
          scopes,
          createdAt: ctx.now(),
        },
      });
      const present = await channelsOf(tx, authorization, externalIds);
      const events: NewEvent[] = [];
      for (const candidate of candidates) {
        const channel = present.get(candidate.externalId) ?? null;
        const id = channel?.id ?? ctx.newId();
        const { externalId, name, handle = null, url = null, avatarUrl = null, kind } = candidate;
        const values = { name, handle, url, avatarUrl, kind, grantId, status: 'CONNECTED' } as const;
        await tx.channel.upsert({
          where: { id },
          create: { ...values, id, workspaceId, network, externalId, createdAt: ctx.now() },
          update: values,
        });
        events.push(channelEvent(id, connectChannel(channel)));
      }
      await tx.channelAuthorization.update({
        where: { id: authorizationId },
        data: { state: 'USED', credentials: null },
      });
      await dropUnusedGrants(tx, [...present.values()]);
      return { type: 'ChannelAuthorization', ids: [authorizationId], events };
    },
  );
  const authorization = await findAuthorization(ctx.db.prisma, ctx, authorizationId);
  if (authorization === null) throw new NotFound('authorization', ['authorizationId']);
  const channels = await channelsOf(ctx.db.prisma, authorization, externalIds);
  const reached = new Set(candidatesOf(authorization).map(({ externalId }) => externalId));
  return externalIds.map((externalId) => ({
    externalId,
    channelId: reached.has(externalId) ? (channels.get(externalId)?.id ?? null) : null,
  }));
}

const findAuthorization = (tx: Tx, { viewer }: Ctx, id: string): Promise<ChannelAuthorization | null> =>
  tx.channelAuthorization.findFirst({ where: { id, workspaceId: viewer.workspaceId } });

/** Destroys the grants that these channels had, where no channel hangs on them any more. Returns those. */
async function dropUnusedGrants(tx: Tx, channels: readonly Pick<Channel, 'grantId'>[]): Promise<readonly Grant[]> {
  const where = {
    id: { in: channels.flatMap(({ grantId }) => grantId ?? []) },
    channels: { none: {} },
  };
  const unused = await tx.grant.findMany({ where });
  await tx.grant.deleteMany({ where: { id: { in: unused.map(({ id }) => id) } } });
  return unused;
}

/**
 * Disconnects a channel. Its credentials are destroyed at once, where no other channel needs them, and the network is told
 * afterwards, as far as it can be reached. Planned posts stay planned: they need the channel again, or another one.
 */
export async function disconnectChannel(
  ctx: Ctx,
  input: { readonly idempotencyKey: string | null; readonly channelId: string },
): Promise<Executed> {
  const { idempotencyKey, channelId } = input;
  let dropped: readonly Grant[] = [];
  const executed = await execute(
    ctx,
    { name: 'disconnectChannel', idempotencyKey, input: { channelId } },
    async (tx) => {
      await tx.$queryRaw`select 1 from channels where id = ${channelId}::uuid for update`;
      const channel = await tx.channel.findFirst({ where: { AND: [{ id: channelId }, visibleChannels(ctx.viewer)] } });
      const [event] = accept(decideDisconnect(ctx.viewer, channel));
      await tx.channel.update({ where: { id: channelId }, data: { status: 'DISCONNECTED', grantId: null } });
      dropped = channel === null ? [] : await dropUnusedGrants(tx, [channel]);
      return { type: 'Channel', ids: [channelId], events: event === undefined ? [] : [channelEvent(channelId, event)] };
    },
  );
  for (const grant of dropped) await tellNetwork(ctx, grant);
  return executed;
}

const tellWithinMs = 10_000;

/** Tells the network that what it granted is no longer wanted. That it cannot be told changes nothing for us. */
async function tellNetwork(shell: Shell, { id, network: key, credentials: sealed }: Grant): Promise<void> {
  const network = shell.networks.get(key);
  if (network?.connector.auth.revoke === undefined) return;
  const signal = AbortSignal.timeout(tellWithinMs);
  try {
    const credentials = await shell.vault.open(sealed);
    const call = createNetworkCall(shell, network, { credentials, connecting: true, about: { grant: id } }, signal);
    await network.connector.auth.revoke(call);
  } catch (error) {
    shell.log.warn({ err: error, network: key }, 'the network could not be told that its grant is no longer wanted');
  }
}

/** The network no longer takes what it granted: every channel that hangs on it waits for a person. */
export async function loseGrant(tx: Tx, grantId: string): Promise<readonly NewEvent[]> {
  const channels = await tx.channel.findMany({ where: { grantId }, orderBy: { id: 'asc' } });
  const events: NewEvent[] = [];
  for (const channel of channels) {
    const event = decideLoss(channel);
    if (event === null) continue;
    await tx.channel.update({ where: { id: channel.id }, data: { status: event.to } });
    events.push(channelEvent(channel.id, event));
  }
  return events;
}
