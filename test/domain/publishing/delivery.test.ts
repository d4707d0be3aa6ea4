import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latePolicies } from '../../../src/domain/planning/post.ts';
import {
  afterFailure,
  allowedDeliveryActions,
  deliveryStates,
  deliveryTransitions,
  deliveryVerdicts,
  explainDelivery,
  lateGraceMs,
  lateToleranceMs,
  moveDelivery,
  postStateOf,
  problemOf,
  resolveDelivery,
  retryDelivery,
  startOf,
  type DeliveryState,
  type Failure,
} from '../../../src/domain/publishing/delivery.ts';
import { problemKinds } from '../../../src/domain/publishing/problem.ts';
import { remedies } from '../../../src/domain/publishing/retry.ts';
import { may } from '../../../src/domain/workspace/permission.ts';
import { texts, textsByLanguage } from '../texts.ts';
import { anyViewer, memberWith } from '../viewer.ts';

const owner = memberWith('OWNER');
const now = new Date('2027-10-31T01:30:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);

const anyState = fc.constantFrom(...deliveryStates);
const anyKind = fc.constantFrom(...problemKinds);
const anyJitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const isOut = (state: DeliveryState) => state === 'PUBLISHED' || state === 'REMOVED';

const failure = (own: Partial<Failure> = {}): Failure => ({
  kind: 'NETWORK_DOWN',
  code: 'DOWN',
  message: texts.Russian,
  networkCode: '14',
  retryAt: null,
  actionUrl: null,
  ...own,
});

describe('the life of a delivery', () => {
  it.each<[DeliveryState, DeliveryState[]]>([
    ['PLANNED', ['QUEUED', 'MISSED', 'CANCELLED']],
    ['QUEUED', ['SENDING', 'MISSED', 'CANCELLED']],
    [
      'SENDING',
      ['PUBLISHED', 'PROCESSING', 'AWAITING_MODERATION', 'RETRY_SCHEDULED', 'NEEDS_USER', 'UNCONFIRMED', 'FAILED'],
    ],
    ['PROCESSING', ['PUBLISHED', 'FAILED']],
    ['AWAITING_MODERATION', ['PUBLISHED', 'FAILED']],
    ['RETRY_SCHEDULED', ['SENDING']],
    ['NEEDS_USER', ['QUEUED']],
    ['UNCONFIRMED', ['PUBLISHED', 'FAILED']],
    ['PUBLISHED', ['PUBLISHED', 'REMOVED']],
  ])('leads from %s to %j', (state, next) => {
    for (const to of next) {
      expect(moveDelivery({ state, attempt: 2 }, to)).toEqual({
        ok: true,
        events: [{ type: 'DELIVERY_CHANGED', from: state, to, attempt: 2 }],
      });
    }
  });

  it('counts no attempt before the first', () => {
    expect(moveDelivery({ state: 'PLANNED', attempt: 0 }, 'QUEUED')).toMatchObject({ events: [{ attempt: null }] });
  });

  it('is refused whatever is not in the table, with the state that it stays in', () => {
    fc.assert(
      fc.property(anyState, anyState, fc.nat(), (state, to, attempt) => {
        const moved = moveDelivery({ state, attempt }, to);
        expect(moved.ok).toBe(deliveryTransitions[state].includes(to));
        if (!moved.ok) expect(moved.error).toMatchObject({ code: 'WRONG_STATE', state });
      }),
    );
  });

  it('never comes back from what is out, and is over once it is taken down', () => {
    for (const state of deliveryStates.filter(isOut)) {
      expect(deliveryTransitions[state].every(isOut)).toBe(true);
    }
    expect(deliveryTransitions.REMOVED).toEqual([]);
  });

  it('sends only what waits for its first or its next try', () => {
    const before = deliveryStates.filter((state) => deliveryTransitions[state].includes('SENDING'));
    expect(before).toEqual(['QUEUED', 'RETRY_SCHEDULED']);
  });

  it('never tries again by itself what the network may have', () => {
    for (const state of ['PROCESSING', 'AWAITING_MODERATION', 'UNCONFIRMED', 'PUBLISHED'] as const) {
      expect(deliveryTransitions[state]).not.toContain('SENDING');
      expect(deliveryTransitions[state]).not.toContain('RETRY_SCHEDULED');
    }
  });

  it('is not called off or missed while it is being sent, or after', () => {
    for (const state of ['SENDING', 'PROCESSING', 'AWAITING_MODERATION', 'UNCONFIRMED', 'PUBLISHED'] as const) {
      expect(deliveryTransitions[state]).not.toContain('CANCELLED');
      expect(deliveryTransitions[state]).not.toContain('MISSED');
    }
  });

  it('reaches every state from the plan, and is lost in none: each but the taken down can still go out', () => {
    const reachedFrom = (start: DeliveryState) => {
      const reached = new Set([start]);
      for (const state of reached) for (const to of deliveryTransitions[state]) reached.add(to);
      return reached;
    };
    expect([...reachedFrom('PLANNED')].sort()).toEqual([...deliveryStates].sort());
    for (const state of deliveryStates.filter((other) => other !== 'REMOVED')) {
      expect(reachedFrom(state)).toContain('PUBLISHED');
    }
  });

  it('never leaves the table, wherever it is pushed, and what is out stays out', () => {
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 60 }), (walk) => {
        let state: DeliveryState = 'PLANNED';
        for (const to of walk) {
          const moved = moveDelivery({ state, attempt: 1 }, to);
          if (!moved.ok) continue;
          const [event] = moved.events;
          expect(event).toMatchObject({ from: state, to });
          if (isOut(state)) expect(isOut(to)).toBe(true);
          expect(state).not.toBe('REMOVED');
          state = to;
        }
      }),
    );
  });
});

