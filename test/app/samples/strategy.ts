import type { TestWorkspace } from '../../support/world.ts';

const period = { from: '2027-01-01', to: '2027-12-31' };

/** For every mutation of strategies: an input that succeeds once, and another one. */
export function strategySamples(
  here: () => TestWorkspace,
): Record<string, () => Promise<{ input: object; other: object }>> {
  const written = async (state = 'DRAFT'): Promise<string> => {
    const { data } = await here().gql<{ createStrategy: { id: string } }>(
      'mutation ($input: CreateStrategyInput!) { createStrategy(input: $input) { ... on Strategy { id } } }',
      { input: { name: 'S', period } },
    );
    const id = data?.createStrategy.id ?? '';
    if (state === 'ACTIVE') {
      await here().gql('mutation ($id: ID!) { activateStrategy(input: { strategyId: $id }) { __typename } }', { id });
    }
    return id;
  };
  const moved = async (state?: string) => {
    const strategyId = await written(state);
    return { input: { strategyId }, other: { strategyId, expectedRevision: 1 } };
  };
  return {
    createStrategy: async () => ({ input: { name: 'once', period }, other: { name: 'twice', period } }),
    updateStrategy: async () => {
      const strategyId = await written();
      return { input: { strategyId, name: 'once' }, other: { strategyId, name: 'twice' } };
    },
    reviewStrategy: async () => {
      const strategyId = await written();
      return {
        input: { strategyId, learned: 'once', changed: 'once' },
        other: { strategyId, learned: 'twice', changed: 'twice' },
      };
    },
    activateStrategy: () => moved(),
    archiveStrategy: () => moved(),
    reopenStrategy: () => moved('ACTIVE'),
  };
}
