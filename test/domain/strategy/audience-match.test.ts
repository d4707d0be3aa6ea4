import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchAudience } from '../../../src/domain/strategy/audience-match.ts';
import { fitOf, type Audience, type Demographics } from '../../../src/domain/strategy/network-fit.ts';

const anyone: Demographics = { ageFrom: null, ageTo: null, genders: [], countries: [], cities: [], languages: [] };
const measured = (dimension: string, shares: Readonly<Record<string, number>>): Audience => ({
  kind: 'MEASURED',
  dimension,
  source: 'the channel',
  asOf: '2026-02-01',
  parts: Object.entries(shares).map(([key, share]) => ({ dimension, key, label: key, share })),
});

describe('the match of a channel’s audience', () => {
  const persona = { ...anyone, ageFrom: 18, ageTo: 29, countries: ['KZ'] };
  const ages = measured('AGE', { '18-24': 0.5, '25-34': 0.3, '35+': 0.2 });
  const countries = measured('COUNTRY', { KZ: 0.7, LV: 0.3 });

  it('is unavailable, not bad, where nobody measured it or it tells nothing of the persona', () => {
    const none = { score: null, status: 'UNAVAILABLE', differences: [] };
    expect(matchAudience(persona, null)).toEqual(none);
    expect(matchAudience(persona, [])).toEqual(none);
    expect(matchAudience(anyone, [ages, countries])).toEqual(none);
    expect(matchAudience(persona, [measured('GENDER', { FEMALE: 1 })])).toEqual(none);
  });

  it('tells part by part who they are and who they were to be', () => {
    expect(matchAudience(persona, [countries])).toEqual({
      score: 0.7,
      status: 'MEASURED',
      differences: [
        { dimension: 'COUNTRY', key: 'KZ', persona: 1, measured: 0.7 },
        { dimension: 'COUNTRY', key: 'LV', persona: 0, measured: 0.3 },
      ],
    });
  });

  it('is an estimate where ages have to be cut', () => {
    const match = matchAudience(persona, [ages]);
    expect(match.status).toBe('ESTIMATED');
    expect(match.score).toBeCloseTo(0.5 + 0.3 * 0.5);
    expect(match.differences.map((each) => each.persona)).toEqual([1, 0.5, 0]);
  });

  it('is scored as the fit of a network is', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (young, here) => {
        const audience = [
          measured('AGE', { '18-24': young, '25-34': 1 - young }),
          measured('COUNTRY', { KZ: here, LV: 1 - here }),
        ];
        const { score, differences } = matchAudience(persona, audience);
        expect(score).toBe(fitOf(persona, audience).score);
        expect(differences).toHaveLength(4);
      }),
    );
  });
});
