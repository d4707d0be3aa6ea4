import type { Networks } from '../../infra/plugins.ts';

const day = 86_400;

/**
 * How many posts a day a network takes from one account, as its connector declares: the least of its limits of a day that
 * every post spends. Limits that all accounts of an app share say nothing of one. Null: not known.
 */
export function readDailyLimit(networks: Networks, network: string): number | null {
  const limits = networks.get(network)?.connector.capabilities.limits ?? [];
  const ofPosts = limits.filter(
    ({ eachPost, windowSeconds, scope }) => eachPost && windowSeconds === day && scope !== 'APP',
  );
  return ofPosts.length === 0 ? null : Math.min(...ofPosts.map(({ max }) => max));
}
