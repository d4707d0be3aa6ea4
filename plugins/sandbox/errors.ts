import type { ErrorTable, ReadError } from '@polyphony/sdk';
import { z } from 'zod';

/** Every code of the sandbox's API, version 1 (README.md). */
export const codes: ErrorTable = {
  token_invalid: { kind: 'auth_revoked', means: 'The token is of no account, or was taken back.' },
  token_expired: { kind: 'auth_expired', means: 'The token has run out.' },
  account_forbidden: { kind: 'permission_denied', means: 'The token is not for this account.' },
  right_missing: { kind: 'permission_denied', means: 'The account may not do this.' },
  account_locked: { kind: 'account_restricted', means: 'The network has locked the account.' },
  captcha_required: { kind: 'challenge_required', means: 'The network wants to see a person first.' },
  post_empty: { kind: 'content_rejected', means: 'A post needs a text, a link or a picture.' },
  text_too_long: { kind: 'content_rejected', means: 'The text is longer than 500 characters.' },
  text_refused: { kind: 'content_rejected', means: 'The network does not want this text.' },
  link_invalid: { kind: 'content_rejected', means: 'The link is no http or https address.' },
  link_with_media: { kind: 'content_rejected', means: 'A post has a link or pictures, not both.' },
  media_invalid: { kind: 'media_rejected', means: 'The address of the picture is no http or https address.' },
  media_unknown: { kind: 'media_rejected', means: 'A picture is not registered, or by another account.' },
  media_too_many: { kind: 'media_rejected', means: 'A post has at most four pictures.' },
  alt_text_too_long: { kind: 'media_rejected', means: 'An alt text is longer than 1,000 characters.' },
  profile_too_long: { kind: 'content_rejected', means: 'The name is longer than 50 characters, or the text than 200.' },
  comment_unknown: { kind: 'not_found', means: 'There is no such comment.' },
  webhook_invalid: { kind: 'unexpected', means: 'The address for webhooks is not on this machine.' },
  webhook_unanswered: { kind: 'unexpected', means: 'The address for webhooks did not prove that it knows the secret.' },
  post_unknown: { kind: 'not_found', means: 'There is no such post.' },
  too_many_requests: { kind: 'rate_limited', means: 'Too many requests; the answer says when to come again.' },
  temporarily_unavailable: { kind: 'network_down', means: 'The network is busy and has not taken the request.' },
  search_unavailable: { kind: 'network_down', means: 'The search does not work at the moment.' },
  request_invalid: { kind: 'unexpected', means: 'The request is not as the API has it: a mistake in the connector.' },
  route_unknown: { kind: 'unexpected', means: 'The API has no such address: a mistake in the connector.' },
};

const errorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), actionUrl: z.string().optional() }),
});

export const readError: ReadError = ({ body }) => {
  const { success, data } = errorBody.safeParse(body);
  if (!success) return undefined;
  const { code, message, actionUrl } = data.error;
  return { code, message, ...(actionUrl !== undefined && { actionUrl }) };
};
