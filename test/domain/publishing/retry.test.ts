import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemKinds, type ProblemKind } from '../../../src/domain/publishing/problem.ts';
import { nextTryAt, remedies } from '../../../src/domain/publishing/retry.ts';

const second = 1_000;
const minute = 60 * second;
const now = new Date('2027-03-28T01:00:00Z');

const anyAttempt = fc.integer({ min: 1, max: 200 });
const anyJitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const waitOf = (attempt: number, jitter = 0, networkSays: Date | null = null) =>
  nextTryAt(attempt, now, jitter, networkSays).getTime() - now.getTime();

describe('remedies', () => {
  it('know every kind of problem, and no other', () => {
    expect(Object.keys(remedies).sort()).toEqual([...problemKinds].sort());
  });

  it.each<[string, ProblemKind[]]>([
    // Captcha, reconnect, missing permission.
    ['NEEDS_USER', ['CHALLENGE_REQUIRED', 'AUTH_EXPIRED', 'AUTH_REVOKED', 'PERMISSION_DENIED', 'ACCOUNT_RESTRICTED']],
    ['RETRY_SCHEDULED', ['NETWORK_DOWN', 'RATE_LIMITED']],
    ['AWAITING_MODERATION', ['AWAITING_MODERATION']],
    ['UNCONFIRMED', ['OUTCOME_UNKNOWN']],
    ['FAILED', ['CONTENT_REJECTED', 'MEDIA_REJECTED', 'DUPLICATE', 'NOT_FOUND', 'UNEXPECTED']],
  ])('lead to %s after %j', (then, kinds) => {
    expect(problemKinds.filter((kind) => remedies[kind].then === then).sort()).toEqual(kinds.sort());
  });

  it('try again by themselves only what passes, and not for ever', () => {
    for (const remedy of Object.values(remedies)) {
      if (remedy.then === 'RETRY_SCHEDULED') expect(remedy.attempts).toBeGreaterThan(1);
      else expect(remedy).not.toHaveProperty('attempts');
    }
  });

  it('call on the network for what passes, on the operator for what nobody foresaw, and else on the user', () => {
    const kindsOf = (actor: string) => problemKinds.filter((kind) => remedies[kind].actor === actor);
    expect(kindsOf('NETWORK')).toEqual(['RATE_LIMITED', 'NETWORK_DOWN', 'AWAITING_MODERATION']);
    expect(kindsOf('OPERATOR')).toEqual(['UNEXPECTED']);
    expect(kindsOf('USER')).toHaveLength(problemKinds.length - 4);
  });
});

describe('nextTryAt', () => {
  it('waits longer after every failure, and no longer than an hour', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 50].map((attempt) => waitOf(attempt));
    expect(waits).toEqual([5 * second, 30 * second, ...[2, 10, 30, 60, 60, 60].map((minutes) => minutes * minute)]);
  });

  it('never waits less after a later failure', () => {
    fc.assert(
      fc.property(anyAttempt, anyAttempt, anyJitter, (one, other, jitter) => {
        expect(waitOf(Math.min(one, other), jitter)).toBeLessThanOrEqual(waitOf(Math.max(one, other), jitter));
      }),
    );
  });

  it('is spread over a quarter of the wait, never to an earlier time', () => {
    fc.assert(
      fc.property(anyAttempt, anyJitter, (attempt, jitter) => {
        const spread = waitOf(attempt, jitter) / waitOf(attempt) - 1;
        expect(spread).toBeCloseTo(jitter / 4, 3);
        expect(spread).toBeGreaterThanOrEqual(0);
        expect(spread).toBeLessThanOrEqual(1 / 4);
      }),
    );
    expect(waitOf(1, 0.5)).toBe(5 * second + 625);
  });

  it('never undercuts the time that the network named, and keeps to within a second of it', () => {
    fc.assert(
      fc.property(anyAttempt, anyJitter, fc.integer({ min: 0, max: 7 * 24 * 60 * minute }), (attempt, jitter, wait) => {
        const named = new Date(now.getTime() + wait);
        const next = nextTryAt(attempt, now, jitter, named).getTime();
        expect(next).toBeGreaterThanOrEqual(named.getTime());
        expect(next).toBeLessThanOrEqual(named.getTime() + second);
      }),
    );
  });

  it('spreads those that the network sent away until the same time', () => {
    const named = new Date(now.getTime() + minute);
    expect(waitOf(1, 0, named)).toBe(minute);
    expect(waitOf(1, 0.5, named)).toBe(minute + second / 2);
  });

  it('never lies in the past, whatever the network names', () => {
    fc.assert(
      fc.property(anyAttempt, anyJitter, fc.integer({ min: 0, max: 60 * minute }), (attempt, jitter, ago) => {
        expect(waitOf(attempt, jitter, new Date(now.getTime() - ago))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
