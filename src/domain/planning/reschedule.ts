import { refused, type Decision } from '../shared/decision.ts';
import { NotFound, RevisionConflict, ValidationFailed, WrongState, type InputIssue } from '../shared/errors.ts';
import type { Viewer } from '../workspace/permission.ts';
import { allowedPostActions, type PostEvent, type PostLife, type PostMoment, type PostState } from './post.ts';

/** Most moves at once. */
export const maxMoves = 100;

/** What another time is for a post: one for what is being made, one at which it goes out, or none any more. */
export type Rescheduling = 'PLAN' | 'SCHEDULE' | 'TOO_LATE';

const reschedulings: Readonly<Record<PostState, Rescheduling>> = {
  DRAFT: 'PLAN',
  IN_REVIEW: 'PLAN',
  CHANGES_REQUESTED: 'PLAN',
  APPROVED: 'PLAN',
  SCHEDULED: 'SCHEDULE',
  // Nothing of it is out: as with schedulePost it gets another chance.
  FAILED: 'SCHEDULE',
  PUBLISHING: 'TOO_LATE',
  PUBLISHED: 'TOO_LATE',
  PARTIALLY_PUBLISHED: 'TOO_LATE',
  CANCELLED: 'TOO_LATE',
  ARCHIVED: 'TOO_LATE',
};

export const reschedulingOf = (state: PostState): Rescheduling => reschedulings[state];

/** Why a post gets no other time. */
export const tooLate = (viewer: Viewer, post: PostMoment): WrongState =>
  new WrongState('SCHEDULE', post.state, allowedPostActions(viewer, post), {
    message:
      post.state === 'CANCELLED' || post.state === 'ARCHIVED'
        ? 'It was called off or put away, and was left as it is.'
        : 'It has gone out, or has begun to, and was left as it is.',
    parameters: {},
  });

/** Gives a post that is still being made the time at which it is meant to go out; nothing goes out for it. */
export function planPost(
  viewer: Viewer,
  post: PostLife | null,
  command: { readonly expectedRevision: number | null; readonly issues: readonly InputIssue[] },
): Decision<PostEvent, NotFound | RevisionConflict | WrongState | ValidationFailed> {
  if (post === null) return refused(new NotFound('post', ['postId']));
  const { expectedRevision, issues } = command;
  if (expectedRevision !== null && expectedRevision !== post.revision) {
    return refused(new RevisionConflict(expectedRevision, post.revision));
  }
  if (reschedulingOf(post.state) !== 'PLAN') return refused(tooLate(viewer, post));
  if (issues.length > 0) return refused(new ValidationFailed(issues));
  return { ok: true, events: [{ type: 'POST_UPDATED', from: post.state, to: post.state, fields: ['schedule'] }] };
}
