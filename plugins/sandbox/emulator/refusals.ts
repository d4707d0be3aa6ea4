/** Every code that the API documents, with its HTTP status. */
export const refusals = {
  token_invalid: 401,
  token_expired: 401,
  account_forbidden: 403,
  right_missing: 403,
  account_locked: 403,
  captcha_required: 403,
  post_empty: 422,
  text_too_long: 422,
  text_refused: 422,
  link_invalid: 422,
  link_with_media: 422,
  media_invalid: 422,
  media_unknown: 422,
  media_too_many: 422,
  alt_text_too_long: 422,
  profile_too_long: 422,
  comment_unknown: 404,
  webhook_invalid: 422,
  webhook_unanswered: 422,
  post_unknown: 404,
  too_many_requests: 429,
  temporarily_unavailable: 503,
  search_unavailable: 503,
  request_invalid: 400,
  route_unknown: 404,
} as const;

export type RefusalCode = keyof typeof refusals;

/** An error that the network answers with. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly more: { readonly actionUrl?: string; readonly retryAfterSeconds?: number };

  constructor(code: RefusalCode, message: string, more: Refusal['more'] = {}) {
    super(message);
    this.code = code;
    this.status = refusals[code];
    this.more = more;
  }
}
