import { decided, refused, type Decision } from '../shared/decision.ts';
import { WrongState } from '../shared/errors.ts';
import type { LatePolicy, PostState } from '../planning/post.ts';
import { may, type Viewer } from '../workspace/permission.ts';
import type { Problem, ProblemKind } from './problem.ts';
import { nextTryAt, remedies } from './retry.ts';

export const deliveryStates = [
  'PLANNED',
  'QUEUED',
  'SENDING',
  'PROCESSING',
  'AWAITING_MODERATION',
  'RETRY_SCHEDULED',
  'NEEDS_USER',
  'UNCONFIRMED',
  'PUBLISHED',
  'FAILED',
  'MISSED',
  'CANCELLED',
  'REMOVED',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** From which state a delivery can come to which. What is not here is a bug, or a person's mistake. */
export const deliveryTransitions: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  PLANNED: ['QUEUED', 'NEEDS_USER', 'MISSED', 'CANCELLED'],
  QUEUED: ['SENDING', 'NEEDS_USER', 'MISSED', 'CANCELLED'],
  SENDING: ['PUBLISHED', 'PROCESSING', 'AWAITING_MODERATION', 'RETRY_SCHEDULED', 'NEEDS_USER', 'UNCONFIRMED', 'FAILED'],
  PROCESSING: ['PUBLISHED', 'PROCESSING', 'AWAITING_MODERATION', 'NEEDS_USER', 'UNCONFIRMED', 'FAILED'],
  AWAITING_MODERATION: ['PUBLISHED', 'FAILED', 'UNCONFIRMED'],
  RETRY_SCHEDULED: ['SENDING', 'QUEUED', 'CANCELLED', 'FAILED'],
  NEEDS_USER: ['QUEUED', 'CANCELLED', 'FAILED'],
  UNCONFIRMED: ['PUBLISHED', 'QUEUED', 'FAILED'],
  PUBLISHED: ['PUBLISHED', 'REMOVED'],
  FAILED: ['QUEUED', 'PLANNED'],
  MISSED: ['QUEUED', 'PLANNED'],
  CANCELLED: ['QUEUED', 'PLANNED'],
  REMOVED: [],
};

/** A delivery moved from one state to another. */
export interface DeliveryMoved {
  readonly type: 'DELIVERY_CHANGED';
  /** Null: it was just made. */
  readonly from: DeliveryState | null;
  readonly to: DeliveryState;
  /** The attempt's number; null where none had begun. */
  readonly attempt: number | null;
}

export interface DeliveryLife {
  readonly state: DeliveryState;
  readonly attempt: number;
}

/** Moves a delivery, or says that its life cycle does not allow it. */
export function moveDelivery(delivery: DeliveryLife, to: DeliveryState): Decision<DeliveryMoved, WrongState> {
  if (!deliveryTransitions[delivery.state].includes(to)) return refused(new WrongState(to, delivery.state, []));
  const attempt = delivery.attempt === 0 ? null : delivery.attempt;
  return decided({ type: 'DELIVERY_CHANGED', from: delivery.state, to, attempt });
}

/** What people do with a delivery. */
export const deliveryActions = ['RETRY', 'RESOLVE'] as const;
export type DeliveryAction = (typeof deliveryActions)[number];

const actionStates: Readonly<Record<DeliveryAction, readonly DeliveryState[]>> = {
  RETRY: ['RETRY_SCHEDULED', 'NEEDS_USER', 'FAILED', 'MISSED'],
  // Of what waits for a network's moderators nobody may ever hear again: a person can look, too.
  RESOLVE: ['UNCONFIRMED', 'AWAITING_MODERATION'],
};

/** What this viewer may do with the delivery now. */
export const allowedDeliveryActions = (
  viewer: Viewer,
  { state }: Pick<DeliveryLife, 'state'>,
): readonly DeliveryAction[] =>
  may(viewer, 'PUBLISH_POSTS') ? deliveryActions.filter((action) => actionStates[action].includes(state)) : [];

function act(
  viewer: Viewer,
  delivery: DeliveryLife,
  action: DeliveryAction,
  to: DeliveryState,
): Decision<DeliveryMoved, WrongState> {
  const allowed = allowedDeliveryActions(viewer, delivery);
  return allowed.includes(action)
    ? moveDelivery(delivery, to)
    : refused(new WrongState(action, delivery.state, allowed));
}

/** Sends it again now, as the post now is: after a person did what was asked of them, or did not want to wait. */
export const retryDelivery = (viewer: Viewer, delivery: DeliveryLife): Decision<DeliveryMoved, WrongState> =>
  act(viewer, delivery, 'RETRY', 'QUEUED');

export const deliveryVerdicts = ['PUBLISHED', 'NOT_PUBLISHED'] as const;
export type DeliveryVerdict = (typeof deliveryVerdicts)[number];

/** A person looked at the channel: it is there, or it is not. What is not there is not sent again until someone retries it. */
export const resolveDelivery = (
  viewer: Viewer,
  delivery: DeliveryLife,
  verdict: DeliveryVerdict,
): Decision<DeliveryMoved, WrongState> =>
  act(viewer, delivery, 'RESOLVE', verdict === 'PUBLISHED' ? 'PUBLISHED' : 'FAILED');

/** A delivery that starts this much after its time is on time. */
export const lateToleranceMs = 5 * 60 * 1000;
/** With PUBLISH_LATE, how long after its time a delivery still goes out; later it is missed. */
export const lateGraceMs = 24 * 60 * 60 * 1000;

