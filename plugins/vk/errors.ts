import { NetworkError, type ErrorKind, type ErrorTable, type ReadError } from '@polyphony/sdk';
import { oauthCodes, readOAuthError } from '@polyphony/sdk/oauth';
import { z } from 'zod';

// prettier-ignore
const api: readonly (readonly [kind: ErrorKind, means: string, ...codes: number[]])[] = [
  ['auth_revoked', 'The token is not (or no longer) good: taken back, a changed password, a blocked user.', 5, 1116, 1118, 3610, 3611],
  ['auth_expired', 'The token has run out.', 1114, 1117, 3609],

  ['challenge_required', 'The network wants to see a person first (captcha).', 14, 3300],
  ['challenge_required', 'The network wants a person to prove who they are.', 17, 41, 146, 3301, 3302, 3303, 3304, 3305, 11500],
  ['challenge_required', 'The network wants a person to agree to this.', 24, 25],

  ['rate_limited', 'Too many requests in a second.', 6],
  ['rate_limited', 'Too much of the same in a short time.', 9, 103, 223, 940, 944, 1105],
  ['rate_limited', 'This was done too often today.', 29, 601],
  ['rate_limited', 'The community has published too many advertisements.', 219, 224],

  ['permission_denied', 'The network has disabled the app.', 2],
  ['permission_denied', 'The token was not granted this.', 7],
  ['permission_denied', 'No access: a right is missing, or it is deleted or hidden.', 15],
  ['permission_denied', 'The app is of a kind that may not do this.', 20, 21],
  ['permission_denied', 'A community key may not do this; it takes a user token.', 27],
  ['permission_denied', 'The service key is not good, or may not do this.', 28],
  ['permission_denied', 'The profile is private.', 30],
  ['permission_denied', 'The network does not take requests from this address.', 42],
  ['permission_denied', 'The app’s id is wrong.', 101],
  ['permission_denied', 'No access to the album, recording, community or video.', 200, 201, 203, 204, 205],
  ['permission_denied', 'No access to the post, comment or comments, or they are gone.', 183, 210, 211, 212],
  ['permission_denied', 'Comments are closed.', 213, 801],
  ['permission_denied', 'No right to write on the wall.', 214],
  ['permission_denied', 'No access to the poll, or not before voting.', 250, 253],
  ['permission_denied', 'The list of communities is hidden.', 260],
  ['permission_denied', 'No rights over this.', 600],
  ['permission_denied', 'Two-step verification must be switched on for this.', 703, 704],
  ['permission_denied', 'The app is not installed in the community, or the invitation is not valid.', 711, 714],
  ['permission_denied', 'This person cannot be written to: blocked, never wrote first, or does not want it.', 900, 901, 902, 985, 987, 988],
  ['permission_denied', 'The time in which this person could be answered has passed, or this may not be sent to them.', 943, 950],
  ['permission_denied', 'No access to this chat.', 912, 917, 919, 922, 925, 927, 931, 932, 935, 936, 939, 945, 946, 947, 962, 1012],
  ['permission_denied', 'Not for this kind of profile: the token of VK ID has no extended access.', 1051],
  ['permission_denied', 'No access to the document.', 1151, 1153, 1154],
  ['permission_denied', 'The community has ten addresses for events already; one must be deleted.', 2000],
  ['account_restricted', 'The user is deleted or banned.', 18, 37],
  ['account_restricted', 'The community may not upload because of violations (strikes).', 13000],

  ['not_found', 'It is blocked or gone.', 19, 104, 140, 1600],
  ['not_found', 'No such app, user or community.', 38, 39, 40, 125],
  ['duplicate', 'It is so already.', 243, 800],

  ['media_rejected', 'The upload was not taken.', 22, 105, 118, 119, 121, 122, 129, 1160],
  ['media_rejected', 'The album is full.', 300, 302],
  ['media_rejected', 'The document is not taken.', 1150, 1152, 1155],
  ['content_rejected', 'A part of it is missing or wrong; the message says which.', 100, 113, 114, 150, 1260],
  ['content_rejected', 'It mentions too many people.', 220],
  ['content_rejected', 'Links are forbidden, or this one is.', 222],
  ['content_rejected', 'VK Donut is off in the community.', 225],
  ['content_rejected', 'This reaction does not go with it.', 232, 1009, 1010, 1011],
  ['content_rejected', 'The poll or its answer is wrong.', 251, 252],
  ['content_rejected', 'The message is too old, or of a kind that stays as it is.', 909, 920, 924, 949],
  ['content_rejected', 'The message is too long, or not as it must be.', 910, 911, 913, 914, 921, 942, 969, 970],
  ['content_rejected', 'The story’s replies are set wrongly.', 1602],
  ['content_rejected', 'The network does not know the source that was named.', 3102],

  ['outcome_unknown', 'The network failed, and does not say how far it came.', 1, 10, 36],
  ['network_down', 'The network cannot do this now.', 32, 43, 106],
  ['unexpected', 'The request is not as the network has it.', 3, 4, 8, 11, 12, 13, 16, 23, 33, 34, 35, 9999],
  ['unexpected', 'Of parts of the network that this connector does not use.',
    141, 147, 171, 173, 174, 175, 176, 177, 180, 181, 182, 221, 242, 500, 602, 603, 629, 630, 631, 632, 633, 634, 635, 636,
    700, 701, 702, 706, 907, 908, 990, 1170, 1251, 1256, 1257, 1400, 1401, 1402, 1403, 1404, 1405, 1406, 1407, 1408, 1409,
    1410, 1411, 1412, 1413, 1414, 1415, 1416, 1417, 1418, 1419, 1421, 1423, 1424, 1425, 1426, 1427, 1429, 1430, 1431, 1432,
    1433, 1434, 1435, 1436, 1438, 1446, 1456, 1457, 1458, 1518, 1525, 1526, 1900, 1901, 1902, 2100, 2101, 2102, 3800, 11003,
    11004, 11005, 11006, 11101, 11102],
];

