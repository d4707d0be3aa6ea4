import type { AudienceShare, Connector, InsightsCapability, Sample } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';
import { breaches, functionOf, notes, whole } from './broken.ts';

// What a network tells of the past and of an audience, by connectors that make it up.

const day = 24 * 60 * 60 * 1000;
const channel = functionOf(whole.insights, 'channel');
const publications = functionOf(whole.insights, 'publications');
const declared = (own: Partial<InsightsCapability>, more: readonly InsightsCapability[] = []) => [
  ...(whole.capabilities.insights ?? []).map((one) => (one.scope === 'CHANNEL' ? { ...one, ...own } : one)),
  ...more,
];

/** A network that tells how many followers there were on each day since the asked time, changed in one way. */
const daily = (
  change: (samples: readonly Sample[], now: Date) => readonly Sample[] = (samples) => samples,
  own: Partial<InsightsCapability> = { granularity: ['DAY'] },
): Connector => ({
  ...whole,
  capabilities: { ...whole.capabilities, insights: declared(own) },
  insights: {
    publications,
    channel: async (call, channelId, since) => {
      const now = call.now();
      const days = Math.ceil((now.getTime() - since.getTime()) / day);
      const past = Array.from({ length: days }, (_, index): Sample => {
        const from = new Date(since.getTime() + index * day);
        return { metric: 'followers', value: 1, at: now, period: { from, until: new Date(from.getTime() + day) } };
      });
      return [...(await channel(call, channelId, since)), ...change(past, now)];
    },
  },
});

/** Each period moved by some days. */
const moved =
  (days: number, length = 1) =>
  (samples: readonly Sample[]) =>
    samples.map((sample): Sample => {
      const from = new Date((sample.period?.from.getTime() ?? 0) + days * day);
      return { ...sample, period: { from, until: new Date(from.getTime() + length * day) } };
    });

describe('insights of periods', () => {
  test('are kept where they are whole', async () => {
    expect(await breaches('insights', daily())).toBe('');
  });
  test.for([
    ['that nothing declares', daily(undefined, {}), 'CHANNEL tells of periods, and declares no `granularity`'],
    ['that are declared and missing', daily(() => []), 'CHANNEL declares DAY, and tells of no period'],
    ['that are still to come', daily(moved(5)), 'periods that are still to come'],
    ['that are before the asked time', daily(moved(-5)), 'periods that are before the asked time'],
    ['that have no length', daily(moved(0, 0)), 'periods that have no length'],
    ['that are longer than declared', daily(moved(0, 3)), 'periods that are longer than declared'],
    ['that are told twice', daily((samples) => [...samples, ...samples.slice(0, 1)]), 'periods that overlap'],
  ] satisfies (readonly [string, Connector, string])[])('sees periods %s', async ([, connector, breach]) => {
    expect(await breaches('insights', connector)).toContain(breach);
  });
});

/** A network that says who follows. */
const audience = (shares: readonly AudienceShare[]): Connector => ({
  ...whole,
  capabilities: { ...whole.capabilities, insights: declared({}, [{ scope: 'AUDIENCE', metrics: [] }]) },
  insights: { channel, publications, audience: () => Promise.resolve(shares) },
});
const share = (own: Partial<AudienceShare>): AudienceShare => ({
  dimension: 'COUNTRY',
  key: 'LV',
  label: 'Latvia',
  share: 0.5,
  ...own,
});

describe('insights of an audience', () => {
  test('are kept where they are parts of a whole', async () => {
    const whole_ = [share({}), share({ key: 'KZ' }), share({ dimension: 'AGE', key: '18-24', share: 1 })];
    expect(await breaches('insights', audience(whole_))).toBe('');
    expect(await notes('insights', audience([]))).toContain('says nothing of the audience');
  });
  test.for([
    ['in per cent', [share({ share: 50 })], 'shares lie outside of 0 to 1: LV 50'],
    ['that are no number', [share({ share: NaN })], 'shares lie outside of 0 to 1: LV NaN'],
    [
      'that are more than the whole',
      [share({ share: 0.6 }), share({ key: 'KZ' })],
      'shares of COUNTRY are 1.1 together',
    ],
    ['that are named twice', [share({}), share({ share: 0.1 })], 'a part of COUNTRY is named twice'],
    ['that have no name', [share({ label: '' })], 'a part of COUNTRY has no key or no label'],
  ] satisfies (readonly [string, readonly AudienceShare[], string])[])('sees shares %s', async ([, shares, breach]) => {
    expect(await breaches('insights', audience(shares))).toContain(breach);
  });
});
