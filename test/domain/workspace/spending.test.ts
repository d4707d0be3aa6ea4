import { describe, expect, it } from 'vitest';
import { ValidationFailed } from '../../../src/domain/shared/errors.ts';
import type { Money } from '../../../src/domain/shared/money.ts';
import {
  costOf,
  explainCap,
  judgeSpending,
  monthOf,
  nextMonth,
  setSpendingCap,
} from '../../../src/domain/workspace/spending.ts';

const dollars = (millionths: bigint): Money => ({ millionths, currency: 'USD' });
const prices = [
  { name: 'create post', amount: '0.015', currency: 'USD' },
  { name: 'read', amount: '0.1', currency: 'USD' },
  { name: 'free', amount: '0', currency: 'USD' },
];
const spending = (spent: bigint, cap: Money | null) => ({
  network: 'sandbox',
  spent: dollars(spent),
  cap,
  resetsAt: new Date('2026-12-01'),
});

describe('what calls cost', () => {
  it('adds up exactly, each name as often as it stands there', () => {
    expect(costOf(prices, Array<string>(10).fill('read'))).toEqual(dollars(1_000_000n));
    expect(costOf(prices, ['create post', 'a limit', 'read', 'create post'])).toEqual(dollars(130_000n));
  });

  it('is nothing where nothing is charged', () => {
    expect(costOf(prices, ['a limit', 'free'])).toBeNull();
    expect(costOf([], ['create post'])).toBeNull();
  });
});

describe('a month', () => {
  it('begins and ends in UTC, also that of a December and of a leap year', () => {
    expect(monthOf(new Date('2026-11-30T23:59:59.999Z'))).toEqual(new Date('2026-11-01T00:00:00Z'));
    expect(monthOf(new Date('2026-12-01T01:00:00+02:00'))).toEqual(new Date('2026-11-01T00:00:00Z'));
    expect(nextMonth(new Date('2026-12-31T12:00:00Z'))).toEqual(new Date('2027-01-01T00:00:00Z'));
    expect(nextMonth(new Date('2028-02-29T12:00:00Z'))).toEqual(new Date('2028-03-01T00:00:00Z'));
  });
});

describe('a cap', () => {
  it.each([
    [0n, 799_999n, 'WITHIN'],
    [0n, 800_000n, 'NEAR'],
    [800_000n, 200_000n, 'NEAR'],
    [800_000n, 200_001n, 'OVER'],
  ] as const)('of one dollar, with %s spent and %s to come, is %s', (spent, more, verdict) => {
    expect(judgeSpending(spending(spent, dollars(1_000_000n)), dollars(more))).toBe(verdict);
  });

  it('lets everything through where there is none, and nothing where it is in another currency', () => {
    expect(judgeSpending(spending(10n ** 15n, null), dollars(1n))).toBe('WITHIN');
    const euros = spending(0n, { millionths: 10n ** 12n, currency: 'EUR' });
    expect(judgeSpending(euros, dollars(1n))).toBe('OVER');
    expect(explainCap(euros, dollars(1n))).toContain('charges in USD');
  });

  it('says how it stands', () => {
    expect(explainCap(spending(985_000n, dollars(1_000_000n)), dollars(20_000n))).toMatchInlineSnapshot(
      `"In the month that ends before 2026-12-01, calls to this network have cost 0.985 USD. This would cost 0.02 USD; the workspace’s cap is 1.00 USD."`,
    );
  });
});

describe('setting a cap', () => {
  const issuesOf = (...[list, before, typed]: Parameters<typeof setSpendingCap>) => {
    const decision = setSpendingCap(list, before, typed);
    if (decision.ok || !(decision.error instanceof ValidationFailed)) return decision;
    return decision.error.issues.map(({ code, path }) => `${path.join('.')}: ${code}`);
  };

  it('tells from what to what, and nothing where it stays', () => {
    const cap = { amount: '20', currency: 'USD' };
    const event = { type: 'SPENDING_CAP_CHANGED', from: null, to: '20.00 USD' };
    expect(setSpendingCap(prices, null, cap)).toEqual({ ok: true, events: [event] });
    expect(setSpendingCap(prices, dollars(20_000_000n), cap)).toEqual({ ok: true, events: [] });
    expect(setSpendingCap(prices, dollars(20_000_000n), null)).toMatchObject({
      events: [{ from: '20.00 USD', to: null }],
    });
    expect(setSpendingCap(prices, null, { ...cap, amount: '0' })).toMatchObject({ events: [{ to: '0.00 USD' }] });
  });

  it('refuses all that is wrong with it at once', () => {
    expect(issuesOf(prices, null, { amount: '-1', currency: 'EUR' })).toEqual([
      'cap.currency: CURRENCY_WRONG',
      'cap.amount: AMOUNT_INVALID',
    ]);
    expect(issuesOf([], null, null)).toEqual(['network: NETWORK_CHARGES_NOTHING']);
    expect(setSpendingCap(null, null, null)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });
});
