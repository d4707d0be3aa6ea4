import { createHttpClient, createRefusal, secretsOf, secretsOfApp, type NetworkCall } from '@polyphony/sdk';
import { guardedFetch, isLoopback } from '../infra/guarded-fetch.ts';
import type { InstalledNetwork } from '../infra/plugins.ts';
import type { Shell } from './ctx.ts';

/** For whom a connector is called. */
export interface CallTarget {
  readonly credentials: Readonly<Record<string, string>>;
  /** Beside them: what a person typed, or what is kept while they are away. Secret by the same rule. */
  readonly typed?: Readonly<Record<string, string>>;
  /** The app by which the network knows this product; absent: there is none. */
  readonly app?: Readonly<Record<string, string>>;
  /** True while an account is being connected or its credentials renewed: its server may have to be found first. */
  readonly connecting?: boolean;
  /** What the log says of it. */
  readonly about: Readonly<Record<string, string>>;
}

/** What a connector is handed: credentials, and a client that is bound to its network. */
export function createNetworkCall(
  shell: Pick<Shell, 'log' | 'now'>,
  network: InstalledNetwork,
  { credentials, typed = {}, app = {}, connecting = false, about }: CallTarget,
  signal: AbortSignal,
): NetworkCall {
  const { connector } = network;
  const { key, hosts = [], servers, addresses = {} } = connector.network;
  const log = shell.log.child({ network: key, ...about });
  const base = network.baseUrl();
  const named = servers && credentials[servers.credential];
  const own = named === '' ? undefined : named;
  const secrets = [
    ...secretsOf(connector.auth, credentials),
    ...secretsOf(connector.auth, typed),
    ...secretsOfApp(connector.auth, app),
  ];
  return {
    credentials,
    app,
    refuse: createRefusal({ network: key, secrets }),
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
      secrets,
      signal,
      // Where people name servers, nobody may name one of ours.
      ...(servers && { send: guardedFetch({ allowLoopback: isLoopback(base) }) }),
      now: () => shell.now(),
    }),
    signal,
    now: () => shell.now(),
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
