import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError, type Grant } from '@polyphony/sdk';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import { checkGrant } from '../network-answer.ts';
import { createNetworkCall } from '../network-call.ts';
import { askInTime } from '../time-limit.ts';
import type { Shell } from '../ctx.ts';
import { appNamed, type App } from './network-app.ts';

/** What was granted, decrypted, with the version by which it is told from older and newer. */
export interface OpenGrant {
  readonly id: string;
  readonly version: number;
  readonly credentials: Readonly<Record<string, string>>;
  /** The app that it was granted to. */
  readonly app: App;
}

/** Under this name the app's id is kept beside the credentials that were granted to it. */
const appName = '$app';

/** Encrypts what was granted to an app. */
export const sealGrant = (
  { vault }: Pick<Shell, 'vault'>,
  credentials: Readonly<Record<string, string>>,
  { clientId }: App,
): Promise<string> => vault.seal({ ...credentials, ...(clientId !== null && { [appName]: clientId }) });

/** What was granted to whom, by the id of the app alone. */
export async function readGrant(
  { vault }: Pick<Shell, 'vault'>,
  sealed: string,
): Promise<{ readonly credentials: Readonly<Record<string, string>>; readonly clientId: string | null }> {
  const { [appName]: clientId = null, ...credentials } = await vault.open(sealed);
  return { credentials, clientId };
}

/** What was granted, with the app that it was granted to. Throws NetworkError `auth_revoked` where that app is gone. */
export async function openGrant(
  shell: Shell,
  network: InstalledNetwork,
  grant: { readonly workspaceId: string; readonly credentials: string },
): Promise<Pick<OpenGrant, 'credentials' | 'app'>> {
  const { credentials, clientId } = await readGrant(shell, grant.credentials);
  const app = await appNamed(shell, network, grant.workspaceId, clientId);
  if (app === null) throw appGone(network);
  return { credentials, app };
}

/** The columns of what a network granted. */
const grantColumns = async (shell: Pick<Shell, 'vault'>, { credentials, expiresAt, scopes }: Grant, app: App) => ({
  credentials: await sealGrant(shell, credentials, app),
  expiresAt: expiresAt ?? null,
  scopes: [...(scopes ?? [])],
});

/** Credentials that stop working within this time are renewed before they are used. */
const aheadMs = 60_000;
/** How long one process may take to renew them. A lease, so that one that died does not hold it for ever. */
const leaseMs = 30_000;
/** A renewal is given up well before its lease ends: nobody else may begin while its request is still on the way. */
const renewWithinMs = 20_000;
const lookAgainMs = 100;

/**
 * The credentials of a grant, renewed first where they are about to stop working, or where the network has just refused
 * those of version `refused`. Over all processes only one renews a grant at a time, the others wait for what it got: a
 * network that sees a refresh token twice takes it for stolen. Throws NetworkError: `auth_revoked` where a person must
 * connect again, else as the network failed.
 */
export async function useGrant(
  shell: Shell,
  network: InstalledNetwork,
  grantId: string,
  signal: AbortSignal,
  refused: number | null = null,
): Promise<OpenGrant> {
  const { auth } = network.connector;
  for (;;) {
    const row = await shell.db.prisma.grant.findUnique({ where: { id: grantId } });
    if (row === null) throw gone(network);
    const open: OpenGrant = { id: grantId, version: row.version, ...(await openGrant(shell, network, row)) };
    const expiresIn = row.expiresAt === null ? Infinity : row.expiresAt.getTime() - shell.now().getTime();
    if (auth.refresh === undefined || (row.version !== refused && expiresIn > aheadMs)) return open;
    if (await takeRenewal(shell, open)) {
      try {
        return await renew(shell, network, open, signal);
      } catch (error) {
        const still = row.version !== refused && expiresIn > 0;
        // They work for a moment longer, and a failure that passes has revoked nothing.
        if (still && error instanceof NetworkError && error.details.kind !== 'auth_revoked') return open;
        throw error;
      }
    }
    await sleep(lookAgainMs, undefined, { signal }).catch(() => {
      throw tooSlow(network);
    });
  }
}

async function takeRenewal(shell: Shell, { id, version }: OpenGrant): Promise<boolean> {
  const taken = await shell.db.prisma.$executeRaw`
    update grants set refreshing_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    where id = ${id}::uuid and version = ${version}
      and (refreshing_until is null or refreshing_until < clock_timestamp())`;
  return taken === 1;
}

