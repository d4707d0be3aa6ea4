import type { ErrorActor } from '../shared/errors.ts';

/** The closed kinds of what a network, a credential or a job can run into. */
export const problemKinds = [
  'AUTH_EXPIRED',
  'AUTH_REVOKED',
  'PERMISSION_DENIED',
  'RATE_LIMITED',
  'CHALLENGE_REQUIRED',
  'CONTENT_REJECTED',
  'MEDIA_REJECTED',
  'DUPLICATE',
  'NOT_FOUND',
  'NETWORK_DOWN',
  'OUTCOME_UNKNOWN',
  'AWAITING_MODERATION',
  'ACCOUNT_RESTRICTED',
  'UNEXPECTED',
] as const;
export type ProblemKind = (typeof problemKinds)[number];

export interface Problem {
  readonly kind: ProblemKind;
  /** Stable; what clients translate. */
  readonly code: string;
  readonly message: string;
  readonly actor: ErrorActor;
  /** ISO 8601. */
  readonly at: string;
  /** ISO 8601; null: not by waiting. */
  readonly retryAt: string | null;
  /** The network's own code. */
  readonly networkCode: string | null;
  /** What the person must open. */
  readonly actionUrl: string | null;
}
