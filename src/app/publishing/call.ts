import { createHttpClient, secretsOf, type Call } from '@polyphony/sdk';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Shell } from '../ctx.ts';
import type { Ledger } from './ledger.ts';

/** What a connector is handed for one delivery. */
export async function createCall(
  shell: Shell,
  network: InstalledNetwork,
  target: { readonly deliveryId: string; readonly credentials: string | null },
  ledger: Ledger,
  signal: AbortSignal,
): Promise<Call> {
  const { connector } = network;
  const { key, hosts = [] } = connector.network;
  const credentials = target.credentials === null ? {} : await shell.vault.open(target.credentials);
  const log = shell.log.child({ network: key, delivery: target.deliveryId });
  return {
    credentials,
    http: createHttpClient({
      network: key,
      baseUrl: network.baseUrl(),
      hosts: network.emulated ? [] : hosts,
      errors: connector.errors,
      secrets: secretsOf(connector.auth, credentials),
      signal,
      now: () => shell.now(),
    }),
    signal,
    now: () => shell.now(),
    idempotencyKey: target.deliveryId,
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
    step: ledger.step.bind(ledger),
    commit: ledger.commit.bind(ledger),
  };
}
