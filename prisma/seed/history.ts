import { moveDelivery, afterFailure, postStateOf, type DeliveryState } from '../../src/domain/publishing/delivery.ts';
import type { Problem } from '../../src/domain/publishing/problem.ts';
import { movePost, type PostMove, type PostState } from '../../src/domain/planning/post.ts';
import type { Viewer } from '../../src/domain/workspace/permission.ts';
import type { DemoEnd } from './posts.ts';

/** What people did with a post, up to the deliveries; of those follows the rest. */
const moves: Readonly<Record<DemoEnd, readonly PostMove[]>> = {
  DRAFT: [],
  IN_REVIEW: ['SUBMIT'],
  CHANGES_REQUESTED: ['SUBMIT', 'REQUEST_CHANGES'],
  APPROVED: ['SUBMIT', 'APPROVE'],
  SCHEDULED: ['SCHEDULE'],
  PUBLISHED: ['SCHEDULE'],
  PARTIALLY_PUBLISHED: ['SCHEDULE'],
  FAILED: ['SCHEDULE'],
  CANCELLED: ['SCHEDULE', 'CANCEL'],
  ARCHIVED: ['SCHEDULE'],
  DUE: ['PUBLISH'],
};

const ends: Readonly<Record<DemoEnd, readonly [first: DeliveryState, second: DeliveryState] | null>> = {
  DRAFT: null,
  IN_REVIEW: null,
  CHANGES_REQUESTED: null,
  APPROVED: null,
  SCHEDULED: ['PLANNED', 'PLANNED'],
  PUBLISHED: ['PUBLISHED', 'PUBLISHED'],
  PARTIALLY_PUBLISHED: ['PUBLISHED', 'FAILED'],
  FAILED: ['FAILED', 'FAILED'],
  CANCELLED: ['CANCELLED', 'CANCELLED'],
  ARCHIVED: ['PUBLISHED', 'PUBLISHED'],
  DUE: ['QUEUED', 'QUEUED'],
};

/** How a delivery comes to an end. */
const ways: Partial<Record<DeliveryState, readonly DeliveryState[]>> = {
  PLANNED: [],
  QUEUED: [],
  PUBLISHED: ['QUEUED', 'SENDING', 'PUBLISHED'],
  FAILED: ['QUEUED', 'SENDING', 'FAILED'],
  CANCELLED: ['CANCELLED'],
};

export interface Move<State> {
  readonly from: State | null;
  readonly to: State;
}

/** Every step is one that the domain allows: an impossible history cannot be told. */
export function postHistory(viewer: Viewer, end: DemoEnd): readonly Move<PostState>[] {
  const steps: Move<PostState>[] = [{ from: null, to: 'DRAFT' }];
  let state: PostState = 'DRAFT';
  for (const move of moves[end]) {
    const moved = movePost(viewer, { state }, move);
    if (!moved.ok) throw moved.error;
    steps.push({ from: state, to: moved.to });
    state = moved.to;
  }
  return steps;
}

/** `position`: of the delivery among those of its post. */
export function deliveryHistory(end: DemoEnd, position: number): readonly Move<DeliveryState>[] {
  const goal = ends[end]?.[position];
  if (goal === undefined) return [];
  let state: DeliveryState = goal === 'QUEUED' ? 'QUEUED' : 'PLANNED';
  const steps: Move<DeliveryState>[] = [{ from: null, to: state }];
  for (const to of ways[goal] ?? []) {
    const moved = moveDelivery({ state, attempt: 1 }, to);
    if (!moved.ok) throw moved.error;
    steps.push({ from: state, to });
    state = to;
  }
  return steps;
}

/** Where a post stands once its deliveries are where they are; an archived one was put away after that. */
export function finalPostState(
  viewer: Viewer,
  end: DemoEnd,
  own: PostState,
  deliveries: readonly DeliveryState[],
): PostState {
  const state = own === 'CANCELLED' ? own : (postStateOf(deliveries) ?? own);
  if (end !== 'ARCHIVED') return state;
  const archived = movePost(viewer, { state }, 'ARCHIVE');
  if (!archived.ok) throw archived.error;
  return archived.to;
}

/** What the network said of a text that it did not want. */
export const refusedProblem = (at: Date): Problem =>
  afterFailure(
    {
      kind: 'CONTENT_REJECTED',
      code: 'CONTENT_REJECTED',
      message: 'The network does not want this text.',
      networkCode: 'text_refused',
      retryAt: null,
      actionUrl: null,
    },
    { attempt: 1, now: at, jitter: 0 },
  ).problem;
