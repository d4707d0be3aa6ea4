import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  categoriesOf,
  currencyIssues,
  entryCategories,
  entryIssues,
  entryKinds,
  noSums,
  standingOf,
  sumEntries,
  type WrittenEntry,
} from '../../../src/domain/campaigns/budget.ts';
import { formatMillionths, parseMillionths } from '../../../src/domain/shared/money.ts';

const anyAmount = fc.bigInt({ min: 1n, max: 999_999_999_999_999_999n });
const anyEntry = fc.record({ kind: fc.constantFrom(...entryKinds), millionths: anyAmount });

describe('the sums of entries', () => {
  it('are exact, whatever the order, and nothing is counted twice or left out', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 50 }), (entries) => {
        const sums = sumEntries(entries);
        expect(sums.COST + sums.COMMITMENT + sums.REVENUE).toBe(
          entries.reduce((sum, { millionths }) => sum + millionths, 0n),
        );
        expect(sumEntries(entries.toReversed())).toEqual(sums);
      }),
    );
  });

  it('lose no millionth on the way to the client and back', () => {
    fc.assert(
      fc.property(anyAmount, (millionths) => {
        expect(parseMillionths(formatMillionths(millionths))).toBe(millionths);
      }),
    );
  });

  it('of tenths are what people expect, not what floating point makes of them', () => {
    const tenth = { kind: 'COST', millionths: parseMillionths('0.10') ?? 0n } as const;
    expect(formatMillionths(sumEntries([tenth, tenth, tenth]).COST)).toBe('0.30');
  });
});

describe('a budget', () => {
  it('is over exactly where more was spent and promised than there is; revenue does not make it larger', () => {
    fc.assert(
      fc.property(anyAmount, fc.array(anyEntry, { maxLength: 20 }), (total, entries) => {
        const sums = sumEntries(entries);
        const standing = standingOf(total, sums);
        expect(standing.over).toBe(sums.COST + sums.COMMITMENT > total);
        expect((standing.remaining ?? 0n) + standing.spent + standing.committed).toBe(total);
        expect(standing.revenue).toBe(sums.REVENUE);
      }),
    );
  });

  it('that nobody set is never over', () => {
    expect(standingOf(null, { ...noSums, COST: 5n })).toMatchObject({ total: null, remaining: null, over: false });
  });
});

const entry: WrittenEntry = {
  kind: 'COST',
  category: 'PRODUCTION',
  amount: { amount: '120.50', currency: 'EUR' },
  on: '2027-03-05',
  note: 'Фото 📷',
  promoCode: null,
};
const campaign = { currency: 'EUR', promoCodes: ['MAIZE10'] };
const placed = (change: Partial<WrittenEntry>, of: typeof campaign | { currency: null; promoCodes: [] } = campaign) =>
  entryIssues({ ...entry, ...change }, of).map(({ code, path }) => `${path.join('.')}: ${code}`);

describe('an entry', () => {
  it('fits its kind: each category has one, and no other is taken', () => {
    for (const kind of entryKinds) {
      for (const category of entryCategories) {
        const fits = categoriesOf[kind].includes(category);
        expect(placed({ kind, category })).toEqual(fits ? [] : ['category: CATEGORY_DOES_NOT_FIT']);
      }
    }
    expect(entryCategories.every((category) => entryKinds.some((kind) => categoriesOf[kind].includes(category)))).toBe(
      true,
    );
  });

  it('is of the campaign’s currency, where it has one', () => {
    const rubles = { amount: '1', currency: 'RUB' };
    expect(placed({ amount: rubles })).toEqual(['amount.currency: CURRENCY_DIFFERS']);
    expect(placed({ amount: rubles }, { currency: null, promoCodes: [] })).toEqual([]);
    expect(currencyIssues(rubles, 'EUR', ['budget'])).toMatchObject([
      { path: ['budget', 'currency'], fix: expect.stringContaining('EUR') },
    ]);
  });

  it.each<[string, Partial<WrittenEntry>, string[]]>([
    ['nothing', { amount: { amount: '0', currency: 'EUR' } }, ['amount.amount: AMOUNT_ZERO']],
    ['less than nothing', { amount: { amount: '-5', currency: 'EUR' } }, ['amount.amount: AMOUNT_INVALID']],
    ['on no day', { on: '2027-02-30' }, ['on: DATE_INVALID']],
    ['by an unknown promo code', { promoCode: 'НАН' }, ['promoCode: PROMO_CODE_UNKNOWN']],
    ['with a note too long', { note: 'ж'.repeat(2001) }, ['note: TOO_LONG']],
  ])('of %s is explained', (_, change, expected) => {
    expect(placed(change)).toEqual(expected);
  });

  it('by a promo code of the campaign is taken', () => {
    expect(placed({ kind: 'REVENUE', category: 'OWN_SALES', promoCode: 'MAIZE10' })).toEqual([]);
  });
});