describe('what people may do with a delivery', () => {
  it('is exactly what the decisions accept', () => {
    const anyVerdict = fc.constantFrom(...deliveryVerdicts);
    fc.assert(
      fc.property(anyViewer, anyState, anyVerdict, fc.nat(), (viewer, state, verdict, attempt) => {
        const delivery = { state, attempt };
        const allowed = allowedDeliveryActions(viewer, delivery);
        const decisions = {
          RETRY: retryDelivery(viewer, delivery),
          RESOLVE: resolveDelivery(viewer, delivery, verdict),
        } as const;
        for (const [action, decision] of Object.entries(decisions)) {
          expect([action, decision.ok]).toEqual([action, allowed.some((name) => name === action)]);
          if (!decision.ok)
            expect(decision.error).toMatchObject({ code: 'WRONG_STATE', state, allowedActions: allowed });
        }
        if (!may(viewer, 'PUBLISH_POSTS')) expect(allowed).toEqual([]);
      }),
    );
  });

  it('is to retry what waits or did not go out, and to resolve what is in doubt', () => {
    const states = (action: 'RETRY' | 'RESOLVE') =>
      deliveryStates.filter((state) => allowedDeliveryActions(owner, { state }).includes(action));
    expect(states('RETRY')).toEqual(['RETRY_SCHEDULED', 'NEEDS_USER', 'FAILED', 'MISSED']);
    expect(states('RESOLVE')).toEqual(['AWAITING_MODERATION', 'UNCONFIRMED']);
  });

  it('queues what is retried', () => {
    expect(retryDelivery(owner, { state: 'FAILED', attempt: 3 })).toEqual({
      ok: true,
      events: [{ type: 'DELIVERY_CHANGED', from: 'FAILED', to: 'QUEUED', attempt: 3 }],
    });
  });

  it('never sends again what is in doubt before a person has looked', () => {
    const unconfirmed = { state: 'UNCONFIRMED', attempt: 1 } as const;
    expect(retryDelivery(owner, unconfirmed)).toMatchObject({ ok: false, error: { allowedActions: ['RESOLVE'] } });
    expect(resolveDelivery(owner, unconfirmed, 'PUBLISHED')).toMatchObject({ events: [{ to: 'PUBLISHED' }] });
    expect(resolveDelivery(owner, unconfirmed, 'NOT_PUBLISHED')).toMatchObject({ events: [{ to: 'FAILED' }] });
  });
});

describe('startOf', () => {
  const start = (latePolicy: (typeof latePolicies)[number], lateMs: number) =>
    startOf({ dueAt: now, latePolicy }, after(lateMs));

  it('sends what is on time, whatever the policy', () => {
    const onTime = fc.integer({ min: -lateGraceMs, max: lateToleranceMs });
    fc.assert(
      fc.property(fc.constantFrom(...latePolicies), onTime, (latePolicy, lateMs) => {
        expect(start(latePolicy, lateMs)).toBe('SENDING');
      }),
    );
  });

  it('does with what is late what its policy says, at any time', () => {
    const late = fc.integer({ min: lateToleranceMs + 1, max: 10 * lateGraceMs });
    fc.assert(
      fc.property(late, (lateMs) => {
        expect(start('SKIP', lateMs)).toBe('MISSED');
        expect(start('ASK', lateMs)).toBe('NEEDS_USER');
        expect(start('PUBLISH_LATE', lateMs)).toBe(lateMs <= lateGraceMs ? 'SENDING' : 'MISSED');
      }),
    );
  });

  it.each([
    ['SKIP', lateToleranceMs, 'SENDING'],
    ['SKIP', lateToleranceMs + 1, 'MISSED'],
    ['ASK', lateToleranceMs, 'SENDING'],
    ['ASK', lateToleranceMs + 1, 'NEEDS_USER'],
    ['PUBLISH_LATE', lateGraceMs, 'SENDING'],
    ['PUBLISH_LATE', lateGraceMs + 1, 'MISSED'],
  ] as const)('with %s turns %d ms after its time into %s', (latePolicy, lateMs, expected) => {
    expect(start(latePolicy, lateMs)).toBe(expected);
  });
});

