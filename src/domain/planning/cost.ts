import { parametersOf } from '../shared/errors.ts';
import { formatMillionths, type Money } from '../shared/money.ts';
import { explainCap, judgeSpending, type Spending } from '../workspace/spending.ts';
import type { PostIssue } from './validation.ts';

/** What publishing to one channel will cost. */
export interface VariantCost {
  readonly channelId: string;
  readonly network: string;
  readonly cost: Money;
}

/** Where the caps would keep it from going out, or nearly do. `costs` has one entry for each variant, null where it costs nothing. */
export function capIssues(
  costs: readonly (VariantCost | null)[],
  spendings: readonly Spending[],
): readonly PostIssue[] {
  const standing = new Map(spendings.map((spending) => [spending.network, spending]));
  return costs.flatMap((each, index): readonly PostIssue[] => {
    const spending = each === null ? undefined : standing.get(each.network);
    if (each === null || spending?.cap == null) return [];
    const { channelId, network, cost } = each;
    const { spent, cap } = spending;
    const verdict = judgeSpending(spending, cost);
    // What goes to one channel is gone for the next one.
    standing.set(network, { ...spending, spent: { ...spent, millionths: spent.millionths + cost.millionths } });
    if (verdict === 'WITHIN') return [];
    const parameters = parametersOf({
      cost: formatMillionths(cost.millionths),
      spent: formatMillionths(spent.millionths),
      cap: formatMillionths(cap.millionths),
      currency: cost.currency,
    });
    const place = { path: ['variants', String(index), 'channelId'], channelId, limit: null, actual: null, parameters };
    const message = explainCap(spending, cost);
    return verdict === 'OVER'
      ? [
          {
            ...place,
            code: 'SPENDING_CAP_EXCEEDED',
            severity: 'ERROR',
            message,
            fix: 'Whoever manages channels raises the cap. Else leave the channel out, or take a time in another month.',
          },
        ]
      : [
          {
            ...place,
            code: 'SPENDING_CAP_NEAR',
            severity: 'WARNING',
            message,
            fix: 'It can go out. Whoever manages channels should know that the cap is near.',
          },
        ];
  });
}
