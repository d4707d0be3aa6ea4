import { formatMillionths, type Money as MoneyShape } from '../domain/shared/money.ts';
import { access } from './access.ts';
import { builder } from './builder.ts';

export const Money = builder.objectRef<{ readonly amount: string; readonly currency: string }>('Money').implement({
  description: 'An amount of money.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    amount: t.expose('amount', { type: 'Decimal', description: 'How much.' }),
    currency: t.expose('currency', { type: 'Currency', description: 'Of what.' }),
  }),
});

export const showMoney = ({ millionths, currency }: MoneyShape) => ({ amount: formatMillionths(millionths), currency });

export const MoneyInput = builder.inputType('MoneyInput', {
  description: 'An amount of money.',
  fields: (t) => ({
    amount: t.field({ type: 'Decimal', required: true, description: 'How much.' }),
    currency: t.field({ type: 'Currency', required: true, description: 'Of what.' }),
  }),
});
