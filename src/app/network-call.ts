import { setTimeout as sleep } from 'node:timers/promises';
import { createHttpClient, createRefusal, secretsOf, secretsOfApp, type NetworkCall } from '@polyphony/sdk';
import { guardedFetch, isLoopback } from '../infra/guarded-fetch.ts';
import type { InstalledNetwork } from '../infra/plugins.ts';
import { rateBudgets, type Spender } from '../infra/rate-budget.ts';
import type { Shell } from './ctx.ts';
import { clientIdOf } from './workspace/network-app.ts';
import { budgetWithMoney } from './workspace/spending.ts';

/** For whom a connector is called. */
export interface CallTarget {
  readonly credentials: Readonly<Record<string, string>>;
  /** Beside them: what a person typed, or what is kept while they are away. Secret by the same rule. */
  readonly typed?: Readonly<Record<string, string>>;
  /** The app by which the network knows this product; absent: there is none. */
  readonly app?: Readonly<Record<string, string>>;
  /** Of the credentials: what limits of a login are counted by; absent: there is no login yet. */
  readonly grantId?: string;
  /** Who pays for it; absent: the workspace that the login is of. */
  readonly workspaceId?: string;
  /** True while an account is being connected or its credentials renewed: its server may have to be found first. */
  readonly connecting?: boolean;
  /** What the log says of it. */
  readonly about: Readonly<Record<string, string>>;
}

/** By what a network's limits are counted. `clientId`: of the app; null: it knows of none. */
export const spenderOf = (
  { connector }: InstalledNetwork,
  { clientId, grantId }: { readonly clientId: string | null; readonly grantId: string | null },
): Spender => ({
  network: connector.network.key,
  limits: connector.capabilities.limits ?? [],
  app: clientId ?? 'operator',
  grantId,
});

/** What a connector is handed: credentials, and a client that is bound to its network and keeps to its limits. */
export function createNetworkCall(
  shell: Pick<Shell, 'db' | 'log' | 'now'>,
  network: InstalledNetwork,
  { credentials, typed = {}, app = {}, grantId, workspaceId, connecting = false, about }: CallTarget,
  signal: AbortSignal,
): NetworkCall {
  const { connector } = network;
  const { key, hosts = [], servers, addresses = {} } = connector.network;
  const { limits = [], prices = [] } = connector.capabilities;
  const log = shell.log.child({ network: key, ...about });
  const base = network.baseUrl();
  const named = servers && credentials[servers.credential];
  const own = named === '' ? undefined : named;
  const secrets = [
    ...secretsOf(connector.auth, credentials),
    ...secretsOf(connector.auth, typed),
    ...secretsOfApp(connector.auth, app),
  ];
  const spender = spenderOf(network, { clientId: clientIdOf(app), grantId: grantId ?? null });
  const requests = rateBudgets(shell.db).of(spender, () => shell.now());
  const payerOf = async (): Promise<string | null> => {
    if (workspaceId !== undefined || grantId === undefined) return workspaceId ?? null;
    const grant = await shell.db.prisma.grant.findUnique({ where: { id: grantId }, select: { workspaceId: true } });
    return grant?.workspaceId ?? null;
  };
  const refuse = createRefusal({ network: key, secrets });
  return {
    credentials,
    app,
    refuse,
    http: createHttpClient({
      network: key,
      baseUrl: own ?? base,
      hosts:
        servers && connecting
          ? 'ANY'
          : [...(own === undefined ? [] : [new URL(base).host]), ...(network.emulated ? [] : hosts)],
      addresses: Object.fromEntries(
        Object.entries(addresses).map(([name, address]) => [name, network.emulated ? `${base}/~${name}` : address]),
      ),
      errors: connector.errors,
      ...(limits.length + prices.length > 0 && {
        budget: prices.length > 0 ? budgetWithMoney(shell, network, payerOf, requests) : requests,
        everyRequestSpends: limits.filter(({ every }) => every === true).map(({ name }) => name),
      }),
      ...(connector.readLimits && { readLimits: connector.readLimits }),
      secrets,
      signal,
      // Where people name servers, nobody may name one of ours.
      ...(servers && { send: guardedFetch({ allowLoopback: isLoopback(base) }) }),
      now: () => shell.now(),
    }),
    signal,
    now: () => shell.now(),
    wait: (ms) =>
      sleep(ms, undefined, { signal }).catch(() => {
        throw refuse({ kind: 'network_down', code: 'aborted', message: 'The call was stopped while it waited.' });
      }),
    log: {
      debug: (fields, message) => {
        log.debug(fields, message);
      },
      info: (fields, message) => {
        log.info(fields, message);
      },
      warn: (fields, message) => {
        log.warn(fields, message);
      },
    },
  };
}
