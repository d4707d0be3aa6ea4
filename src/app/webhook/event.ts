import { NetworkError } from '@polyphony/sdk';
import { problemOf } from '../../domain/publishing/delivery.ts';
import { Prisma, type Channel } from '../../generated/prisma/client.ts';
import type { Tx } from '../../infra/db.ts';
import { notify } from '../../infra/listener.ts';
import type { Shell } from '../ctx.ts';
import { appendEvents } from '../event-log.ts';
import type { ToldEvent } from '../network-answer.ts';
import { plainFailure } from '../publishing/failure.ts';
import { removeTold, settleTold } from '../publishing/told.ts';
import { loseGrant, recheckChannel } from '../workspace/channel.ts';

/** What wakes whoever works on what networks told. */
export const toldTopic = 'network-events';

/** What is kept of an event until it is worked on: ids, and nothing that anybody wrote. */
type Work = { /** By the network's id. */ readonly channelId: string; /** ISO 8601. */ readonly at: string } & (
  | { readonly type: 'settled'; readonly key: string; readonly externalId: string; readonly url: string | null }
  | { readonly type: 'post_removed'; readonly externalId: string }
  | { readonly type: 'access_changed' | 'access_lost' }
);

function workOf(event: ToldEvent): Work | null {
  const common = { channelId: event.channelId, at: event.at.toISOString() };
  switch (event.type) {
    case 'settled': {
      const { externalId, url = null } = event.published;
      return { ...common, type: 'settled', key: event.key, externalId, url };
    }
    case 'post_removed':
      return { ...common, type: 'post_removed', externalId: event.externalId };
    case 'access_changed':
    case 'access_lost':
      return { ...common, type: event.type };
    case 'message':
    case 'message_removed':
      // Conversations are not synchronised yet: that it came is remembered, what it says is not.
      return null;
  }
}

/** Writes down what a network told, once however often it tells it. */
export async function noteEvents(shell: Shell, hookId: string, events: readonly ToldEvent[]): Promise<void> {
  if (events.length === 0) return;
  const now = shell.now();
  await shell.db.prisma.$transaction(async (tx) => {
    const merges = events.some(({ type }) => type === 'access_changed');
    // Of several that the network tells at once the second sees what the first wrote.
    if (merges) await tx.$queryRaw`select 1 from hooks where id = ${hookId}::uuid for no key update`;
    await tx.networkEvent.createMany({
      data: events.map((event) => {
        const work = workOf(event);
        const { id: eventId, type } = event;
        return { hookId, eventId, type, receivedAt: now, ...(work !== null && { work: { ...work }, wakeAt: now }) };
      }),
      skipDuplicates: true,
    });
    if (merges) await mergeWaiting(tx, hookId, now);
    await notify(tx, toldTopic);
  });
}

/**
 * Of one channel one event waits for somebody who asks the network what it may do now: the others would ask the same again.
 * Whoever asks already may have asked too early.
 */
const mergeWaiting = (tx: Tx, hookId: string, now: Date) => tx.$executeRaw`
  update network_events e set wake_at = null, work = null
  where hook_id = ${hookId}::uuid and type = 'access_changed' and wake_at <= ${now} and exists (
    select 1 from network_events o
    where o.hook_id = e.hook_id and o.type = e.type and o.wake_at <= ${now}
      and o.work->>'channelId' = e.work->>'channelId' and o.event_id < e.event_id)`;

/** How long one worker has an event to itself: so long it waits where that one died. */
const leaseMs = 60_000;
/** What cannot be done by then is left: the network is asked for everything that matters, too. */
const giveUpAfterMs = 3_600_000;
const soonestMs = 1000;
const batch = 5;

interface Due {
  readonly hook_id: string;
  readonly event_id: string;
  readonly work: Work;
  readonly received_at: Date;
}