export const codes: ErrorTable = {
  ...Object.fromEntries(api.flatMap(([kind, means, ...all]) => all.map((code) => [String(code), { kind, means }]))),
  // Told apart by the message alone, see `told`.
  '5_expired': { kind: 'auth_expired', means: 'The token has run out.' },
  '214_limit': { kind: 'rate_limited', means: 'The community has published too many posts today.' },
  '214_time': { kind: 'content_rejected', means: 'Another post waits for the same minute; take another one.' },
  '214_schedule_limit': { kind: 'content_rejected', means: 'Too many posts wait already, on that day or in all.' },
  // What the connector itself finds out.
  '27_dead': { kind: 'auth_revoked', means: 'The community key was taken back.' },
  upload_refused: { kind: 'media_rejected', means: 'The network does not take this file.' },
  // VK ID.
  ...oauthCodes,
  slow_down: { kind: 'rate_limited', means: 'Too many requests to VK ID.' },
  need_captcha: { kind: 'challenge_required', means: 'The network wants to see a person first (captcha).' },
  need_validation: { kind: 'challenge_required', means: 'The network wants a person to prove who they are.' },
};

const told: readonly (readonly [code: number, pattern: RegExp, as: string])[] = [
  [5, /\bexpired\b/i, '5_expired'],
  [214, /\bonly add \d+ posts\b/i, '214_limit'],
  [214, /\bonly schedule \d+ posts\b/i, '214_schedule_limit'],
  [214, /\balready scheduled for (this|that) time\b/i, '214_time'],
];

const apiError = z.object({
  error: z.object({
    error_code: z.union([z.number(), z.string()]),
    error_msg: z.string(),
    redirect_uri: z
      .url({ protocol: /^https?$/ })
      .optional()
      .catch(undefined),
  }),
});
/** As upload servers refuse a file. */
const uploadError = z.union([
  z.object({ error: z.string(), error_descr: z.string() }).transform((body) => body.error_descr),
  z.object({ error: z.object({ type: z.string() }) }).transform((body) => body.error.type),
]);

/** Every host answers with status 200, and hides the error in its own way. `request_params` repeat the request: left out. */
export const readError: ReadError = (answer) => {
  const api = apiError.safeParse(answer.body);
  if (api.success) {
    const { error_code: code, error_msg: message, redirect_uri: actionUrl } = api.data.error;
    const known = told.find(([of, pattern]) => of === code && pattern.test(message));
    return { code: known?.[2] ?? String(code), message, ...(actionUrl !== undefined && { actionUrl }) };
  }
  const upload = uploadError.safeParse(answer.body);
  if (upload.success) return { code: 'upload_refused', message: upload.data };
  return readOAuthError(answer);
};

const minute = 60_000;
const hour = 60 * minute;
const waits: Readonly<Record<string, number>> = { '6': 1_000, '9': 15 * minute, '219': hour, '223': hour, '224': hour };
/** Counted until midnight in Moscow. */
const daily = ['29', '214_limit', '601'];
const moscowMs = 3 * hour;

/** When it makes sense to come again; the network itself never says. */
export function retryAtOf({ code }: Pick<NetworkError['details'], 'code'>, now: Date): Date | undefined {
  if (daily.includes(code)) {
    const midnight = new Date(now.getTime() + moscowMs).setUTCHours(24, 0, 0, 0);
    return new Date(midnight - moscowMs);
  }
  const wait = waits[code];
  return wait === undefined ? undefined : new Date(now.getTime() + wait);
}

export const hasCode = (error: unknown, ...wanted: readonly string[]): error is NetworkError =>
  error instanceof NetworkError && wanted.includes(error.details.code);
