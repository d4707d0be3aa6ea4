import type { ErrorActor } from '../shared/errors.ts';
import type { ProblemKind } from './problem.ts';

/** What happens after a failure. The kind alone decides. */
export type Remedy =
  /** It passes: try again, at most so many times in all. */
  | { readonly then: 'RETRY_SCHEDULED'; readonly attempts: number; readonly actor: 'NETWORK' }
  /** Only a person can help. */
  | { readonly then: 'NEEDS_USER'; readonly actor: 'USER' | 'OPERATOR' }
  | { readonly then: 'AWAITING_MODERATION'; readonly actor: 'NETWORK' }
  | { readonly then: 'UNCONFIRMED'; readonly actor: 'USER' }
  | { readonly then: 'FAILED'; readonly actor: ErrorActor };

export const remedies: Readonly<Record<ProblemKind, Remedy>> = {
  AUTH_EXPIRED: { then: 'NEEDS_USER', actor: 'USER' },
  AUTH_REVOKED: { then: 'NEEDS_USER', actor: 'USER' },
  PERMISSION_DENIED: { then: 'NEEDS_USER', actor: 'USER' },
  RATE_LIMITED: { then: 'RETRY_SCHEDULED', attempts: 50, actor: 'NETWORK' },
  CHALLENGE_REQUIRED: { then: 'NEEDS_USER', actor: 'USER' },
  CONTENT_REJECTED: { then: 'FAILED', actor: 'USER' },
  MEDIA_REJECTED: { then: 'FAILED', actor: 'USER' },
  DUPLICATE: { then: 'FAILED', actor: 'USER' },
  NOT_FOUND: { then: 'FAILED', actor: 'USER' },
  NETWORK_DOWN: { then: 'RETRY_SCHEDULED', attempts: 12, actor: 'NETWORK' },
  OUTCOME_UNKNOWN: { then: 'UNCONFIRMED', actor: 'USER' },
  AWAITING_MODERATION: { then: 'AWAITING_MODERATION', actor: 'NETWORK' },
  ACCOUNT_RESTRICTED: { then: 'NEEDS_USER', actor: 'USER' },
  UNEXPECTED: { then: 'FAILED', actor: 'OPERATOR' },
};

const second = 1000;
const minute = 60 * second;
/** Waits after the first, second, ... failure; the last one repeats. */
const waits = [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, 60 * minute] as const;

/**
 * When to try again after attempt number `attempt` (from 1). `jitter` in [0, 1) spreads the tries by up to a quarter, so that
 * a network that comes back is not met by all of them at once. A time that the network named is never undercut.
 */
export function nextTryAt(attempt: number, now: Date, jitter: number, networkSays: Date | null): Date {
  const wait = waits[Math.min(attempt, waits.length) - 1] ?? waits[0];
  const own = now.getTime() + wait * (1 + jitter / 4);
  return new Date(networkSays === null ? own : Math.max(networkSays.getTime() + second * jitter, now.getTime()));
}
