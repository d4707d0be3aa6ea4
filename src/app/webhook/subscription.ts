import { problemOf } from '../../domain/publishing/delivery.ts';
import type { Channel, Hook } from '../../generated/prisma/client.ts';
import { isLoopback } from '../../infra/guarded-fetch.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Shell } from '../ctx.ts';
import { createNetworkCall } from '../network-call.ts';
import { failureOf } from '../publishing/failure.ts';
import { askInTime } from '../time-limit.ts';
import { openGrant } from '../workspace/grant.ts';
import { askForChannel } from '../workspace/granted-call.ts';
import { hookUrl, newHookSecret } from '../workspace/network-app.ts';
import { openHook } from './hook.ts';

const withinMs = 30_000;
/** One process asks for a channel at a time; where it died, another one does after so long. */
const leaseMs = 60_000;
const againAfterMs = 600_000;
/** So many are asked at a time. */
const batch = 4;

const everywhere = ['0.0.0.0', '[::]'];

/**
 * Where a network reaches this installation; null: nowhere. A real one calls no address of this machine alone, and an emulator
 * none beyond it.
 */
function baseFor(shell: Shell, { emulated }: InstalledNetwork): string | null {
  const url = new URL(shell.publicUrl());
  if (emulated && everywhere.includes(url.hostname)) url.hostname = '127.0.0.1';
  const base = url.href.replace(/\/$/, '');
  return emulated === (isLoopback(base) || everywhere.includes(url.hostname)) ? base : null;
}

/**
 * Asks networks to tell of the channels that they do not tell of yet: those that were connected, or connected anew, or to
 * which this installation has another address now. Where a network refuses it is asked again later, and the channel says so.
 */
export async function subscribeChannels(shell: Shell, stop: AbortSignal): Promise<void> {
  for (const network of shell.networks.all) {
    const base = baseFor(shell, network);
    if (base !== null && network.connector.webhooks?.subscribe !== undefined)
      await subscribeTo(shell, network, base, stop);
  }
}

async function subscribeTo(shell: Shell, network: InstalledNetwork, base: string, stop: AbortSignal): Promise<void> {
  const { key } = network.connector.network;
  const perApp = network.connector.webhooks?.per === 'app';
  while (!stop.aborted) {
    // Of an app's address the channel's own row only remembers what the network was asked.
    const due = await shell.db.prisma.$queryRaw<{ readonly id: string; readonly app_hook: string | null }[]>`
      select c.id, ah.id as app_hook from channels c
      left join hooks h on h.channel_id = c.id
      left join network_apps a on a.workspace_id = c.workspace_id and a.network = c.network and ${perApp}
      left join hooks ah on ah.app_id = a.id
      where c.network = ${key} and c.status in ('CONNECTED', 'DEGRADED') and c.grant_id is not null
        and (not ${perApp} or ah.id is not null)
        and (h.id is null or (
          h.asked is distinct from c.grant_id::text || ' ' || ${base}::text || ' ' || coalesce(ah.id, h.id)::text
          and (h.ask_at is null or h.ask_at <= ${shell.now()})))
      order by c.id limit ${batch}`;
    await Promise.all(due.map(({ id, app_hook: appHook }) => subscribeChannel(shell, network, base, id, appHook)));
    if (due.length < batch) return;
  }
}

/** `appHook`: the address of the app; null: the channel has one of its own. */
async function subscribeChannel(
  shell: Shell,
  network: InstalledNetwork,
  base: string,
  channelId: string,
  appHook: string | null,
): Promise<void> {
  const { prisma } = shell.db;
  const channel = await prisma.channel.findUniqueOrThrow({ where: { id: channelId } });
  const { grantId } = channel;
  if (grantId === null) return;
  const own = await takeHook(shell, channel);
  if (own === null) return;
  const hook = appHook === null ? own : await prisma.hook.findUnique({ where: { id: appHook } });
  if (hook === null) return;
  const asked = `${grantId} ${base} ${hook.id}`;
  // Another process was at it, and is done.
  if (own.asked === asked) {
    await prisma.hook.updateMany({ where: { id: own.id }, data: { askAt: null } });
    return;
  }
  const signal = AbortSignal.timeout(withinMs);
  try {
    const address = { secret: (await openHook(shell, hook)).secret, url: hookUrl(base, hook) };
    const kept = await askForChannel(shell, network, { id: channelId, grantId }, signal, async (call) =>
      network.connector.webhooks?.subscribe?.(call, channel.externalId, address),
    );
    const sealed = await shell.vault.seal(kept ?? {});
    // Gone where the channel was disconnected meanwhile: it is answered no more.
    await prisma.hook.updateMany({ where: { id: own.id }, data: { kept: sealed, asked, askAt: null } });
  } catch (error) {
    const askAt = new Date(shell.now().getTime() + againAfterMs);
    const problem = problemOf(failureOf(shell, network, error, { channel: channelId }), shell.now(), askAt);
    shell.log.warn(
      { network: channel.network, channel: channelId, code: problem.code, networkCode: problem.networkCode },
      'the network does not tell of the channel; it is asked again',
    );
    await prisma.hook.updateMany({ where: { id: own.id }, data: { askAt } });
    await prisma.channel.updateMany({ where: { id: channelId, grantId }, data: { lastProblem: { ...problem } } });
  }
}

/** The channel's own hook, for this process alone; null: another one is at it. */
async function takeHook(shell: Shell, { id: channelId, network }: Channel): Promise<Hook | null> {
  const { hook } = shell.db.prisma;
  const now = shell.now();
  const secret = await shell.vault.seal({ secret: newHookSecret() });
  await hook.createMany({
    data: [{ id: shell.newId(), network, channelId, secret, createdAt: now }],
    skipDuplicates: true,
  });
  const { count } = await hook.updateMany({
    where: { channelId, OR: [{ askAt: null }, { askAt: { lte: now } }] },
    data: { askAt: new Date(now.getTime() + leaseMs) },
  });
  return count === 0 ? null : hook.findUnique({ where: { channelId } });
}

const tellWithinMs = 10_000;

/**
 * Tells a network that it need not tell of a channel any more, as far as it can be reached, and forgets the address. Call it
 * before the channel's credentials are destroyed: `grant` is what it hung on.
 */
export async function unsubscribeChannel(
  shell: Shell,
  channel: Pick<Channel, 'id' | 'network' | 'externalId'>,
  grant: { readonly id: string; readonly workspaceId: string; readonly credentials: string },
): Promise<void> {
  const network = shell.networks.get(channel.network);
  const row = await shell.db.prisma.hook.findUnique({ where: { channelId: channel.id } });
  if (row === null) return;
  const { unsubscribe } = network?.connector.webhooks ?? {};
  if (network !== undefined && unsubscribe !== undefined && row.asked !== null) {
    try {
      const { credentials, app } = await openGrant(shell, network, grant);
      const target = { credentials, app: app.values, grantId: grant.id, about: { channel: channel.id } };
      const signal = AbortSignal.timeout(tellWithinMs);
      const call = createNetworkCall(shell, network, target, signal);
      const hook = await openHook(shell, { ...row, channel });
      await askInTime(network, signal, () => unsubscribe(call, channel.externalId, hook));
    } catch (error) {
      shell.log.warn({ err: error, network: channel.network }, 'the network could not be told to tell no more');
    }
  }
  await shell.db.prisma.hook.deleteMany({ where: { id: row.id } });
}

/** Forgets the addresses of channels that were disconnected. */
export const forgetHooks = (shell: Shell): Promise<unknown> =>
  shell.db.prisma.hook.deleteMany({ where: { channel: { status: 'DISCONNECTED' } } });
