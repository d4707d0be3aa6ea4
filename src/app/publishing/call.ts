import type { Call } from '@polyphony/sdk';
import { linkCard } from '../../infra/link-card.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Shell } from '../ctx.ts';
import { createNetworkCall, type CallTarget } from '../network-call.ts';
import type { Ledger } from './ledger.ts';

/** What a connector is handed for one delivery. */
export const createCall = (
  shell: Shell,
  network: InstalledNetwork,
  { deliveryId, ...target }: { readonly deliveryId: string } & Pick<CallTarget, 'credentials' | 'app' | 'grantId'>,
  ledger: Ledger,
  signal: AbortSignal,
): Call => ({
  ...createNetworkCall(shell, network, { ...target, about: { delivery: deliveryId } }, signal),
  idempotencyKey: deliveryId,
  step: ledger.step.bind(ledger),
  commit: ledger.commit.bind(ledger),
  linkCard: (url) => linkCard(url, signal),
});
