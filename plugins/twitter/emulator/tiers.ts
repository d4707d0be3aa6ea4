import { accountOf, type Tier } from './accounts.ts';
import type { World } from './world.ts';

/** What the app that an account is connected by pays for. */
export const tierOf = (accountId: string, { state }: Pick<World, 'state'>): Tier =>
  state.get('access', accountId)?.tier ?? accountOf(accountId)?.tier ?? 'enterprise';
