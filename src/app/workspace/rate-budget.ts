import type { Channel } from '../../generated/prisma/client.ts';
import { rateBudgets, type BudgetState } from '../../infra/rate-budget.ts';
import type { Shell } from '../ctx.ts';
import { spenderOf } from '../network-call.ts';
import { appOf } from './network-app.ts';

export type Budgeted = Pick<Channel, 'network' | 'workspaceId' | 'grantId'>;

/** How the limits of channels stand, for all of them in one statement. Empty where nothing is limited, or nothing is connected. */
export async function readRateBudgets(
  shell: Shell,
  channels: readonly Budgeted[],
): Promise<readonly (readonly BudgetState[])[]> {
  /** One for each network and workspace, however many channels there are. */
  const apps = new Map<string, Promise<string | null>>();
  const clientIdOf = ({ network: key, workspaceId }: Budgeted): Promise<string | null> => {
    const network = shell.networks.get(key);
    const known = apps.get(`${workspaceId} ${key}`);
    if (known !== undefined || network === undefined) return known ?? Promise.resolve(null);
    const found = appOf(shell, network, workspaceId).then(({ clientId }) => clientId);
    apps.set(`${workspaceId} ${key}`, found);
    return found;
  };
  const spenders = await Promise.all(
    channels.map(async (channel) => {
      const network = shell.networks.get(channel.network);
      if (network === undefined || channel.grantId === null)
        return { network: channel.network, limits: [], app: '', grantId: null };
      return spenderOf(network, { clientId: await clientIdOf(channel), grantId: channel.grantId });
    }),
  );
  return rateBudgets(shell.db).read(spenders);
}
