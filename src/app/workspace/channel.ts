import { isDeepStrictEqual } from 'node:util';
import type { ChannelCandidate, NetworkCall } from '@polyphony/sdk';
import { problemOf } from '../../domain/publishing/delivery.ts';
import type { Problem } from '../../domain/publishing/problem.ts';
import { NotFound } from '../../domain/shared/errors.ts';
import { useAuthorization } from '../../domain/workspace/authorization.ts';
import {
  changeChannel,
  connectChannel,
  disconnectChannel as decideDisconnect,
  loseGrant as decideLoss,
  missingScopesOf,
  recheckChannel as decideRecheck,
  type ChannelEvent,
} from '../../domain/workspace/channel.ts';
import { actorOf } from '../../domain/workspace/actor.ts';
import { isLimited, seesChannel, type Viewer } from '../../domain/workspace/permission.ts';
import { Prisma, type Channel, type ChannelAuthorization, type Grant } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx, Shell } from '../ctx.ts';
import { appendEvents, type NewEvent, type Origin } from '../event-log.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { checkCandidates } from '../network-answer.ts';
import { createNetworkCall } from '../network-call.ts';
import { visibleChannels } from '../planning/visibility.ts';
import { unsubscribeChannel } from '../webhook/subscription.ts';
import { failureOf, plainFailure } from '../publishing/failure.ts';
import { askInTime } from '../time-limit.ts';
import { accountColumns, candidateLacks, candidatesOf } from './candidate.ts';
import { openGrant } from './grant.ts';
import { askForChannel } from './granted-call.ts';
import { readLook } from './look.ts';

export const channelEvent = (
  channelId: string,
  { fields = ['status'], ...event }: ChannelEvent & { readonly fields?: readonly string[] },
): NewEvent => ({ ...event, subjectType: 'Channel', subjectId: channelId, channelId, fields });

/** What became of one account that was to be connected. */
export interface Connected {
  readonly externalId: string;
  /** Null: the authorization does not reach it. */
  readonly channelId: string | null;
}

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