/** What becomes of a delivery whose time has come, or came while nothing could run. */
export function startOf(
  delivery: { readonly dueAt: Date; readonly latePolicy: LatePolicy },
  now: Date,
): 'SENDING' | 'MISSED' | 'NEEDS_USER' {
  const late = now.getTime() - delivery.dueAt.getTime();
  if (late <= lateToleranceMs) return 'SENDING';
  switch (delivery.latePolicy) {
    case 'PUBLISH_LATE':
      return late <= lateGraceMs ? 'SENDING' : 'MISSED';
    case 'SKIP':
      return 'MISSED';
    case 'ASK':
      return 'NEEDS_USER';
  }
}

/** What a network's failure was, as the connector understood it. */
export interface Failure {
  readonly kind: ProblemKind;
  readonly code: string;
  readonly message: string;
  readonly networkCode: string | null;
  readonly retryAt: Date | null;
  readonly actionUrl: string | null;
}

/** A failure as it is shown, with who must act. */
export const problemOf = (failure: Failure, now: Date, retryAt: Date | null): Problem => ({
  kind: failure.kind,
  code: failure.code,
  message: failure.message,
  actor: remedies[failure.kind].actor,
  at: now.toISOString(),
  retryAt: retryAt?.toISOString() ?? null,
  networkCode: failure.networkCode,
  actionUrl: failure.actionUrl,
});

/** What becomes of a delivery after a failure. The kind alone decides. */
export function afterFailure(
  failure: Failure,
  { attempt, now, jitter }: { readonly attempt: number; readonly now: Date; readonly jitter: number },
): { readonly to: DeliveryState; readonly wakeAt: Date | null; readonly problem: Problem } {
  const remedy = remedies[failure.kind];
  const retried = remedy.then === 'RETRY_SCHEDULED' && attempt < remedy.attempts;
  const wakeAt = retried ? nextTryAt(attempt, now, jitter, failure.retryAt) : null;
  const to = remedy.then === 'RETRY_SCHEDULED' && !retried ? 'FAILED' : remedy.then;
  return { to, wakeAt, problem: problemOf(failure, now, wakeAt) };
}

const settled = new Set<DeliveryState>(['PUBLISHED', 'FAILED', 'MISSED', 'CANCELLED', 'REMOVED']);
const out = new Set<DeliveryState>(['PUBLISHED', 'REMOVED']);

/** What its deliveries make of a post; null: it has none. */
export function postStateOf(all: readonly DeliveryState[]): PostState | null {
  if (all.length === 0) return null;
  // What was called off, such as for a channel that was taken away, says nothing of the others.
  const deliveries = all.filter((state) => state !== 'CANCELLED');
  if (deliveries.length === 0) return 'CANCELLED';
  if (deliveries.every((state) => state === 'PLANNED')) return 'SCHEDULED';
  if (!deliveries.every((state) => settled.has(state))) return 'PUBLISHING';
  const published = deliveries.filter((state) => out.has(state)).length;
  if (published === deliveries.length) return 'PUBLISHED';
  return published > 0 ? 'PARTIALLY_PUBLISHED' : 'FAILED';
}

/** In words: why a delivery is where it is, and who must do what. */
export function explainDelivery(delivery: {
  readonly state: DeliveryState;
  readonly dueAt: Date;
  readonly wakeAt: Date | null;
  readonly attempt: number;
  readonly problem: Problem | null;
  /** Since when its campaign holds it back; absent or null: nothing does. */
  readonly heldAt?: Date | null;
}): string {
  const { state, problem, heldAt = null } = delivery;
  if (heldAt !== null) {
    return `Its campaign holds it back since ${heldAt.toISOString()}: it was to go out at ${delivery.dueAt.toISOString()}, and waits until the campaign is launched or resumed.`;
  }
  const because = problem === null ? '' : ` ${problem.message}`;
  const next = delivery.wakeAt === null ? '' : ` Next try at ${delivery.wakeAt.toISOString()}.`;
  switch (state) {
    case 'PLANNED':
      return `Goes out at ${delivery.dueAt.toISOString()}.`;
    case 'QUEUED':
      return 'Its time has come; it goes out as soon as a worker is free.';
    case 'SENDING':
      return `Being sent, attempt ${String(delivery.attempt)}.`;
    case 'PROCESSING':
      return `The network took it and is still working on it.${next}`;
    case 'AWAITING_MODERATION':
      return `The network's own moderators must let it through.${because}`;
    case 'RETRY_SCHEDULED':
      return `Attempt ${String(delivery.attempt)} failed for a reason that passes.${because}${next}`;
    case 'NEEDS_USER':
      return `A person must act.${because}${problem?.actionUrl ? ` Open ${problem.actionUrl}` : ''}`;
    case 'UNCONFIRMED':
      return `It was sent, the answer was lost, and the network cannot tell. Look at the channel: it is not sent again until someone says so.${because}`;
    case 'PUBLISHED':
      return 'It is out.';
    case 'FAILED':
      return `It will not go out as it is.${because}`;
    case 'MISSED':
      return `Its time, ${delivery.dueAt.toISOString()}, passed while nothing could run.`;
    case 'CANCELLED':
      return 'Someone called it off before it went out.';
    case 'REMOVED':
      return 'It was out and was taken down.';
  }
}
