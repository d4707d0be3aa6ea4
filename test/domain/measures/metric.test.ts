import { describe, expect, it } from 'vitest';
import { metrics } from '../../../src/domain/measures/catalogue.ts';
import {
  additivities,
  findMetric,
  metricUnits,
  termsOf,
  unknownKeys,
  type Additivity,
} from '../../../src/domain/measures/metric.ts';

const keys = metrics.map(({ key }) => key);
const over = (key: string): readonly Additivity[] => findMetric(key)?.additiveOver ?? [];

describe('the catalogue of metrics', () => {
  it('names each once, in words with underscores, with a name and a definition of its own', () => {
    expect(keys.filter((key) => !/^[a-z]+(_[a-z]+)*$/.test(key))).toEqual([]);
    for (const part of ['key', 'name', 'definition'] as const) {
      const values = metrics.map((metric) => metric[part]);
      expect(values).toEqual([...new Set(values)]);
    }
    expect(metrics.filter(({ name, definition }) => name === '' || !/^[A-Z].*\.$/.test(definition))).toEqual([]);
  });

  it.each([
    ['who follows', 'followers followers_gained followers_lost audience_growth_rate'],
    ['who saw it', 'reach impressions views watch_time average_view_duration completion_rate'],
    ['what they did', 'likes comments shares saves link_clicks profile_visits engagements'],
    ['engagement rates', 'engagement_rate_by_reach engagement_rate_by_followers engagement_rate_by_views'],
    ['per post, over followers', 'applause_rate conversation_rate amplification_rate click_through_rate'],
    ['negative feedback', 'hides reports unfollows negative_feedback'],
    ['web analytics', 'sessions bounce_rate conversions assisted_conversions revenue conversion_rate'],
    [
      'money',
      'spend cost_per_click cost_per_mille cost_per_action cost_per_lead return_on_ad_spend return_on_investment',
    ],
    ['voices', 'share_of_voice net_sentiment response_time response_rate within_sla share_half_life'],
  ])('has what people measure: %s', (_, wanted) => {
    expect(unknownKeys(wanted.split(' '))).toEqual([]);
  });

  it('computes formulas from its own metrics, and never in a circle', () => {
    const depth = (key: string, above: readonly string[] = []): number => {
      const metric = findMetric(key);
      if (metric === null || above.includes(key)) throw new Error(`${[...above, key].join(' -> ')} leads nowhere`);
      return Math.max(0, ...termsOf(metric).map((term) => 1 + depth(term, [...above, key])));
    };
    expect(Math.max(...keys.map((key) => depth(key)))).toBe(2);
  });

  it('writes formulas with keys, numbers, + - * / and parentheses alone', () => {
    const strange = metrics.filter(({ formula }) => formula !== null && !/^[\w+\-*/() ]+$/.test(formula));
    expect(strange).toEqual([]);
    const computed = metrics.filter((metric) => metric.formula !== null && termsOf(metric).length === 0);
    expect(computed).toEqual([]);
  });

  it('leaves out what is not counted only where terms are added up', () => {
    const partial = metrics.filter(({ ofWhatIsCounted }) => ofWhatIsCounted);
    expect(partial.map(({ key }) => key)).toEqual(['engagements', 'negative_feedback', 'cost']);
    for (const { formula } of partial) expect(formula).toMatch(/^\w+( \+ \w+)+$/);
  });
});

describe('adding up', () => {
  it.each([
    'reach',
    'unique_viewers',
    'visitors',
    'engagement_rate_by_reach',
    'average_view_duration',
    'cost_per_click',
  ])('is refused for %s, whatever it runs over', (key) => {
    expect(findMetric(key)).not.toBeNull();
    expect(over(key)).toEqual([]);
  });

  it.each(['followers', 'posts', 'following'])('runs over channels alone for %s, which stands still', (key) => {
    expect(over(key)).toEqual(['CHANNELS']);
  });

  it.each(['likes', 'views', 'impressions', 'followers_gained', 'engagements', 'spend', 'watch_time'])(
    'runs over everything for %s',
    (key) => {
      expect(over(key)).toEqual(additivities);
    },
  );

  it('is never allowed for what is a part of something', () => {
    expect(metrics.filter(({ unit, additiveOver }) => unit === 'RATIO' && additiveOver.length > 0)).toEqual([]);
    expect(new Set(metrics.map(({ unit }) => unit))).toEqual(new Set(metricUnits));
  });

  it('is only allowed for what is computed where it is for each of its terms', () => {
    const wrong = metrics.filter(({ formula, additiveOver }) =>
      termsOf({ formula }).some((term) => additiveOver.some((each) => !over(term).includes(each))),
    );
    expect(wrong.map(({ key }) => key)).toEqual([]);
  });
});

describe('a key', () => {
  it('that the catalogue does not have is found, once', () => {
    expect(unknownKeys(['likes', 'Likes', 'followersGained', 'Likes', ''])).toEqual(['Likes', 'followersGained', '']);
    expect(findMetric('toString')).toBeNull();
  });

  it('of a formula is told once, in order', () => {
    expect(termsOf({ formula: '(revenue - cost) / cost * 1000' })).toEqual(['revenue', 'cost']);
    expect(termsOf({ formula: null })).toEqual([]);
  });
});
