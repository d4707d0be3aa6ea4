import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMetric } from '../../../src/domain/measures/metric.ts';
import {
  benchmarkMetrics,
  competitorValue,
  rankOf,
  seenValue,
  type SeenSnapshot,
} from '../../../src/domain/strategy/benchmark.ts';

const fortnight = { from: '2026-01-01', to: '2026-01-14' };
const at = new Date('2026-01-10T00:00:00Z');
const seen: SeenSnapshot = { followers: 200, postsPerWeek: 3, engagementPerPost: 10, at, source: 'CSV' };
const valueOf = (metric: (typeof benchmarkMetrics)[number], snapshot: SeenSnapshot | null, period = fortnight) => {
  const { value, status } = competitorValue(metric, period, snapshot);
  return { value, status };
};
const missing = { value: null, status: 'UNAVAILABLE' };

describe('the value of a competitor', () => {
  it('is of the catalogue of metrics', () => {
    expect(benchmarkMetrics.filter((key) => findMetric(key) === null)).toEqual([]);
  });

  it('is measured where a person counted it, and estimated where it is worked out', () => {
    expect(competitorValue('followers', fortnight, seen)).toEqual({
      ...{ value: 200, status: 'MEASURED', reason: null, currency: null },
      ...{ source: 'CSV', capturedAt: at },
    });
    expect(valueOf('posts_published', seen)).toEqual({ value: 6, status: 'ESTIMATED' });
    expect(valueOf('engagements', seen)).toEqual({ value: 60, status: 'ESTIMATED' });
    expect(valueOf('engagement_rate_by_followers', seen)).toEqual({ value: 0.3, status: 'ESTIMATED' });
    expect(valueOf('posts_published', seen, { from: '2026-01-01', to: '2026-01-07' })).toEqual({
      value: 3,
      status: 'ESTIMATED',
    });
  });

  it('is missing, never 0, where nobody looked at what it needs', () => {
    for (const metric of benchmarkMetrics) expect(valueOf(metric, null)).toEqual(missing);
    expect(valueOf('followers', { ...seen, followers: null })).toEqual(missing);
    expect(valueOf('engagements', { ...seen, engagementPerPost: null })).toEqual(missing);
    expect(valueOf('engagements', { ...seen, postsPerWeek: 0 })).toEqual({ value: 0, status: 'ESTIMATED' });
    expect(valueOf('engagement_rate_by_followers', { ...seen, followers: 0 })).toEqual(missing);
    expect(seenValue(null, seen).reason).toMatch(/Nobody looked/);
    expect(seenValue(0, { at, source: 'MANUAL' })).toMatchObject({ value: 0, source: 'entered by hand' });
  });
});

describe('our place', () => {
  const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 });

  it('is known only where every value is', () => {
    expect(rankOf(5, [])).toBeNull();
    expect(rankOf(null, [1])).toBeNull();
    expect(rankOf(5, [1, null])).toBeNull();
    expect(rankOf(5, [5, 9, 1])).toBe(2);
  });

  it('is from 1 to one more than they are, and no worse for a greater value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.nat(), values, (own, more, theirs) => {
        const rank = rankOf(own, theirs) ?? 0;
        expect(rank).toBeGreaterThanOrEqual(1);
        expect(rank).toBeLessThanOrEqual(theirs.length + 1);
        expect(rankOf(own + more, theirs)).toBeLessThanOrEqual(rank);
      }),
    );
  });
});
