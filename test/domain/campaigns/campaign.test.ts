import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedCampaignActions,
  campaignActions,
  campaignStates,
  campaignTransitions,
  decideCampaignAction,
  holdsPosts,
  isOver,
  launchIssues,
  nextTryOf,
  outgoingIssues,
  outgoingNotes,
  periodChangeIssues,
  resumeIssues,
  retryIssues,
  stateIssues,
  strategyIssues,
  turnOutcomes,
  writtenCampaignIssues,
  type CampaignAction,
  type CampaignState,
  type WaitingPost,
} from '../../../src/domain/campaigns/campaign.ts';
import { memberWith } from '../viewer.ts';

const owner = memberWith('OWNER');
const anyState = fc.constantFrom(...campaignStates);
const anyAction = fc.constantFrom(...campaignActions);
const command = { expectedRevision: null, issues: [], fields: [] };
const decide = (state: CampaignState, action: CampaignAction) =>
  decideCampaignAction(owner, { state, revision: 3 }, action, command);
const turns = ['LAUNCH', 'PAUSE', 'RESUME', 'COMPLETE', 'CANCEL'] as const;

describe('the life of a campaign', () => {
  it.each<[CampaignState, CampaignAction[]]>([
    ['ACTIVE', ['EDIT', 'LAUNCH']],
    ['PAUSED', ['LAUNCH', 'PAUSE']],
    ['ACTIVE', ['LAUNCH', 'PAUSE', 'EDIT', 'RESUME']],
    ['COMPLETED', ['LAUNCH', 'PAUSE', 'COMPLETE']],
    ['CANCELLED', ['CANCEL']],
    ['CANCELLED', ['LAUNCH', 'CANCEL']],
  ])('is %s after %j', (state, actions) => {
    const after = actions.reduce<CampaignState | undefined>(
      (at, action) => at && campaignTransitions[action][at],
      'DRAFT',
    );
    expect(after).toBe(state);
  });

  it('ends for good: of what is over nothing is possible', () => {
    fc.assert(
      fc.property(anyState, anyAction, (state, action) => {
        fc.pre(isOver(state));
        expect(decide(state, action)).toMatchObject({ ok: false, error: { code: 'WRONG_STATE', allowedActions: [] } });
      }),
    );
  });

  it('lets posts go out in one state alone, whoever turns it how often', () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 30 }), (walk) => {
        let state: CampaignState = 'DRAFT';
        for (const action of walk) {
          const decision = decide(state, action);
          if (!decision.ok) continue;
          const [event] = decision.events;
          expect(event?.from).toBe(state);
          state = event?.to ?? state;
          if (action === 'EDIT') expect(event?.to).toBe(event?.from);
          else {
            const outcome = turnOutcomes[action];
            expect(outcome === 'RELEASED').toBe(state === 'ACTIVE');
            expect(outcome === 'HELD').toBe(state === 'PAUSED');
            expect(outcome === 'UNSCHEDULED').toBe(isOver(state));
          }
        }
        expect([state === 'ACTIVE', holdsPosts(state), isOver(state)].filter(Boolean)).toHaveLength(1);
      }),
    );
  });

  it('can be brought to its end from every state', () => {
    for (const state of campaignStates.filter((each) => !isOver(each))) {
      expect(turns.some((turn) => isOver(campaignTransitions[turn][state] ?? 'DRAFT'))).toBe(true);
    }
  });
});

describe('allowedCampaignActions', () => {
  it('are those that decideCampaignAction does not refuse with WrongState', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(allowedCampaignActions(owner, state)).toEqual(
          campaignActions.filter((action) => decide(state, action).ok),
        );
      }),
    );
  });

  it('are none for who may not plan, or is limited to some channels', () => {
    expect(allowedCampaignActions(memberWith('CONTENT_MANAGER'), 'DRAFT')).toEqual([]);
    expect(allowedCampaignActions({ ...owner, channelScope: new Set(['riga']) }, 'DRAFT')).toEqual([]);
    expect(allowedCampaignActions(memberWith('ADS_MANAGER'), 'DRAFT')).toEqual(['EDIT', 'LAUNCH', 'CANCEL']);
  });
});

