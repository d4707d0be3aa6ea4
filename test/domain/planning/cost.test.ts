import { describe, expect, it } from 'vitest';
import { capIssues, type VariantCost } from '../../../src/domain/planning/cost.ts';
import type { Spending } from '../../../src/domain/workspace/spending.ts';

describe('caps before a post goes out', () => {
  const dollars = (millionths: bigint) => ({ millionths, currency: 'USD' });
  const to = (channelId: string, millionths: bigint, network = 'sandbox'): VariantCost => ({
    channelId,
    network,
    cost: dollars(millionths),
  });
  const standing = (spentSoFar: bigint, cap: bigint | null): readonly Spending[] => [
    {
      network: 'sandbox',
      spent: dollars(spentSoFar),
      cap: cap === null ? null : dollars(cap),
      resetsAt: new Date('2026-12-01'),
    },
  ];
  const placed = (...given: Parameters<typeof capIssues>) =>
    capIssues(...given).map(({ path, severity, code }) => `${path.join('.')}: ${severity} ${code}`);

  it('counts what goes to one channel before the next one of its network', () => {
    const costs = [to('a', 100n), null, to('b', 100n, 'other'), to('c', 100n), to('d', 100n)];
    expect(placed(costs, standing(600n, 800n))).toEqual([
      'variants.0.channelId: WARNING SPENDING_CAP_NEAR',
      'variants.3.channelId: WARNING SPENDING_CAP_NEAR',
      'variants.4.channelId: ERROR SPENDING_CAP_EXCEEDED',
    ]);
  });

  it('says nothing where there is no cap, or it is far', () => {
    expect(placed([to('a', 10n ** 9n)], standing(0n, null))).toEqual([]);
    expect(placed([to('a', 100n)], standing(0n, 10_000n))).toEqual([]);
    expect(placed([to('a', 100n)], [])).toEqual([]);
  });
});
