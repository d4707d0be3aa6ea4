import type { Call } from '@polyphony/sdk';
import { linkCard } from '../../infra/link-card.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Shell } from '../ctx.ts';
import { createNetworkCall } from '../network-call.ts';
import type { Ledger } from './ledger.ts';

/** What a connector is handed for one delivery. */
export const createCall = (
  shell: Shell,
  network: InstalledNetwork,
  target: { readonly deliveryId: string; readonly credentials: Readonly<Record<string, string>> },
  ledger: Ledger,
  signal: AbortSignal,
): Call => ({
  ...createNetworkCall(
    shell,
    network,
    { credentials: target.credentials, about: { delivery: target.deliveryId } },
    signal,
  ),
  idempotencyKey: target.deliveryId,
  step: ledger.step.bind(ledger),
  commit: ledger.commit.bind(ledger),
  linkCard: (url) => linkCard(url, signal),
});