describe('decideCampaignAction', () => {
  it('names first what is to be mended first: that it is there, the revision, the state, then all issues', () => {
    const issues = strategyIssues({ name: 'Весна', state: 'ARCHIVED' });
    const code = (campaign: { state: CampaignState; revision: number } | null) => {
      const decision = decideCampaignAction(owner, campaign, 'LAUNCH', { expectedRevision: 1, issues, fields: [] });
      return decision.ok ? null : decision.error.code;
    };
    expect(code(null)).toBe('NOT_FOUND');
    expect(code({ state: 'PAUSED', revision: 2 })).toBe('REVISION_CONFLICT');
    expect(code({ state: 'PAUSED', revision: 1 })).toBe('WRONG_STATE');
    expect(code({ state: 'DRAFT', revision: 1 })).toBe('VALIDATION_FAILED');
  });
});

describe('writtenCampaignIssues', () => {
  const placed = (...args: Parameters<typeof writtenCampaignIssues>) =>
    writtenCampaignIssues(...args).map(({ code, path }) => `${path.join('.')}: ${code}`);

  it('takes a campaign in every language', () => {
    for (const name of ['Spring', 'Весна 🌷', 'Pavasaris', 'Көктем']) {
      expect(
        placed({
          name,
          note: name,
          period: { from: '2027-03-01', to: '2027-03-31' },
          budget: { amount: '1500.00', currency: 'EUR' },
          utm: { campaign: name, content: '{channel}-{format}' },
          promoCodes: [name],
        }),
      ).toEqual([]);
    }
    expect(placed({})).toEqual([]);
  });

  it('says everything at once', () => {
    expect(
      placed({
        name: ' ',
        objective: null,
        period: { from: '2027-04-01', to: '2027-03-01' },
        budget: { amount: '-1', currency: 'ABC' },
        utm: { source: '{where}', term: 'x'.repeat(201) },
        promoCodes: ['MAIZE', 'maize'],
      }),
    ).toEqual([
      'name: EMPTY',
      'objective: EMPTY',
      'period.to: PERIOD_REVERSED',
      'budget.amount: AMOUNT_INVALID',
      'budget.currency: CURRENCY_UNKNOWN',
      'utm.source: UTM_PLACEHOLDER_UNKNOWN',
      'utm.term: TOO_LONG',
      'promoCodes.1: TWICE',
    ]);
  });
});

const day = (number: number, hour = 12) => new Date(Date.UTC(2027, 2, number, hour));
const span = { from: day(1, 0), until: new Date(Date.UTC(2027, 3, 1)) };
const post = (firstAt: Date, lastAt = firstAt): WaitingPost => ({ postId: 'p', title: 'Хлеб', firstAt, lastAt });
const codes = (issues: readonly { readonly code: string }[]) => issues.map(({ code }) => code);

describe('a post that is to go out', () => {
  const campaign = (state: CampaignState) => ({ name: 'Spring', state, span });

  it.each<[CampaignState, string[], string[]]>([
    ['DRAFT', [], ['CAMPAIGN_NOT_ACTIVE']],
    ['ACTIVE', [], []],
    ['PAUSED', [], ['CAMPAIGN_NOT_ACTIVE']],
    ['COMPLETED', ['CAMPAIGN_OVER'], ['CAMPAIGN_OVER']],
    ['CANCELLED', ['CAMPAIGN_OVER'], ['CAMPAIGN_OVER']],
  ])('of a campaign that is %s meets %j when scheduled and %j when published', (state, scheduled, published) => {
    expect(codes(outgoingIssues(campaign(state), 'SCHEDULE', day(5), ['at']))).toEqual(scheduled);
    expect(codes(outgoingIssues(campaign(state), 'PUBLISH', day(5), ['at']))).toEqual(published);
    expect(codes(stateIssues(campaign(state), 'PUBLISH', ['postId']))).toEqual(published);
  });

  it('goes out before the first instant after the last day, not at it', () => {
    const at = (time: number) => codes(outgoingIssues(campaign('ACTIVE'), 'SCHEDULE', new Date(time), ['at']));
    expect(at(span.until.getTime() - 1)).toEqual([]);
    expect(at(span.until.getTime())).toEqual(['POST_AFTER_CAMPAIGN_END']);
  });

  it('is told of what holds it back, and warned before the first day; neither keeps it from being scheduled', () => {
    expect(outgoingNotes(campaign('DRAFT'), new Date(span.from.getTime() - 1), ['at'])).toMatchObject([
      { code: 'CAMPAIGN_HOLDS_POST', severity: 'INFO', fix: expect.stringContaining('Launch') },
      { code: 'POST_BEFORE_CAMPAIGN_START', severity: 'WARNING' },
    ]);
    expect(outgoingNotes(campaign('ACTIVE'), span.from, ['at'])).toEqual([]);
    expect(outgoingNotes(campaign('CANCELLED'), day(5), ['at'])).toEqual([]);
  });
});

