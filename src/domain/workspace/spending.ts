import { decided, refused, type Decision, type ErrorOf } from '../shared/decision.ts';
import { NotFound, parametersOf, ValidationFailed, type InputIssue } from '../shared/errors.ts';
import { formatMoney, parseMillionths, type Money } from '../shared/money.ts';

/** What one call costs, as a connector declares it. */
export interface Price {
  readonly name: string;
  readonly amount: string;
  readonly currency: string;
}

/** What those calls cost together, each name as often as it stands there; null: nothing. All prices of a network are in one currency. */
export function costOf(prices: readonly Price[], names: readonly string[]): Money | null {
  const [first] = prices;
  if (first === undefined) return null;
  const byName = new Map(prices.map(({ name, amount }) => [name, parseMillionths(amount) ?? 0n]));
  const millionths = names.reduce((sum, name) => sum + (byName.get(name) ?? 0n), 0n);
  return millionths === 0n ? null : { millionths, currency: first.currency };
}

/** How the calls of a network stand in one month. */
export interface Spending {
  /** The network's key. */
  readonly network: string;
  readonly spent: Money;
  /** Null: they may cost whatever they do. */
  readonly cap: Money | null;
  /** When the next month begins. */
  readonly resetsAt: Date;
}

/** Its first moment. In UTC: networks do not say by which clock they bill. */
export const monthOf = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
export const nextMonth = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));

/** Of a cap, in hundredths: from there on people are told that it is near. */
const nearPercent = 80n;

/** Where so much more would lead. A cap in another currency than that of the prices lets nothing through. */
export function judgeSpending({ spent, cap }: Spending, more: Money): 'WITHIN' | 'NEAR' | 'OVER' {
  if (cap === null) return 'WITHIN';
  const total = spent.millionths + more.millionths;
  if (cap.currency !== more.currency || total > cap.millionths) return 'OVER';
  return total * 100n >= cap.millionths * nearPercent ? 'NEAR' : 'WITHIN';
}

/** How far a cap is reached, and what so much more would do. Without a cap there is nothing to say. */
export function explainCap({ spent, cap, resetsAt }: Spending, more: Money): string {
  if (cap === null) return '';
  const next = resetsAt.toISOString().slice(0, 10);
  return cap.currency === more.currency
    ? `In the month that ends before ${next}, calls to this network have cost ${formatMoney(spent)}. This would cost ${formatMoney(more)}; the workspace’s cap is ${formatMoney(cap)}.`
    : `The workspace’s cap is ${formatMoney(cap)}, but this network charges in ${more.currency}. Set it anew with setSpendingCap.`;
}

export interface SpendingCapChanged {
  readonly type: 'SPENDING_CAP_CHANGED';
  /** Null: there was none. */
  readonly from: string | null;
  /** Null: there is none any more. */
  readonly to: string | null;
}

export const setSpendingCapErrors = [ValidationFailed, NotFound] as const;

/** A cap as a person enters it. */
export interface TypedMoney {
  readonly amount: string;
  readonly currency: string;
}

/** Whether a network's calls can have that cap. `prices`: null: there is no such network. */
export function setSpendingCap(
  prices: readonly Price[] | null,
  before: Money | null,
  typed: TypedMoney | null,
): Decision<SpendingCapChanged, ErrorOf<typeof setSpendingCapErrors>> {
  if (prices === null) return refused(new NotFound('network', ['network']));
  const issues: InputIssue[] = [];
  const issue = (code: string, message: string, path: readonly string[], fix: string, parameters = {}) =>
    issues.push({ code, message, path, parameters: parametersOf(parameters), fix });
  const charged = prices[0]?.currency;
  const millionths = typed && parseMillionths(typed.amount);
  if (charged === undefined) {
    issue('NETWORK_CHARGES_NOTHING', 'No call to this network costs money.', ['network'], 'It needs no cap.');
  } else if (typed !== null && typed.currency !== charged) {
    const { currency } = typed;
    const parameters = { currency, possible: charged };
    issue('CURRENCY_WRONG', `It charges in ${charged}.`, ['cap', 'currency'], `Send ${charged}.`, parameters);
  }
  if (typed !== null && millionths === null) {
    const { amount } = typed;
    const fix = 'Send a decimal number of at most six decimals that is not negative, such as 20.00.';
    issue('AMOUNT_INVALID', `"${amount}" is no amount.`, ['cap', 'amount'], fix, { amount });
  }
  if (issues.length > 0) return refused(new ValidationFailed(issues));
  const cap = typed && millionths !== null ? { millionths, currency: typed.currency } : null;
  const [from, to] = [before && formatMoney(before), cap && formatMoney(cap)];
  return from === to ? { ok: true, events: [] } : decided({ type: 'SPENDING_CAP_CHANGED', from, to });
}
