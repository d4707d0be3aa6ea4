import { NetworkError, type ErrorKind, type ErrorTable, type HttpAnswer, type ReadError } from '@polyphony/sdk';
import { oauthCodes, readOAuthError } from '@polyphony/sdk/oauth';
import { z } from 'zod';

/** Codes are the last part of a problem's address, numbers of the older version, or ours for what only words tell apart. */
// prettier-ignore
const api: readonly (readonly [kind: ErrorKind, means: string, ...codes: string[]])[] = [
  ['auth_expired', 'The access token is not (or no longer) good.', 'unauthorized', '32', '89', '135', '215', 'http_401'],
  ['challenge_required', 'The credits of the app are used up: whoever pays for it must buy more.', 'credits-depleted', 'credits', 'http_402'],
  ['challenge_required', 'The account is locked for now: its owner must unlock it at X.', '326'],
  ['account_restricted', 'The account is suspended.', '64', 'user-suspended'],
  ['account_restricted', 'X takes this for automated and wants a rest of some hours.', '226'],

  ['permission_denied', 'X does not permit this. It does not say more: an answer to somebody who did not mention the account, a quote, or a text that is too long for it.', 'not-permitted', 'http_403'],
  ['permission_denied', 'The token lacks a scope, or is of the wrong kind.', 'unsupported-authentication'],
  ['permission_denied', 'The app has not the access that this takes.', 'client-forbidden', 'client-not-enrolled', 'official-client-forbidden'],
  ['permission_denied', 'The app may not write, or not read messages; its settings at X say so.', '261', '93'],
  ['permission_denied', 'The account may not see this, or not all of it.', 'not-authorized-for-resource', 'not-authorized-for-field', 'field-unauthorized', 'disallowed-resource', 'resource-unavailable', '179'],
  ['permission_denied', 'This person cannot be written to.', '150', '151', '214', '349'],
  ['permission_denied', 'The author has restricted who may answer.', '433'],

  ['rate_limited', 'Too many requests.', 'too-many-requests', 'rate-limit-exceeded', '88'],
  ['rate_limited', 'What the app or the account may do in a day or month is used up.', 'usage-capped', '185'],

  ['duplicate', 'The same text was posted a short while ago.', 'duplicate-content', '187'],
  ['not_found', 'It is not there (any more).', 'resource-not-found', 'not-found', '34', '144', 'http_404'],
  ['not_found', 'The post that is answered is gone, or cannot be seen.', '385'],

  ['content_rejected', 'A part of it is missing or wrong; the message says which.', 'invalid-request', '38', '44', '195'],
  ['content_rejected', 'The text is too long.', '186', '354'],
  ['content_rejected', 'It holds an address that X does not take.', '407'],
  ['content_rejected', 'The app may use one cashtag in a post.', 'too-many-cashtags'],
  ['media_rejected', 'The files do not go together, or are too many.', '323', '386'],
  ['media_rejected', 'An uploaded file is not (or no longer) good.', 'invalid-media-ids', '324'],
  ['media_rejected', 'The video is longer than the account may post.', 'video-too-long'],
  ['media_rejected', 'A piece of a file is too large.', 'too-large'],

  ['outcome_unknown', 'X failed, and does not say how far it came.', 'internal-error', 'service-unavailable', 'field-hydration-failure', '130', '131'],
  ['unexpected', 'The request conflicts with another one.', 'conflict'],
];

export const codes: ErrorTable = {
  ...Object.fromEntries(api.flatMap(([kind, means, ...all]) => all.map((code) => [code, { kind, means }]))),
  ...oauthCodes,
  // What X says of a refresh token that was used or taken back, and of a code that it does not know.
  invalid_request: { kind: 'auth_revoked', means: 'The grant was used up, taken back, or has run out.' },
};

/** Problems of type about:blank, by their words; then by the status. */
const told: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/duplicate content/i, 'duplicate-content'],
  [/maximum of one cashtag/i, 'too-many-cashtags'],
  [/media ids? are invalid/i, 'invalid-media-ids'],
  [/video longer than/i, 'video-too-long'],
  [/not permitted to perform this action/i, 'not-permitted'],
  [/credits/i, 'credits-depleted'],
];
const byStatus: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  404: 'not-found',
  413: 'too-large',
  429: 'too-many-requests',
  503: 'service-unavailable',
};

const problem = z.object({
  type: z.string().min(1),
  title: z.string().optional(),
  detail: z.string().optional(),
  reason: z.string().optional(),
  errors: z.array(z.object({ message: z.string().optional() })).optional(),
});
const legacy = z.object({ errors: z.tuple([z.object({ code: z.number(), message: z.string() })], z.unknown()) });
/** In an answer of status 200 that holds nothing else. */
const nothingBut = z.object({
  errors: z.tuple([problem], z.unknown()),
  data: z.undefined().optional(),
  meta: z.undefined().optional(),
});

export const readError: ReadError = (answer) => {
  const found = readProblem(answer);
  if (!found) return undefined;
  const retryAt = answer.status === 429 ? resetOf(answer.headers) : undefined;
  const actionUrl = actionUrls[found.code];
  return { ...found, ...(retryAt && { retryAt }), ...(actionUrl !== undefined && { actionUrl }) };
};

const actionUrls: Readonly<Record<string, string>> = {
  'credits-depleted': 'https://console.x.com',
  credits: 'https://console.x.com',
  '326': 'https://x.com',
};

function readProblem(answer: HttpAnswer<unknown>) {
  const { status, body } = answer;
  if (status < 400) {
    const hidden = nothingBut.safeParse(body);
    return hidden.success ? describe(hidden.data.errors[0], status) : undefined;
  }
  const one = problem.safeParse(body);
  if (one.success) return describe(one.data, status);
  const old = legacy.safeParse(body);
  if (!old.success) return readOAuthError(answer);
  const [{ code, message }] = old.data.errors;
  return { code: String(code), message };
}

/** Addresses of problems stand on either of two hosts: their last part alone counts. */
function describe({ type, title = '', detail = '', reason, errors = [] }: z.infer<typeof problem>, status: number) {
  const more = errors.flatMap(({ message = '' }) => (message === '' ? [] : [message]));
  const message = [detail || title || type, ...more].join(' ');
  if (type !== 'about:blank') {
    const name = type.split('/').at(-1) ?? type;
    return { code: name === 'client-forbidden' ? (reason ?? name) : name, message };
  }
  const known = told.find(([pattern]) => pattern.test(message));
  return { code: known?.[1] ?? byStatus[status] ?? `http_${status}`, message };
}

/** The last moment at which a window that is spent begins anew; of windows that have something left nothing is known. */
function resetOf(headers: Headers): Date | undefined {
  const windows = ['x-rate-limit', 'x-user-limit-24hour', 'x-app-limit-24hour'];
  const spent = windows.filter((name) => headers.get(`${name}-remaining`)?.trim() === '0');
  const resets = spent.map((name) => Number(headers.get(`${name}-reset`))).filter((seconds) => seconds > 0);
  const last = new Date(Math.max(...resets) * 1000);
  return resets.length === 0 || Number.isNaN(last.getTime()) ? undefined : last;
}

export const hasCode = (error: unknown, ...wanted: readonly string[]): error is NetworkError =>
  error instanceof NetworkError && wanted.includes(error.details.code);