/** Works on what networks told, until nothing is due. Any number of processes may do it at once. */
export async function workOnEvents(shell: Shell, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const now = shell.now();
    const due = await shell.db.prisma.$queryRaw<Due[]>`
      update network_events set wake_at = ${new Date(now.getTime() + leaseMs)}
      where (hook_id, event_id) in (
        select hook_id, event_id from network_events where wake_at <= ${now}
        order by wake_at limit ${batch} for update skip locked)
      returning hook_id, event_id, work, received_at`;
    if (due.length === 0) return;
    // Together: one that asks its network keeps nobody else waiting.
    await Promise.all(due.map((each) => workOn(shell, each, stop)));
  }
}

async function workOn(shell: Shell, due: Due, stop: AbortSignal): Promise<void> {
  const { hook_id: hookId, event_id: eventId, work } = due;
  const place = { hookId_eventId: { hookId, eventId } };
  const about = { hook: hookId, type: work.type };
  try {
    const channel = await channelOf(shell, hookId, work.channelId);
    if (work.type === 'access_changed' && channel !== null) await recheckChannel(shell, channel.id);
    await shell.db.prisma.$transaction(async (tx) => {
      const outcome = channel === null ? 'DONE' : await apply(tx, shell, channel, work);
      const again = outcome === 'NOT_YET' ? nextLook(shell, due) : null;
      if (outcome === 'NOT_YET' && again === null)
        shell.log.info(about, 'what a network told was of nothing that is here');
      await tx.networkEvent.updateMany({
        where: place.hookId_eventId,
        data: { wakeAt: again, ...(again === null && { work: Prisma.DbNull }) },
      });
    });
  } catch (error) {
    if (stop.aborted) return;
    const again = nextLook(shell, due);
    shell.log[error instanceof NetworkError ? 'warn' : 'error'](
      { err: error, ...about, again },
      'what a network told could not be worked on',
    );
    await shell.db.prisma.networkEvent.updateMany({ where: place.hookId_eventId, data: { wakeAt: again } });
  }
}

/** The longer ago it was told, the later it is looked at again; null: no more. */
function nextLook(shell: Shell, { received_at: since }: Due): Date | null {
  const now = shell.now().getTime();
  const age = now - since.getTime();
  return age > giveUpAfterMs ? null : new Date(now + Math.max(age, soonestMs));
}

/** The account that it was told of; null: the address is not of it, or it is connected no more. */
async function channelOf(shell: Shell, hookId: string, externalId: string): Promise<Channel | null> {
  const { prisma } = shell.db;
  const hook = await prisma.hook.findUnique({ where: { id: hookId }, include: { channel: true, app: true } });
  if (hook === null) return null;
  const { channel, app, network } = hook;
  const found =
    app === null
      ? channel
      : await prisma.channel.findFirst({ where: { workspaceId: app.workspaceId, network, externalId } });
  return found?.externalId === externalId && found.status !== 'DISCONNECTED' ? found : null;
}

const lost = (now: Date) =>
  problemOf(plainFailure('AUTH_REVOKED', 'ACCESS_LOST', 'The network says that access was taken back.'), now, null);

async function apply(tx: Tx, shell: Shell, channel: Channel, work: Work): Promise<'DONE' | 'NOT_YET'> {
  switch (work.type) {
    case 'settled':
      return settleTold(tx, shell, channel.id, { ...work, at: new Date(work.at) });
    case 'post_removed':
      return removeTold(tx, shell, channel.id, work.externalId);
    case 'access_lost': {
      const grant = channel.grantId && (await tx.grant.findUnique({ where: { id: channel.grantId } }));
      // Told late: somebody has connected the channel again since.
      if (!grant || grant.createdAt > new Date(work.at)) return 'DONE';
      const origin = {
        actor: { kind: 'SYSTEM', reason: 'network' },
        requestId: null,
        occurredAt: shell.now(),
      } as const;
      await appendEvents(tx, channel.workspaceId, origin, await loseGrant(tx, grant.id, lost(shell.now())));
      return 'DONE';
    }
    case 'access_changed':
      return 'DONE';
  }
}