async function renew(shell: Shell, network: InstalledNetwork, old: OpenGrant, signal: AbortSignal): Promise<OpenGrant> {
  const { auth } = network.connector;
  const { id, version, credentials, app } = old;
  const leaseEnds = performance.now() + leaseMs;
  // Both are kept by name: see HttpClientSetup.signal.
  const late = AbortSignal.timeout(renewWithinMs);
  const ended = AbortSignal.any([signal, late]);
  const target = { credentials, app: app.values, grantId: id, connecting: true, about: { grant: id } };
  const call = createNetworkCall(shell, network, target, ended);
  try {
    const fresh = checkGrant(await askInTime(network, ended, () => auth.refresh?.(call)));
    const { scopes, ...columns } = await grantColumns(shell, fresh, app);
    // Where nothing is said of them, they are what they were.
    const data = { ...columns, ...(fresh.scopes && { scopes }), version: version + 1, refreshingUntil: null };
    if (!(await storeRenewed(shell, old, data, leaseEnds))) throw gone(network);
    return { id, version: version + 1, credentials: fresh.credentials, app };
  } catch (error) {
    await shell.db.prisma.grant.updateMany({ where: { id, version }, data: { refreshingUntil: null } });
    throw late.aborted && !signal.aborted ? tooSlow(network) : error;
  }
}

/**
 * The network may have spent the old credentials by now, so the new ones are not given up because the database fails: it is
 * tried for as long as nobody else may renew them. False: there is nothing any more to store them in.
 */
async function storeRenewed(
  shell: Shell,
  { id, version }: OpenGrant,
  data: Prisma.GrantUpdateManyMutationInput,
  leaseEnds: number,
): Promise<boolean> {
  for (;;) {
    try {
      const { count } = await shell.db.prisma.grant.updateMany({ where: { id, version }, data });
      if (count > 0) return true;
      // Perhaps they were stored before, and only the answer was lost.
      return (await shell.db.prisma.grant.count({ where: { id, version: version + 1 } })) > 0;
    } catch (error) {
      if (performance.now() > leaseEnds) throw error;
      await sleep(lookAgainMs);
    }
  }
}

const gone = (network: InstalledNetwork) =>
  new NetworkError({
    kind: 'auth_revoked',
    code: 'disconnected',
    network: network.connector.network.key,
    message: 'The channel was disconnected.',
  });

const appGone = (network: InstalledNetwork) =>
  new NetworkError({
    kind: 'auth_revoked',
    code: 'app_replaced',
    network: network.connector.network.key,
    message: 'The app to which the network granted access is no longer registered here. Connect the channel again.',
  });

const tooSlow = (network: InstalledNetwork) =>
  new NetworkError({
    kind: 'network_down',
    code: 'timeout',
    network: network.connector.network.key,
    message: 'The network took too long to renew the credentials.',
  });

/** Encrypts with the present key whatever an earlier one encrypted. May run while the product works. Returns how many. */
export async function resealSecrets(shell: Pick<Shell, 'db' | 'vault'>): Promise<number> {
  const { prisma } = shell.db;
  const anew = async (sealed: string) => shell.vault.seal(await shell.vault.open(sealed));
  const stale = (sealed: string | null): sealed is string => sealed !== null && shell.vault.isStale(sealed);
  let count = 0;
  for (const { id, credentials } of await prisma.grant.findMany({ select: { id: true, credentials: true } })) {
    if (!stale(credentials)) continue;
    // Renewed in the meantime, it was encrypted with the present key.
    const changed = await prisma.grant.updateMany({
      where: { id, credentials },
      data: { credentials: await anew(credentials) },
    });
    count += changed.count;
  }
  const attempts = await prisma.channelAuthorization.findMany({ select: { id: true, credentials: true, kept: true } });
  for (const { id, credentials, kept } of attempts) {
    const data = {
      ...(stale(credentials) ? { credentials: await anew(credentials) } : {}),
      ...(stale(kept) ? { kept: await anew(kept) } : {}),
    };
    if (Object.keys(data).length === 0) continue;
    const changed = await prisma.channelAuthorization.updateMany({ where: { id, credentials, kept }, data });
    count += changed.count;
  }
  for (const { id, credentials } of await prisma.networkApp.findMany({ select: { id: true, credentials: true } })) {
    if (!stale(credentials)) continue;
    const data = { credentials: await anew(credentials) };
    count += (await prisma.networkApp.updateMany({ where: { id, credentials }, data })).count;
  }
  for (const { id, secret, kept } of await prisma.hook.findMany({ select: { id: true, secret: true, kept: true } })) {
    if (!stale(secret) && !stale(kept)) continue;
    const data = {
      ...(stale(secret) ? { secret: await anew(secret) } : {}),
      ...(stale(kept) ? { kept: await anew(kept) } : {}),
    };
    count += (await prisma.hook.updateMany({ where: { id, secret, kept }, data })).count;
  }
  return count;
}