describe('afterFailure', () => {
  it('does what the remedy of the kind says, and tells when the next try is, if there is one', () => {
    fc.assert(
      fc.property(anyKind, fc.integer({ min: 1, max: 100 }), anyJitter, (kind, attempt, jitter) => {
        const remedy = remedies[kind];
        const { to, wakeAt, problem } = afterFailure(failure({ kind }), { attempt, now, jitter });
        const usedUp = remedy.then === 'RETRY_SCHEDULED' && attempt >= remedy.attempts;
        expect(to).toBe(usedUp ? 'FAILED' : remedy.then);
        expect(deliveryTransitions.SENDING).toContain(to);
        if (to !== 'AWAITING_MODERATION') expect(wakeAt !== null).toBe(to === 'RETRY_SCHEDULED');
        if (wakeAt !== null) expect(wakeAt.getTime()).toBeGreaterThan(now.getTime());
        expect(problem).toMatchObject({ kind, at: now.toISOString(), retryAt: wakeAt?.toISOString() ?? null });
      }),
    );
  });

  it('tries as often in all as the remedy says, and then gives up', () => {
    const attempts = Array.from({ length: 60 }, (_, index) => index + 1);
    for (const kind of ['NETWORK_DOWN', 'RATE_LIMITED'] as const) {
      const tried = attempts.findIndex(
        (attempt) => afterFailure(failure({ kind }), { attempt, now, jitter: 0 }).to === 'FAILED',
      );
      expect(remedies[kind]).toMatchObject({ attempts: tried + 1 });
    }
  });

  it('waits at least until the network wants to hear of it again', () => {
    const retryAt = after(3 * 60 * 60 * 1000);
    const { wakeAt, problem } = afterFailure(failure({ kind: 'RATE_LIMITED', retryAt }), {
      attempt: 1,
      now,
      jitter: 0,
    });
    expect(wakeAt).toEqual(retryAt);
    expect(problem.retryAt).toBe(retryAt.toISOString());
  });

  it('promises no next try where waiting does not help, whatever the network named', () => {
    const { to, wakeAt, problem } = afterFailure(failure({ kind: 'CHALLENGE_REQUIRED', retryAt: after(1000) }), {
      attempt: 1,
      now,
      jitter: 0,
    });
    expect({ to, wakeAt, retryAt: problem.retryAt }).toEqual({ to: 'NEEDS_USER', wakeAt: null, retryAt: null });
  });
});

describe('problemOf', () => {
  it.each(textsByLanguage)('shows in %s what happened, and who must act', (_, message) => {
    const rejected = failure({ kind: 'CONTENT_REJECTED', message, actionUrl: 'https://пример.рф' });
    expect(problemOf(rejected, now, null)).toEqual({
      kind: 'CONTENT_REJECTED',
      code: 'DOWN',
      message,
      actor: 'USER',
      at: '2027-10-31T01:30:00.000Z',
      retryAt: null,
      networkCode: '14',
      actionUrl: 'https://пример.рф',
    });
  });
});

