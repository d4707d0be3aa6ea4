import type { StrategyState as StrategyStateName } from '../../domain/strategy/strategy.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../enum.ts';
import { Period, periodOf } from '../period.ts';

const strategyTexts: Readonly<Record<StrategyStateName, string>> = {
  DRAFT: 'Being written.',
  ACTIVE: 'In force.',
  ARCHIVED: 'Put away.',
};

const StrategyState = builder.enumType('StrategyState', {
  description: 'Where a strategy stands in its life.',
  values: valuesOf(strategyTexts),
});

export const Strategy = builder.prismaNode('Strategy', {
  id: { field: 'id' },
  description: 'What a company wants of its networks, in one period, and how it gets there.',
  extensions: access('READ_STRATEGY'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    state: t.expose('state', { type: StrategyState, description: 'Where it stands in its life.' }),
    revision: t.exposeInt('revision', { description: 'Counts its changes, from 1.' }),
    period: t.field({
      type: Period,
      description: 'When it holds.',
      select: { periodFrom: true, periodTo: true },
      resolve: periodOf,
    }),
  }),
});
