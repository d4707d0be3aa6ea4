import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyContent,
  mergeStrategy,
  type StrategyChanges,
  type StrategyContent,
} from '../../../src/domain/strategy/content.ts';
import { sharesIssues } from '../../../src/domain/strategy/pillar.ts';
import { maxReviews, reviewIssues } from '../../../src/domain/strategy/review.ts';
import { changedFields, strategyChanges } from '../../../src/domain/strategy/revision.ts';

const period = { from: '2027-01-01', to: '2027-12-31' };
const counter = () => {
  let count = 0;
  return () => `id${String((count += 1))}`;
};
const merge = (before: StrategyContent, changes: StrategyChanges, newId = counter()) =>
  mergeStrategy(before, changes, ['sandbox', 'vk'], newId);
const made = (changes: StrategyChanges = {}) => {
  const { content, issues, missing } = merge(emptyContent, { name: 'S', period, ...changes });
  expect([issues, missing]).toEqual([[], []]);
  return content;
};
const told = (changes: StrategyChanges, before: StrategyContent = made()) =>
  merge(before, changes, () => 'new').issues.map(({ code, path }) => `${code} ${path.join('.')}`);

describe('the target shares of pillars', () => {
  it('add up to the whole at most, and it is told what they add up to', () => {
    expect(sharesIssues([0.4, 0.6, null], ['pillars'])).toEqual([]);
    expect(sharesIssues([0.4, 0.61], ['pillars'])).toMatchObject([
      { code: 'SHARES_OVER_ONE', parameters: [{ name: 'sum', value: '1.01' }] },
    ]);
    expect(
      sharesIssues(
        Array.from({ length: 10 }, () => 0.1),
        ['pillars'],
      ),
    ).toEqual([]);
  });

  it('are fine wherever one whole is divided, however finely', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 50 }), (parts) => {
        const whole = parts.reduce((sum, part) => sum + part, 0);
        fc.pre(whole > 0);
        expect(
          sharesIssues(
            parts.map((part) => part / whole),
            [],
          ),
        ).toEqual([]);
        expect(sharesIssues([...parts.map((part) => part / whole), 0.001], [])).toHaveLength(1);
      }),
    );
  });

  it('are judged as they are after the change: what is removed no longer counts', () => {
    const before = made({
      pillars: [
        { name: 'A', targetShare: 0.7 },
        { name: 'B', targetShare: 0.3 },
      ],
    });
    const [a] = before.pillars;
    expect(told({ pillars: [{ name: 'C', targetShare: 0.1 }] }, before)).toEqual(['SHARES_OVER_ONE pillars']);
    expect(told({ pillars: [{ name: 'C', targetShare: 0.7 }], removePillarIds: [a?.id ?? ''] }, before)).toEqual([]);
    expect(
      told({
        pillars: [
          { name: 'C', targetShare: -0.1 },
          { name: 'D', targetShare: 1.5 },
        ],
      }),
    ).toEqual([
      'SHARE_INVALID pillars.0.targetShare',
      'SHARE_INVALID pillars.1.targetShare',
      'SHARES_OVER_ONE pillars',
    ]);
  });
});

describe('a written strategy', () => {
  it('says what is wrong with personas, networks, money and words', () => {
    expect(
      told({
        personas: [
          {
            name: 'P',
            demographics: {
              ageFrom: -1,
              ageTo: 200,
              genders: ['women'],
              countries: ['lv', 'QZ', 'KZ'],
              languages: ['kk', 'kk'],
            },
            habits: { hours: [-1, 23], networks: ['vk', 'orkut'] },
            interests: ['a', 'A', ''],
          },
        ],
        budget: { amount: '1.5.2', currency: 'eur' },
        networkChoices: [
          { network: 'vk', rationale: 'r', postsPerWeek: -1 },
          { network: 'vk', rationale: 'r' },
          { network: 'sandbox' },
        ],
        principles: [{ principle: 'REWARD' }, { principle: 'REWARD', targetShare: 2 }],
        challenges: ['LOW_SALES', 'LOW_SALES'],
      }).sort(),
    ).toEqual(
      [
        'AGE_INVALID personas.0.demographics.ageFrom',
        'AGE_INVALID personas.0.demographics.ageTo',
        'GENDER_INVALID personas.0.demographics.genders.0',
        'COUNTRY_INVALID personas.0.demographics.countries.0',
        'COUNTRY_INVALID personas.0.demographics.countries.1',
        'TWICE personas.0.demographics.languages.1',
        'HOUR_INVALID personas.0.habits.hours.0',
        'NETWORK_UNKNOWN personas.0.habits.networks.1',
        'TWICE personas.0.interests.1',
        'REQUIRED personas.0.interests.2',
        'AMOUNT_INVALID budget.amount',
        'CURRENCY_UNKNOWN budget.currency',
        'POSTS_PER_WEEK_INVALID networkChoices.0.postsPerWeek',
        'TWICE networkChoices.1.network',
        'REQUIRED networkChoices.2.rationale',
        'TWICE principles.1.principle',
        'SHARE_INVALID principles.1.targetShare',
        'TWICE challenges.1',
      ].sort(),
    );
  });

  it('bounds every text', () => {
    const long = 'ж'.repeat(10_001);
    expect(
      told({
        name: 'x'.repeat(201),
        industry: 'x'.repeat(201),
        brand: { name: 'B', mission: long, guidelines: long, voice: { tone: long, avoid: ['x'.repeat(201)] } },
        objectives: [{ kind: 'SALES', note: long }],
        pillars: [{ name: 'P', description: long }],
        personas: [{ name: 'P', description: long }],
        networkChoices: [{ network: 'vk', rationale: long, role: long }],
      }).map((each) => each.split(' ')[0]),
    ).toEqual(Array.from({ length: 11 }, () => 'TOO_LONG'));
  });

  it('cannot lose its name or its period, but its brand', () => {
    const before = made({ brand: { name: 'B' } });
    expect(told({ name: null, period: null }, before)).toEqual(['REQUIRED name', 'REQUIRED period']);
    expect(merge(before, { brand: null }).content.brand).toBeNull();
    expect(told({ brand: { mission: 'm' } })).toEqual(['REQUIRED brand.name']);
  });

  it('lets a network stay whose connector was taken away', () => {
    const before = {
      ...made(),
      networkChoices: [{ network: 'orkut', rationale: 'r', role: null, postsPerWeek: null }],
    };
    expect(told({ networkChoices: [{ network: 'orkut', role: 'x' }] }, before)).toEqual([]);
    expect(merge(before, { removeNetworks: ['orkut'] }).content.networkChoices).toEqual([]);
  });

  it('lets no pillar serve an objective that is taken away', () => {
    const before = made({ objectives: [{ kind: 'SALES' }], pillars: [{ name: 'P', objectives: [{ index: 0 }] }] });
    const [objective] = before.objectives;
    expect(before.pillars[0]?.objectiveIds).toEqual([objective?.id]);
    expect(merge(before, { removeObjectiveIds: [objective?.id ?? ''] }).content.pillars[0]?.objectiveIds).toEqual([]);
  });

  it('has at most 200 KPIs in all', () => {
    const kpis = Array.from({ length: 41 }, (_, index) => ({
      name: `K${String(index)}`,
      metric: 'reach',
      target: 1,
      deadline: '2027-06-30',
      direction: 'UP' as const,
    }));
    const objectives = Array.from({ length: 5 }, () => ({ kind: 'SALES' as const, kpis }));
    expect(told({ objectives })).toEqual(['TOO_MANY objectives']);
  });
});