/** Whoever is limited to some channels connects these anew, and no other account. */
const mayConnect = (viewer: Viewer, channel: Channel | undefined): boolean =>
  channel === undefined ? !isLimited(viewer) : seesChannel(viewer, channel.id);

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
  const executed = await execute(
    ctx,
    { name: 'connectChannels', idempotencyKey, input: { authorizationId, externalIds } },
    async (tx) => {
      await tx.$queryRaw`select 1 from channel_authorizations where id = ${authorizationId}::uuid for update`;
      const authorization = await findAuthorization(tx, ctx, authorizationId);
      accept(useAuthorization(authorization, { externalIds, now: ctx.now() }));
      if (authorization?.credentials == null) throw new TypeError('What was granted has credentials');
      const present = await channelsOf(tx, authorization, externalIds);
      const candidates = candidatesOf(authorization).filter(
        ({ externalId }) => externalIds.includes(externalId) && mayConnect(ctx.viewer, present.get(externalId)),
      );
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
      // In one order for everyone who locks several.
      const known = [...present.values()].map(({ id }) => id);
      await tx.$queryRaw`select 1 from channels where id = any (${known}::uuid[]) order by id for no key update`;
      const events: NewEvent[] = [];
      for (const candidate of candidates) {
        const channel = present.get(candidate.externalId) ?? null;
        const id = channel?.id ?? ctx.newId();
        const missingScopes = [...candidateLacks(ctx.networks, authorization, candidate)];
        const event = connectChannel(channel, missingScopes);
        const now = ctx.now();
        const values = {
          ...accountColumns(candidate),
          grantId,
          status: event.to,
          missingScopes,
          // It was just asked, and it answered.
          lastSuccessAt: now,
        };
        await tx.channel.upsert({
          where: { id },
          create: { ...values, id, workspaceId, network, externalId: candidate.externalId, createdAt: now },
          update: values,
        });
        events.push(channelEvent(id, event));
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
  const all = await channelsOf(ctx.db.prisma, authorization, externalIds);
  const channels = new Map([...all].filter(([, channel]) => mayConnect(ctx.viewer, channel)));
  if (!executed.repeated) await Promise.all([...channels.values()].map((channel) => readLook(ctx, channel)));
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
  let left: readonly { readonly channel: Channel; readonly grant: Grant }[] = [];
  const executed = await execute(
    ctx,
    { name: 'disconnectChannel', idempotencyKey, input: { channelId } },
    async (tx) => {
      await tx.$queryRaw`select 1 from channels where id = ${channelId}::uuid for update`;
      const channel = await findChannel(tx, ctx, channelId);
      const [event] = accept(decideDisconnect(ctx.viewer, channel));
      const grant = channel?.grantId == null ? null : await tx.grant.findUnique({ where: { id: channel.grantId } });
      left = channel === null || grant === null ? [] : [{ channel, grant }];
      await tx.channel.update({ where: { id: channelId }, data: { status: 'DISCONNECTED', grantId: null } });
      dropped = channel === null ? [] : await dropUnusedGrants(tx, [channel]);
      return { type: 'Channel', ids: [channelId], events: event === undefined ? [] : [channelEvent(channelId, event)] };
    },
  );
  for (const { channel, grant } of left) await unsubscribeChannel(ctx, channel, grant);
  for (const grant of dropped) await tellNetwork(ctx, grant);
  return executed;
}

const tellWithinMs = 10_000;

/** Tells the network that what it granted is no longer wanted. That it cannot be told changes nothing for us. */
async function tellNetwork(shell: Shell, grant: Grant): Promise<void> {
  const { id, network: key } = grant;
  const network = shell.networks.get(key);
  const { auth } = network?.connector ?? {};
  if (network === undefined || auth?.revoke === undefined) return;
  const signal = AbortSignal.timeout(tellWithinMs);
  try {
    const { credentials, app } = await openGrant(shell, network, grant);
    const target = { credentials, app: app.values, grantId: id, connecting: true, about: { grant: id } };
    const call = createNetworkCall(shell, network, target, signal);
    await askInTime(network, signal, () => auth.revoke?.(call));
  } catch (error) {
    shell.log.warn({ err: error, network: key }, 'the network could not be told that its grant is no longer wanted');
  }
}

const askWithinMs = 30_000;

/**
 * Asks the network anew what a channel is and may do, such as after it told that this changed. Throws what the network
 * threw where that says nothing of the channel and passes; a channel that is no longer there, or not connected, is left alone.
 */
export async function recheckChannel(
  shell: Shell,
  channelId: string,
  origin: Omit<Origin, 'occurredAt'> = { actor: { kind: 'SYSTEM', reason: 'network' }, requestId: null },
): Promise<void> {
  const failed = await lookAgain(shell, channelId, origin);
  if (failed !== null) throw failed.error;
}

/** The same for a person: what the network said is then in the channel's health. */
export async function recheckChannelOf(
  ctx: Ctx,
  input: { readonly idempotencyKey: string | null; readonly channelId: string },
): Promise<Executed> {
  const { idempotencyKey, channelId } = input;
  const executed = await execute(ctx, { name: 'recheckChannel', idempotencyKey, input: { channelId } }, async (tx) => {
    accept(decideRecheck(ctx.viewer, await findChannel(tx, ctx, channelId)));
    return { type: 'Channel', ids: [channelId], events: [] };
  });
  // Not before the key is taken, and outside of the transaction: the network may take its time.
  if (!executed.repeated) await lookAgain(ctx, channelId, { actor: actorOf(ctx.viewer), requestId: ctx.requestId });
  return executed;
}

/** Null: the channel is now as the network says it is. Else what it was kept from, which the channel remembers. */
async function lookAgain(
  shell: Shell,
  channelId: string,
  origin: Omit<Origin, 'occurredAt'>,
): Promise<{ readonly error: unknown } | null> {
  const channel = await shell.db.prisma.channel.findUnique({ where: { id: channelId } });
  const network = channel === null ? undefined : shell.networks.get(channel.network);
  if (channel === null || network === undefined || channel.grantId === null) return null;
  const { id, externalId, grantId, workspaceId } = channel;
  const append = (tx: Tx, events: readonly NewEvent[]) =>
    appendEvents(tx, workspaceId, { ...origin, occurredAt: shell.now() }, events);
  let reached: readonly ChannelCandidate[];
  try {
    const signal = AbortSignal.timeout(askWithinMs);
    const ask = (call: NetworkCall) => network.connector.channels(call);
    reached = checkCandidates(shell, network, await askForChannel(shell, network, { id, grantId }, signal, ask));
  } catch (error) {
    const failure = failureOf(shell, network, error, { channel: id });
    const problem = problemOf(failure, shell.now(), failure.retryAt);
    await shell.db.prisma.$transaction(async (tx) => {
      await append(tx, await noteProblem(tx, channel, problem));
    });
    return losesGrant(problem) ? null : { error };
  }
  const found = reached.find((candidate) => candidate.externalId === externalId) ?? null;
  await shell.db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from channels where id = ${id}::uuid for no key update`;
    const before = await tx.channel.findUnique({ where: { id }, include: { grant: true } });
    // Meanwhile somebody connected it anew, or disconnected it: what was asked is of yesterday.
    if (before?.grantId !== grantId) return;
    const lacks = found && [
      ...(found.missingScopes ?? missingScopesOf(before.grant?.scopes ?? [], network.connector.auth.ways)),
    ];
    const fresh = found && { ...accountColumns(found), missingScopes: lacks ?? [] };
    const event = changeChannel(before, lacks, fresh === null ? [] : changedIn(before, fresh));
    await tx.channel.update({
      where: { id },
      data: {
        ...(event?.to && { status: event.to }),
        ...(fresh === null
          ? { lastProblem: { ...problemOf(notReached, shell.now(), null) } }
          : { ...fresh, lastSuccessAt: shell.now() }),
      },
    });
    await append(tx, event === null ? [] : [channelEvent(id, event)]);
  });
  if (found !== null) await readLook(shell, channel);
  return null;
}

const notReached = plainFailure(
  'PERMISSION_DENIED',
  'ACCOUNT_NOT_REACHED',
  'What was granted no longer reaches this account. Connect it again with a login that may manage it.',
);

/** Names of the columns that are not what they were. */
const changedIn = (before: Channel, fresh: Partial<Record<keyof Channel, unknown>>): readonly string[] =>
  Object.entries(fresh)
    .filter(([name, value]) => !isDeepStrictEqual(plain(value), before[name as keyof Channel])) // its own keys
    .map(([name]) => name);

/** As the database gives it back. */
const plain = (value: unknown): unknown =>
  value === Prisma.DbNull ? null : (JSON.parse(JSON.stringify(value)) as unknown);

const findChannel = (tx: Tx, { viewer }: Ctx, id: string): Promise<Channel | null> =>
  tx.channel.findFirst({ where: { AND: [{ id }, visibleChannels(viewer)] } });

type Asked = Pick<Channel, 'id' | 'grantId'>;

/** The network did what was asked of it for a channel. */
export async function noteSuccess(tx: Tx, { id, grantId }: Asked, now: Date): Promise<void> {
  // Connected anew meanwhile, it is another login that this was about.
  await tx.channel.updateMany({ where: { id, grantId }, data: { lastSuccessAt: now } });
}

/** Something went wrong with a channel, and with all that hangs on its login where that is what the network no longer takes. */
export async function noteProblem(tx: Tx, { id, grantId }: Asked, problem: Problem): Promise<readonly NewEvent[]> {
  if (losesGrant(problem) && grantId !== null) return loseGrant(tx, grantId, problem);
  await tx.channel.updateMany({ where: { id, grantId }, data: { lastProblem: { ...problem } } });
  return [];
}

const losesGrant = ({ kind }: Problem): boolean => kind === 'AUTH_REVOKED' || kind === 'AUTH_EXPIRED';

/**
 * The network no longer takes what it granted: every channel that hangs on it waits for a person. `problem`: what they are
 * told; absent: nothing new.
 */
export async function loseGrant(tx: Tx, grantId: string, problem?: Problem): Promise<readonly NewEvent[]> {
  // In one order for everyone who locks several.
  await tx.$queryRaw`select 1 from channels where grant_id = ${grantId}::uuid order by id for no key update`;
  const channels = await tx.channel.findMany({ where: { grantId }, orderBy: { id: 'asc' } });
  const events: NewEvent[] = [];
  for (const channel of channels) {
    const event = decideLoss(channel);
    const status = event?.to ?? channel.status;
    await tx.channel.update({
      where: { id: channel.id },
      data: { status, ...(problem && { lastProblem: { ...problem } }) },
    });
    if (event !== null) events.push(channelEvent(channel.id, event));
  }
  return events;
}
