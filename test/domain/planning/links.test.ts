import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changedLinks,
  linkNames,
  noLinks,
  onlyFiles,
  postLinkIssues,
  principleIssues,
  strategyOfLinks,
} from '../../../src/domain/planning/links.ts';

const of = (strategyId: string | null, retired = false) => ({ strategyId, retired });

describe('the links of a post', () => {
  it('stay where nothing is said, and go where null is', () => {
    const before = { ...noLinks, pillarId: 'p', campaignId: 'c' };
    expect(changedLinks(before, { pillarId: null, personaId: 'x', campaignId: undefined })).toEqual({
      ...noLinks,
      personaId: 'x',
      campaignId: 'c',
    });
  });

  it('lead into one strategy', () => {
    const after = { ...noLinks, pillarId: 'p', objectiveId: 'o', personaId: 'x' };
    const targets = { pillarId: of('s'), objectiveId: of('other'), personaId: of('s') };
    expect(postLinkIssues(noLinks, after, targets)).toMatchObject([{ code: 'STRATEGIES_DIFFER' }]);
    // What the input changed is what is wrong, not what was there.
    expect(postLinkIssues({ ...after, pillarId: null }, after, targets)).toMatchObject([{ path: ['pillarId'] }]);
    expect(postLinkIssues(noLinks, after, { ...targets, objectiveId: of('s') })).toEqual([]);
    // A plan may be of another one.
    expect(
      postLinkIssues(noLinks, { ...noLinks, pillarId: 'p', planId: 'n' }, { pillarId: of('s'), planId: of('t') }),
    ).toEqual([]);
  });

  it('do not newly lead to what was retired, but may stay', () => {
    const after = { ...noLinks, pillarId: 'p', objectiveId: 'o', personaId: 'x' };
    const targets = { pillarId: of('s', true), objectiveId: of('s', true), personaId: of('s', true) };
    expect(postLinkIssues(noLinks, after, targets)).toMatchObject([
      { code: 'PILLAR_RETIRED', path: ['pillarId'] },
      { code: 'OBJECTIVE_RETIRED', path: ['objectiveId'] },
      { code: 'PERSONA_RETIRED', path: ['personaId'] },
    ]);
    expect(postLinkIssues(after, after, targets)).toEqual([]);
  });

  it('put the post under the strategy of what it is for, else of its plan, else of its campaign', () => {
    const strategy = fc.option(fc.constantFrom('a', 'b'));
    fc.assert(
      fc.property(strategy, strategy, strategy, (pillar, plan, campaign) => {
        const targets = {
          ...(pillar !== null && { pillarId: of(pillar) }),
          planId: of(plan),
          campaignId: of(campaign),
        };
        expect(strategyOfLinks(targets)).toBe(pillar ?? plan ?? campaign);
      }),
    );
  });

  it('are no content', () => {
    expect(onlyFiles([...linkNames, 'principles'])).toBe(true);
    expect(onlyFiles(['pillarId', 'tags'])).toBe(false);
    expect(onlyFiles([])).toBe(false);
  });
});

it('a principle that stands twice is an issue, with its place', () => {
  expect(principleIssues(['INSPIRE', 'REWARD', 'INSPIRE'])).toMatchObject([
    { code: 'PRINCIPLE_TWICE', path: ['principles', '2'] },
  ]);
  expect(principleIssues(['INSPIRE', 'REWARD'])).toEqual([]);
});
