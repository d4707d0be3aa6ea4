import type { Hook as SdkHook, NetworkCall, Webhooks } from '@polyphony/sdk';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Shell } from '../ctx.ts';
import { createNetworkCall } from '../network-call.ts';
import { openGrant } from '../workspace/grant.ts';
import { appOf, noApp } from '../workspace/network-app.ts';

const selection = { channel: { include: { grant: true } }, app: true } satisfies Prisma.HookInclude;
type Row = Prisma.HookGetPayload<{ include: typeof selection }>;

/** An address that a network was given, with what is needed to answer there. */
export interface FoundHook {
  readonly row: Row;
  readonly network: InstalledNetwork;
  readonly webhooks: Webhooks;
  /** As the connector is handed it. */
  readonly open: SdkHook;
}

/** The address of that id. Null: there is none (any more): its channel was disconnected, or its app removed. */
export async function findHook(shell: Shell, key: string, id: string): Promise<FoundHook | null> {
  const network = shell.networks.get(key);
  const webhooks = network?.connector.webhooks;
  if (network === undefined || webhooks === undefined) return null;
  const row = await shell.db.prisma.hook.findFirst({ where: { id, network: key }, include: selection });
  const owner = webhooks.per === 'channel' ? row?.channel : row?.app;
  if (row === null || owner == null || row.channel?.status === 'DISCONNECTED') return null;
  return { row, network, webhooks, open: await openHook(shell, row) };
}

/** As the connector is handed it. */
export async function openHook(
  { vault }: Pick<Shell, 'vault'>,
  row: Pick<Row, 'secret' | 'kept'> & { readonly channel?: { readonly externalId: string } | null },
): Promise<SdkHook> {
  const { secret = '' } = await vault.open(row.secret);
  return {
    secret,
    kept: row.kept === null ? {} : await vault.open(row.kept),
    ...(row.channel && { channelId: row.channel.externalId }),
  };
}

/**
 * What a connector is handed to judge a request: the app, and where it may have to ask the network whether the address is
 * ours, the credentials too. A channel whose credentials are of no use is still told of.
 */
export async function callForHook(shell: Shell, hook: FoundHook, signal: AbortSignal): Promise<NetworkCall> {
  const { row, network } = hook;
  const target = row.channel === null ? await targetOfApp(shell, hook) : await targetOfChannel(shell, hook);
  return createNetworkCall(shell, network, { ...target, about: { hook: row.id } }, signal);
}

interface Target {
  readonly credentials: Readonly<Record<string, string>>;
  readonly app: Readonly<Record<string, string>>;
  readonly grantId?: string;
}

const targetOfApp = async ({ vault }: Shell, { row }: FoundHook): Promise<Target> => ({
  credentials: {},
  app: row.app === null ? noApp.values : await vault.open(row.app.credentials),
});

/** With the credentials as they are: nobody renews them because of what anybody may have sent. */
async function targetOfChannel(shell: Shell, { row: { channel }, network, webhooks }: FoundHook): Promise<Target> {
  const grant = channel?.grant ?? null;
  try {
    if (grant !== null) {
      const { credentials, app } = await openGrant(shell, network, grant);
      return webhooks.handshake === undefined
        ? { credentials: {}, app: app.values }
        : { credentials, app: app.values, grantId: grant.id };
    }
  } catch (error) {
    shell.log.info(
      { err: error, channel: channel?.id },
      'a webhook is answered without the credentials of its channel',
    );
  }
  const app = channel === null ? noApp : await appOf(shell, network, channel.workspaceId);
  return { credentials: {}, app: app.values };
}
