import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postStates, postTransitions } from '../../../src/domain/planning/post.ts';
import { planPost, reschedulingOf, tooLate } from '../../../src/domain/planning/reschedule.ts';
import { memberWith } from '../viewer.ts';

const owner = memberWith('OWNER');
const fine = { expectedRevision: null, issues: [] };

describe('another time for a post', () => {
  it('is a plan while it is made, a schedule where it can be scheduled, and too late for everything else', () => {
    expect(Object.fromEntries(postStates.map((state) => [state, reschedulingOf(state)]))).toEqual({
      DRAFT: 'PLAN',
      IN_REVIEW: 'PLAN',
      CHANGES_REQUESTED: 'PLAN',
      APPROVED: 'PLAN',
      SCHEDULED: 'SCHEDULE',
      FAILED: 'SCHEDULE',
      PUBLISHING: 'TOO_LATE',
      PUBLISHED: 'TOO_LATE',
      PARTIALLY_PUBLISHED: 'TOO_LATE',
      CANCELLED: 'TOO_LATE',
      ARCHIVED: 'TOO_LATE',
    });
    for (const state of postStates) {
      if (reschedulingOf(state) === 'SCHEDULE') expect(postTransitions.SCHEDULE[state]).toBe('SCHEDULED');
    }
  });

  it('leaves what is being made in its state', () => {
    fc.assert(
      fc.property(fc.constantFrom(...postStates), fc.nat(), (state, revision) => {
        const decision = planPost(owner, { state, revision }, fine);
        if (reschedulingOf(state) !== 'PLAN') expect(decision).toMatchObject({ error: { code: 'WRONG_STATE', state } });
        else expect(decision).toMatchObject({ ok: true, events: [{ from: state, to: state, fields: ['schedule'] }] });
      }),
    );
  });

  it('is refused to who saw another revision', () => {
    const decision = planPost(owner, { state: 'DRAFT', revision: 3 }, { ...fine, expectedRevision: 2 });
    expect(decision).toMatchObject({ ok: false, error: { code: 'REVISION_CONFLICT', currentRevision: 3 } });
    expect(planPost(owner, null, fine)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('says why it is too late', () => {
    expect(tooLate(owner, { state: 'PUBLISHED' }).message).toContain('has gone out');
    expect(tooLate(owner, { state: 'ARCHIVED' }).message).toContain('put away');
  });
});