describe('a review', () => {
  it('says what was learned and what is changed, and there is an end to them', () => {
    expect(reviewIssues({ learned: 'l', changed: 'c' }, maxReviews - 1)).toEqual([]);
    expect(reviewIssues({ learned: '', changed: ' ' }, maxReviews).map(({ code }) => code)).toEqual([
      'REQUIRED',
      'REQUIRED',
      'TOO_MANY',
    ]);
  });
});

describe('the differences of two revisions', () => {
  const kpi = { name: 'K', metric: 'reach', target: 1, deadline: '2027-06-30', direction: 'UP' as const };
  const before = made({
    objectives: [{ kind: 'SALES', kpis: [kpi] }],
    pillars: [{ name: 'A', objectives: [{ index: 0 }] }],
    personas: [{ name: 'Айгүл' }],
    brand: { name: 'B', voice: { avoid: ['a', 'b'] } },
  });

  it('name what was renamed by what it was, and objectives by what they are', () => {
    const [pillar] = before.pillars;
    const { content } = merge(before, {
      pillars: [{ id: pillar?.id, name: 'Ā', objectives: [] }],
      brand: { voice: { avoid: ['b'] } },
      removePersonaIds: before.personas.map(({ id }) => id),
    });
    expect(strategyChanges(before, content)).toEqual([
      { kind: 'CHANGED', path: ['brand', 'avoid'], from: 'a, b', to: 'b' },
      { kind: 'CHANGED', path: ['pillars', 'A', 'name'], from: 'A', to: 'Ā' },
      { kind: 'REMOVED', path: ['pillars', 'A', 'objectives'], from: 'SALES', to: null },
      { kind: 'REMOVED', path: ['personas', 'Айгүл'], from: 'Айгүл', to: null },
    ]);
    expect(changedFields(before, content)).toEqual(['brand', 'pillars', 'personas']);
  });

  it('are none between a revision and itself, and the other way round the same', () => {
    const words = fc.array(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 3 });
    const changes = fc.record(
      {
        name: fc.string({ minLength: 1, maxLength: 9 }),
        industry: fc.option(fc.string({ maxLength: 5 })),
        tactics: fc.subarray(['VIRAL', 'NEWS', 'EVENTS'] as const),
        personas: fc.array(fc.record({ name: fc.string({ minLength: 1, maxLength: 5 }), interests: words }), {
          maxLength: 3,
        }),
        principles: fc.subarray([{ principle: 'REWARD' }, { principle: 'INSPIRE' }] as const),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(changes, (change) => {
        const { content } = merge(before, change, counter());
        expect(strategyChanges(content, content)).toEqual([]);
        expect(merge(content, {}).content).toEqual(content);
        const opposite = { ADDED: 'REMOVED', REMOVED: 'ADDED', CHANGED: 'CHANGED' } as const;
        const there = strategyChanges(before, content).map(
          ({ kind, from, to }) => `${kind} ${String(from)} ${String(to)}`,
        );
        const back = strategyChanges(content, before).map(
          ({ kind, from, to }) => `${opposite[kind]} ${String(to)} ${String(from)}`,
        );
        expect(back.sort()).toEqual(there.sort());
      }),
    );
  });
});
