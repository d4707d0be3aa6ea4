export const errorKinds = [
  'auth_expired',
  'auth_revoked',
  'permission_denied',
  'rate_limited',
  'challenge_required',
  'content_rejected',
  'media_rejected',
  'duplicate',
  'not_found',
  'network_down',
  'outcome_unknown',
  'awaiting_moderation',
  'account_restricted',
  'unexpected',
] as const;
/** Closed: the kind alone decides what happens next, and a connector cannot. */
export type ErrorKind = (typeof errorKinds)[number];

/** How a network's own codes are understood. A code that is not here is `unexpected`, kept whole and counted. */
export type ErrorTable = Readonly<
  Record<string, { readonly kind: ErrorKind; /** For people. */ readonly means: string }>
>;

export interface NetworkErrorDetails {
  readonly kind: ErrorKind;
  /** The network's own code, or ours where there was no answer: `timeout`, `connection_lost`, `not_json`. */
  readonly code: string;
  readonly message: string;
  readonly network: string;
  /** HTTP status; absent where there was no answer. */
  readonly status?: number;
  /** When the network said that trying again makes sense. */
  readonly retryAt?: Date;
  /** What the person must open, such as a captcha or a reconnect page. */
  readonly actionUrl?: string;
  /** The network's answer with secrets taken out, at most 4,000 characters. */
  readonly body?: string;
}

/** What a network refused, or why it could not be asked. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly details: NetworkErrorDetails;

  constructor(details: NetworkErrorDetails, options?: ErrorOptions) {
    super(details.message, options);
    this.details = details;
  }
}
