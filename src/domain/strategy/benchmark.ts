import type { Measurement } from '../measures/measurement.ts';
import { unavailable } from '../measures/measurement.ts';
import { daysIn, type Period } from '../shared/period.ts';
import type { SnapshotSource, SnapshotValues } from './competitor.ts';

/** What is compared: keys of the catalogue. */
export const benchmarkMetrics = [
  'followers',
  'posts_published',
  'engagements',
  'engagement_rate_by_followers',
] as const;
export type BenchmarkMetric = (typeof benchmarkMetrics)[number];

/** What was seen of somebody, when and how. */
export interface SeenSnapshot extends Pick<SnapshotValues, 'followers' | 'postsPerWeek' | 'engagementPerPost'> {
  readonly at: Date;
  readonly source: SnapshotSource;
}

export const sourceTexts: Readonly<Record<SnapshotSource, string>> = { MANUAL: 'entered by hand', CSV: 'CSV' };

/** A value that a person saw; null: nobody looked at it. */
export const seenValue = (value: number | null, { at, source }: Pick<SeenSnapshot, 'at' | 'source'>): Measurement =>
  value === null
    ? unavailable('Nobody looked at it on that day.')
    : { value, status: 'MEASURED', reason: null, currency: null, source: sourceTexts[source], capturedAt: at };

/** A competitor's value in a period, by what was last seen in it. Null: nothing was seen. */
export function competitorValue(metric: BenchmarkMetric, period: Period, seen: SeenSnapshot | null): Measurement {
  if (seen === null) return unavailable('Nothing was seen of them in the period.');
  const { followers, postsPerWeek, engagementPerPost, at, source } = seen;
  const weeks = daysIn(period) / 7;
  const estimated = (value: number | null, reason: string): Measurement =>
    value === null
      ? unavailable('Nobody looked at what it is worked out from.')
      : { value, status: 'ESTIMATED', reason, currency: null, source: sourceTexts[source], capturedAt: at };
  const posts = postsPerWeek === null ? null : postsPerWeek * weeks;
  const engagements = posts === null || engagementPerPost === null ? null : posts * engagementPerPost;
  switch (metric) {
    case 'followers':
      return seenValue(followers, seen);
    case 'posts_published':
      return estimated(posts, 'Posts a week, as last seen, times the weeks of the period.');
    case 'engagements':
      return estimated(engagements, 'Posts in the period, as estimated, times engagements per post, as last seen.');
    case 'engagement_rate_by_followers':
      return estimated(
        engagements === null || followers === null || followers === 0 ? null : engagements / followers,
        'Engagements in the period, as estimated, over followers, as last seen.',
      );
  }
}

/** Our place, from 1, the most first; equals share one. Null: ours or one of theirs is missing, or there is nobody to compare with. */
export function rankOf(own: number | null, theirs: readonly (number | null)[]): number | null {
  if (own === null || theirs.length === 0 || theirs.includes(null)) return null;
  return 1 + theirs.filter((value) => value !== null && value > own).length;
}