describe('postStateOf', () => {
  const anyDeliveries = fc.array(anyState, { minLength: 1, maxLength: 12 });

  it('makes nothing of no deliveries', () => {
    expect(postStateOf([])).toBeNull();
  });

  it.each([
    ['SCHEDULED', ['PLANNED']],
    ['SCHEDULED', ['PLANNED', 'PLANNED']],
    ['PUBLISHING', ['QUEUED']],
    ['PUBLISHING', ['PLANNED', 'SENDING']],
    ['PUBLISHING', ['PUBLISHED', 'PROCESSING']],
    ['PUBLISHING', ['PUBLISHED', 'AWAITING_MODERATION']],
    ['PUBLISHING', ['FAILED', 'RETRY_SCHEDULED']],
    ['PUBLISHING', ['NEEDS_USER']],
    ['PUBLISHING', ['UNCONFIRMED', 'FAILED']],
    ['PUBLISHED', ['PUBLISHED', 'PUBLISHED']],
    ['PUBLISHED', ['PUBLISHED', 'REMOVED']],
    ['PARTIALLY_PUBLISHED', ['PUBLISHED', 'FAILED']],
    ['PARTIALLY_PUBLISHED', ['MISSED', 'PUBLISHED']],
    ['FAILED', ['FAILED', 'MISSED']],
    ['FAILED', ['MISSED']],
    ['CANCELLED', ['CANCELLED', 'CANCELLED']],
  ] as const)('makes %s of %j', (expected, deliveries) => {
    expect(postStateOf(deliveries)).toBe(expected);
  });

  it('makes something of all deliveries, in whatever order they are', () => {
    const anyTwoOrders = anyDeliveries.chain((deliveries) =>
      fc.tuple(
        fc.constant(deliveries),
        fc.shuffledSubarray(deliveries, { minLength: deliveries.length, maxLength: deliveries.length }),
      ),
    );
    const made = ['SCHEDULED', 'PUBLISHING', 'PUBLISHED', 'PARTIALLY_PUBLISHED', 'FAILED', 'CANCELLED'];
    fc.assert(
      fc.property(anyTwoOrders, ([deliveries, shuffled]) => {
        expect(made).toContain(postStateOf(deliveries));
        expect(postStateOf(shuffled)).toBe(postStateOf(deliveries));
        expect(postStateOf([...new Set(deliveries)])).toBe(postStateOf(deliveries));
      }),
    );
  });

  it('is published when all of it is out, and in part when some of it surely is not', () => {
    const anySettled = fc.array(fc.constantFrom<DeliveryState>('PUBLISHED', 'REMOVED', 'FAILED', 'MISSED'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(anySettled, (deliveries) => {
        const out = deliveries.filter(isOut).length;
        const some = out === 0 ? 'FAILED' : 'PARTIALLY_PUBLISHED';
        expect(postStateOf(deliveries)).toBe(out === deliveries.length ? 'PUBLISHED' : some);
      }),
    );
  });

  it('is still publishing while anything is on its way, or waits for someone', () => {
    const onItsWay = fc.constantFrom<DeliveryState>(
      'QUEUED',
      'SENDING',
      'PROCESSING',
      'AWAITING_MODERATION',
      'RETRY_SCHEDULED',
      'NEEDS_USER',
      'UNCONFIRMED',
    );
    fc.assert(
      fc.property(fc.array(anyState), onItsWay, (others, state) => {
        expect(postStateOf([...others, state])).toBe('PUBLISHING');
      }),
    );
  });
});

describe('explainDelivery', () => {
  const explain = (state: DeliveryState, own: Partial<Parameters<typeof explainDelivery>[0]> = {}) =>
    explainDelivery({ state, dueAt: now, wakeAt: null, attempt: 2, problem: null, ...own });
  const problem = problemOf(
    failure({ kind: 'CHALLENGE_REQUIRED', actionUrl: 'https://example.com/captcha' }),
    now,
    null,
  );

  it('says something else in every state', () => {
    expect(new Set(deliveryStates.map((state) => explain(state))).size).toBe(deliveryStates.length);
  });

  it('is a sentence without gaps, whatever is known', () => {
    const anyProblem = fc.record({
      kind: anyKind,
      message: fc.constantFrom(...Object.values(texts)),
      actionUrl: fc.option(fc.constant('https://example.com')),
    });
    fc.assert(
      fc.property(
        anyState,
        fc.option(anyProblem),
        fc.option(fc.date({ noInvalidDate: true })),
        fc.nat(),
        (state, said, wakeAt, attempt) => {
          const shown = said === null ? null : problemOf(failure(said), now, null);
          const text = explain(state, { problem: shown, wakeAt, attempt });
          expect(text).toMatch(/^[A-Z].*\S$/);
          expect(text).not.toMatch(/null|undefined|NaN|\[object| {2}/);
        },
      ),
    );
  });

  it('tells when it goes out, or went by', () => {
    expect(explain('PLANNED')).toContain(now.toISOString());
    expect(explain('MISSED')).toContain(now.toISOString());
  });

  it.each(textsByLanguage)('gives the network’s reason in %s, and the time of the next try', (_, message) => {
    const wakeAt = after(30_000);
    const shown = problemOf(failure({ message }), now, wakeAt);
    for (const state of ['RETRY_SCHEDULED', 'NEEDS_USER', 'FAILED', 'UNCONFIRMED'] as const) {
      expect(explain(state, { problem: shown, wakeAt })).toContain(message);
    }
    expect(explain('RETRY_SCHEDULED', { problem: shown, wakeAt })).toMatch(/Attempt 2 .*2027-10-31T01:30:30\.000Z/);
  });

  it('says what a person must open', () => {
    expect(explain('NEEDS_USER', { problem })).toContain('https://example.com/captcha');
    expect(explain('NEEDS_USER')).toBe('A person must act.');
  });

  it('says of what is in doubt to look first, and that nothing is sent meanwhile', () => {
    expect(explain('UNCONFIRMED')).toMatch(/Look at the channel.*not sent again/);
  });
});