describe('launching and resuming', () => {
  it('name each post whose time has passed, and each after the end, with what to do', () => {
    const issues = launchIssues([post(day(1)), post(day(2), day(40)), post(day(20))], span, day(1));
    expect(codes(issues)).toEqual(['POST_TIME_PASSED', 'POST_AFTER_CAMPAIGN_END']);
    expect(issues[0]).toMatchObject({
      message: expect.stringContaining('"Хлеб"'),
      parameters: [
        { name: 'postId', value: 'p' },
        { name: 'title', value: 'Хлеб' },
        { name: 'at', value: day(1).toISOString() },
      ],
      fix: expect.stringContaining('schedulePost'),
    });
    expect(codes(resumeIssues([post(day(1)), post(day(2), day(40))], span, day(3)))).toEqual([
      'POST_AFTER_CAMPAIGN_END',
    ]);
  });

  it('are refused once the last day is over', () => {
    expect(codes(launchIssues([], span, span.until))).toEqual(['CAMPAIGN_PERIOD_OVER']);
    expect(codes(resumeIssues([], span, span.until))).toEqual(['CAMPAIGN_PERIOD_OVER']);
  });

  it('find nothing exactly where every post lies ahead and within', () => {
    const anyDay = fc.integer({ min: -40, max: 80 });
    fc.assert(
      fc.property(fc.array(anyDay, { maxLength: 20 }), fc.integer({ min: 1, max: 30 }), (days, today) => {
        const now = day(today);
        const fine = days.every((number) => day(number) > now && day(number) < span.until);
        expect(
          launchIssues(
            days.map((number) => post(day(number))),
            span,
            now,
          ).length === 0,
        ).toBe(fine);
      }),
    );
  });
});

describe('another period', () => {
  it('is refused exactly where a post that waits within the old one falls out, or lies after the new end', () => {
    const anyDay = fc.integer({ min: -10, max: 60 });
    fc.assert(
      fc.property(anyDay, anyDay, anyDay, (at, from, length) => {
        const after = { from: day(from, 0), until: day(from + Math.abs(length) + 1, 0) };
        const early = day(at) >= span.from && day(at) < after.from;
        const expected = [
          ...(early ? ['POST_BEFORE_CAMPAIGN_START'] : []),
          ...(day(at) >= after.until ? ['POST_AFTER_CAMPAIGN_END'] : []),
        ];
        expect(codes(periodChangeIssues([post(day(at))], span, after))).toEqual(expected);
      }),
    );
  });
});

describe('what failed and could be sent again', () => {
  const [before, ended, after] = [new Date(1), new Date(2), new Date(3)];

  it.each([
    ['ACTIVE', before, 'GOES_ON'],
    ['PAUSED', before, 'HELD'],
    ['DRAFT', before, 'HELD'],
    ['COMPLETED', before, 'UNSCHEDULED'],
    ['CANCELLED', before, 'UNSCHEDULED'],
    ['COMPLETED', after, 'GOES_ON'],
  ] as const)('in a campaign that is %s, due at %s, is %s', (state, dueAt, becomes) => {
    expect(nextTryOf({ state, endedAt: ended }, dueAt)).toBe(becomes);
    expect(nextTryOf(null, dueAt)).toBe('GOES_ON');
  });

  it('is a person’s to send unless the campaign holds it or was called off', () => {
    const codes = campaignStates.map((state) => retryIssues({ name: 'Көктем', state }, []).map(({ code }) => code));
    expect(codes).toEqual([['CAMPAIGN_NOT_ACTIVE'], [], ['CAMPAIGN_NOT_ACTIVE'], [], ['CAMPAIGN_OVER']]);
  });
});
