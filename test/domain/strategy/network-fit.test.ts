import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchAudience } from '../../../src/domain/strategy/audience-match.ts';
import {
  ageRange,
  fitOf,
  fitWeights,
  overlapOf,
  type Audience,
  type Demographics,
} from '../../../src/domain/strategy/network-fit.ts';

const anyone: Demographics = { ageFrom: null, ageTo: null, genders: [], countries: [], cities: [], languages: [] };
const audience = (
  dimension: string,
  shares: Readonly<Record<string, number>>,
  more: Partial<Audience> = {},
): Audience => ({
  kind: 'DECLARED',
  dimension,
  source: 'Survey',
  asOf: '2026-02-01',
  parts: Object.entries(shares).map(([key, share]) => ({ dimension, key, label: key, share })),
  ...more,
});
const ages = audience('AGE', { '18-24': 0.3, '25-34': 0.4, '35+': 0.3 });

describe('the overlap of a persona and an audience', () => {
  it('cuts ages where their years do', () => {
    const of = (ageFrom: number | null, ageTo: number | null) => overlapOf({ ...anyone, ageFrom, ageTo }, ages);
    expect(of(25, 34)).toBeCloseTo(0.4);
    expect(of(20, 29)).toBeCloseTo(0.3 * (5 / 7) + 0.4 * 0.5);
    expect(of(35, null)).toBeCloseTo(0.3);
    expect(of(58, null)).toBeCloseTo(0.3 * 0.5);
    expect(of(null, null)).toBeNull();
    expect(ageRange('65+')).toEqual({ from: 65, to: 80 });
    expect(ageRange('unknown')).toBeNull();
  });

  it('is unknown where the audience leaves out whom the persona is', () => {
    const persona = { ...anyone, countries: ['KZ'] };
    expect(overlapOf(persona, audience('COUNTRY', { LV: 0.4 }))).toBeNull();
    expect(overlapOf(persona, audience('COUNTRY', { LV: 0.4, RU: 0.6 }))).toBe(0);
    expect(overlapOf({ ...anyone, languages: ['ru'] }, audience('LANGUAGE', { 'ru-KZ': 0.4, kk: 0.6 }))).toBe(0.4);
    expect(overlapOf({ ...anyone, cities: ['алматы'] }, audience('CITY', { Алматы: 0.2 }))).toBe(0.2);
  });
});

describe('network fit', () => {
  const share = fc.double({ min: 0.01, max: 1, noNaN: true });
  const audiences = fc
    .record({ age: share, country: share, gender: share, measured: fc.boolean() })
    .map((of) => [
      audience('AGE', { '18-24': of.age, '25-34': 1 - of.age }),
      audience('COUNTRY', { LV: of.country, KZ: 1 - of.country }, { kind: of.measured ? 'MEASURED' : 'DECLARED' }),
      audience('GENDER', { FEMALE: of.gender, MALE: 1 - of.gender }),
    ]);
  const persona = { ...anyone, ageFrom: 18, ageTo: 24, countries: ['LV'], genders: ['FEMALE'] };

  it('has no score without an audience, and never a default', () => {
    expect(fitOf(persona, [])).toEqual({ score: null, status: 'NO_DATA', reasons: [] });
    expect(fitOf(anyone, [ages])).toEqual({ score: null, status: 'NO_DATA', reasons: [] });
    expect(matchAudience(persona, null)).toEqual({ score: null, status: 'UNAVAILABLE', differences: [] });
  });

  it('is from 0 to 1, of weights that add up to 1', () => {
    fc.assert(
      fc.property(audiences, (all) => {
        const { score, status, reasons } = fitOf(persona, all);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
        expect(reasons.reduce((sum, reason) => sum + reason.weight * reason.score, 0)).toBeCloseTo(score ?? -1, 9);
        expect(status).toBe(all.some(({ kind }) => kind === 'MEASURED') ? 'MEASURED' : 'DECLARED');
      }),
    );
  });

  it('is never lowered by more overlap', () => {
    fc.assert(
      fc.property(share, share, audiences, (one, other, [, ...rest]) => {
        const score = (part: number) =>
          fitOf(persona, [audience('AGE', { '18-24': part, '25-34': 1 - part }), ...rest]).score ?? -1;
        expect(score(Math.max(one, other))).toBeGreaterThanOrEqual(score(Math.min(one, other)) - 1e-12);
      }),
    );
  });

  it('leaves out what nobody knows, and takes the newest of a kind', () => {
    const old = audience('COUNTRY', { LV: 0.1, KZ: 0.9 }, { asOf: '2020-01-01', source: 'Old' });
    const { score, reasons } = fitOf(persona, [
      old,
      audience('COUNTRY', { LV: 0.8, KZ: 0.2 }),
      audience('ACTIVE_HOUR', { 8: 1 }),
    ]);
    expect(score).toBe(0.8);
    expect(reasons).toMatchObject([{ dimension: 'COUNTRY', weight: 1, score: 0.8, source: 'Survey' }]);
    const both = fitOf(persona, [
      audience('COUNTRY', { LV: 0, KZ: 1 }),
      audience('COUNTRY', { LV: 1 }, { kind: 'MEASURED' }),
    ]);
    expect(both.score).toBeCloseTo(2 / 3);
    expect(Object.values(fitWeights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1);
  });
});
