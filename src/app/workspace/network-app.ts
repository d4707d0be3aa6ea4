import { randomBytes } from 'node:crypto';
import { NotFound } from '../../domain/shared/errors.ts';
import {
  registerNetworkApp as decideRegister,
  removeNetworkApp as decideRemove,
  valuesOf,
  type TypedApp,
} from '../../domain/workspace/network-app.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Ctx, Shell } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';

/** The app by which a network knows this product, by the names of `auth.app.fields`. */
export interface App {
  /** By which it is known again; null: there is no app. */
  readonly clientId: string | null;
  /** Empty where there is none. */
  readonly values: Readonly<Record<string, string>>;
}

export const noApp: App = { clientId: null, values: {} };

/** By what an app is known again; where a network has no `clientId`, something else stands first. Null: there is no app. */
export const clientIdOf = (values: App['values']): string | null => values.clientId ?? Object.values(values)[0] ?? null;

/** Where the workspace has no app of its own: the operator's from the settings, else what the emulator knows. */
export async function operatorsApp(network: InstalledNetwork): Promise<App> {
  const fields = network.connector.auth.app?.fields ?? [];
  if (fields.length === 0) return noApp;
  const values = Object.fromEntries(
    fields.flatMap(({ name, setting }) => {
      const value = network.appSetting(setting);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const known = Object.keys(values).length > 0 ? values : await network.demoApp();
  return { clientId: clientIdOf(known), values: known };
}

/** The workspace's own app; null: it has none. */
async function ownApp(shell: Shell, network: InstalledNetwork, workspaceId: string): Promise<App | null> {
  const { key } = network.connector.network;
  const row = await shell.db.prisma.networkApp.findUnique({
    where: { workspaceId_network: { workspaceId, network: key } },
  });
  return row === null ? null : { clientId: row.clientId, values: await shell.vault.open(row.credentials) };
}

/** The app with which a workspace connects accounts now: its own, else the operator's. */
export async function appOf(shell: Shell, network: InstalledNetwork, workspaceId: string): Promise<App> {
  if (network.connector.auth.app === undefined) return noApp;
  return (await ownApp(shell, network, workspaceId)) ?? (await operatorsApp(network));
}

/**
 * The app by which something was granted: what a network gives to one app is of no use to another. Null: it is no longer
 * registered here. Without a `clientId`, which is with what knows of no app, the present one.
 */
export async function appNamed(
  shell: Shell,
  network: InstalledNetwork,
  workspaceId: string,
  clientId: string | null,
): Promise<App | null> {
  if (network.connector.auth.app === undefined) return noApp;
  const own = await ownApp(shell, network, workspaceId);
  if (clientId === null) return own ?? (await operatorsApp(network));
  if (own?.clientId === clientId) return own;
  const operators = await operatorsApp(network);
  return operators.clientId === clientId ? operators : null;
}

/** The secret of an address that a network is given. */
export const newHookSecret = (): string => randomBytes(32).toString('base64url');

/** Where a network calls. `base`: where it reaches this installation. */
export const hookUrl = (base: string, hook: { readonly network: string; readonly id: string }): string =>
  `${base}/webhooks/${hook.network}/${hook.id}`;

/**
 * Registers the workspace's own app on a network, or another one in its place. With the same client id only what belongs to
 * it is replaced; another client id gets an address with a new secret, and what was granted to the one before it must be
 * granted again. The secret of the address is in the answer to the first call alone.
 */
export async function registerNetworkApp(
  ctx: Ctx,
  input: TypedApp & { readonly idempotencyKey: string | null; readonly network: string },
): Promise<Executed & { readonly webhookSecret: string | null }> {
  const { idempotencyKey, network: key, ...typed } = input;
  const network = ctx.networks.get(key);
  if (network === undefined) throw new NotFound('network', ['network']);
  const { auth, webhooks } = network.connector;
  const [event] = accept(decideRegister(auth.app, typed));
  const values = valuesOf(typed);
  const { clientId } = typed;
  const { vault } = ctx;
  // Of a secret the key's row holds a fingerprint that nobody can try secrets on.
  const fingerprints = Object.entries(values).map(([name, value]) => [name, vault.fingerprint(value)]);
  const credentials = await vault.seal(values);
  const webhookSecret = newHookSecret();
  const secret = await vault.seal({ secret: webhookSecret });
  const address = { made: false };
  const executed = await execute(
    ctx,
    { name: 'registerNetworkApp', idempotencyKey, input: { network: key, fingerprints } },
    async (tx) => {
      const { workspaceId } = ctx.viewer;
      const now = ctx.now();
      const place = { workspaceId_network: { workspaceId, network: key } };
      // Of two that register at once the second sees what the first did.
      await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
      const before = await tx.networkApp.findUnique({ where: place, include: { hook: true } });
      const changed = { clientId: clientId.trim(), credentials, updatedAt: now };
      const { id } = await tx.networkApp.upsert({
        where: place,
        create: { ...changed, id: ctx.newId(), workspaceId, network: key, createdAt: now },
        update: changed,
      });
      const same = before?.clientId === changed.clientId && before.hook !== null;
      if (webhooks?.per === 'app' && !same) {
        await tx.hook.deleteMany({ where: { appId: id } });
        await tx.hook.create({ data: { id: ctx.newId(), network: key, appId: id, secret, createdAt: now } });
        address.made = true;
      }
      const events = event === undefined ? [] : [{ ...event, subjectType: 'NetworkApp' as const, subjectId: id }];
      return { type: 'NetworkApp', ids: [id], events };
    },
  );
  return { ...executed, webhookSecret: address.made ? webhookSecret : null };
}

/** Removes the workspace's own app: from then on its accounts are connected by the operator's, where there is one. */
export function removeNetworkApp(
  ctx: Ctx,
  input: { readonly idempotencyKey: string | null; readonly networkAppId: string },
): Promise<Executed> {
  const { idempotencyKey, networkAppId } = input;
  return execute(ctx, { name: 'removeNetworkApp', idempotencyKey, input: { networkAppId } }, async (tx) => {
    const where = { id: networkAppId, workspaceId: ctx.viewer.workspaceId };
    await tx.$queryRaw`select 1 from workspaces where id = ${where.workspaceId}::uuid for no key update`;
    const [event] = accept(decideRemove(await tx.networkApp.findFirst({ where })));
    await tx.networkApp.delete({ where: { id: networkAppId } });
    const subject = { subjectType: 'NetworkApp', subjectId: networkAppId } as const;
    return { type: 'NetworkApp', ids: [networkAppId], events: event === undefined ? [] : [{ ...event, ...subject }] };
  });
}
