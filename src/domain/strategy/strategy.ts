export const strategyStates = ['DRAFT', 'ACTIVE', 'ARCHIVED'] as const;
export type StrategyState = (typeof strategyStates)[number];
