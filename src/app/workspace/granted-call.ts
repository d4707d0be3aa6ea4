import { NetworkError, type NetworkCall } from '@polyphony/sdk';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Shell } from '../ctx.ts';
import { createNetworkCall } from '../network-call.ts';
import { askInTime } from '../time-limit.ts';
import { useGrant, type OpenGrant } from './grant.ts';

/** Runs with what a network granted; where the network says that it ran out, once more with what it is renewed to. */
export async function withGrant<T>(
  shell: Shell,
  network: InstalledNetwork,
  grantId: string,
  signal: AbortSignal,
  run: (grant: OpenGrant) => Promise<T>,
): Promise<T> {
  const grant = await useGrant(shell, network, grantId, signal);
  try {
    return await run(grant);
  } catch (error) {
    const expired = error instanceof NetworkError && error.details.kind === 'auth_expired';
    if (!expired || network.connector.auth.refresh === undefined) throw error;
    return await run(await useGrant(shell, network, grantId, signal, grant.version));
  }
}

/** Asks the network something on behalf of a channel, or changes what may be changed twice; not for longer than `signal` says. */
export const askForChannel = <T>(
  shell: Shell,
  network: InstalledNetwork,
  channel: { readonly id: string; readonly grantId: string },
  signal: AbortSignal,
  ask: (call: NetworkCall) => Promise<T>,
): Promise<T> =>
  withGrant(shell, network, channel.grantId, signal, ({ id: grantId, credentials, app }) => {
    const target = { credentials, app: app.values, grantId, about: { channel: channel.id } };
    const call = createNetworkCall(shell, network, target, signal);
    return askInTime(network, signal, () => ask(call));
  });
