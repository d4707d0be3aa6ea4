import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMillionths, formatMoney, parseMillionths } from '../../../src/domain/shared/money.ts';

describe('an amount of money', () => {
  it.each([
    ['0', 0n, '0.00'],
    ['20', 20_000_000n, '20.00'],
    ['0.2', 200_000n, '0.20'],
    ['0.015', 15_000n, '0.015'],
    ['0.000001', 1n, '0.000001'],
    ['999999999999.999999', 999_999_999_999_999_999n, '999999999999.999999'],
  ])('%s is read exactly and written with two decimals or as many as it needs', (text, millionths, written) => {
    expect(parseMillionths(text)).toBe(millionths);
    expect(formatMillionths(millionths)).toBe(written);
  });

  it.each(['', '-1', '1e3', '.5', '1.', '1,5', ' 1', '0.0000001', '1000000000000', 'NaN'])('"%s" is none', (text) => {
    expect(parseMillionths(text)).toBeNull();
  });

  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 999_999_999_999_999_999n), (millionths) => {
        expect(parseMillionths(formatMillionths(millionths))).toBe(millionths);
      }),
    );
  });

  it('says of what', () => {
    expect(formatMoney({ millionths: -1_500_000n, currency: 'EUR' })).toBe('-1.50 EUR');
  });
});
