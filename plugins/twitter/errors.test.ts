import { expect, test } from 'vitest';
import { codes, readError } from './errors.ts';

const read = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readError({ status, headers: new Headers(headers), body });
const kindOf = (status: number, body: unknown) => codes[read(status, body)?.code ?? '']?.kind;
const problem = (status: number, detail: string, type = 'about:blank') => ({ title: 'Problem', detail, type, status });

test.each([
  [403, problem(403, 'You are not allowed to create a Tweet with duplicate content.'), 'duplicate'],
  [403, problem(403, 'You are not permitted to perform this action.'), 'permission_denied'],
  [400, problem(400, 'Your media IDs are invalid.'), 'media_rejected'],
  [401, problem(401, 'Unauthorized'), 'auth_expired'],
  [402, problem(402, 'credits depleted', 'https://api.twitter.com/2/problems/credits'), 'challenge_required'],
  [402, problem(402, 'Your account has no credits.'), 'challenge_required'],
  [403, problem(403, 'No.', 'https://api.x.com/2/problems/unsupported-authentication'), 'permission_denied'],
  [403, { errors: [{ code: 187, message: 'Status is a duplicate.' }] }, 'duplicate'],
  [
    403,
    {
      errors: [
        { code: 326, message: 'Locked.' },
        { code: 1, message: 'Other.' },
      ],
    },
    'challenge_required',
  ],
  [400, { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' }, 'auth_revoked'],
  [401, { error: 'unauthorized_client' }, 'permission_denied'],
])('%i %j is %s', (status, body, kind) => expect(kindOf(status, body)).toBe(kind));

test('the host of a problem says nothing, and the reason of a refused app does', () => {
  for (const host of ['api.twitter.com', 'api.x.com']) {
    const body = {
      ...problem(403, 'No.', `https://${host}/2/problems/client-forbidden`),
      reason: 'client-not-enrolled',
    };
    expect(read(403, body)?.code).toBe('client-not-enrolled');
  }
});

test('an answer of status 200 is an error only where it holds nothing else', () => {
  const errors = [problem(404, 'Could not find tweet.', 'https://api.x.com/2/problems/resource-not-found')];
  expect(read(200, { errors })).toMatchObject({ code: 'resource-not-found', message: 'Could not find tweet.' });
  expect(read(200, { data: [], errors })).toBeUndefined();
  expect(read(200, { meta: { result_count: 0 }, errors })).toBeUndefined();
});

test('what is wrong with a request is told', () => {
  const body = {
    ...problem(400, 'Invalid.', 'https://api.x.com/2/problems/invalid-request'),
    errors: [{ message: '$.text' }],
  };
  expect(read(400, body)?.message).toBe('Invalid. $.text');
});

test('words that nobody knows keep their status', () => {
  expect(read(403, problem(403, 'Something new.'))).toEqual({ code: 'http_403', message: 'Something new.' });
  expect(read(404, undefined)).toBeUndefined();
  expect(read(502, '<html></html>')).toBeUndefined();
});

test('too many requests may come again when the last spent window begins anew', () => {
  const headers = {
    'x-rate-limit-remaining': '0',
    'x-rate-limit-reset': '1767603600',
    'x-user-limit-24hour-remaining': '0',
    'x-user-limit-24hour-reset': '1767690000',
    'x-app-limit-24hour-remaining': '7',
    'x-app-limit-24hour-reset': '1767776400',
  };
  const body = problem(429, 'Too Many Requests');
  expect(read(429, body, headers)?.retryAt).toEqual(new Date(1_767_690_000_000));
  expect(read(429, body, { 'x-rate-limit-remaining': '3', 'x-rate-limit-reset': '1' })).not.toHaveProperty('retryAt');
  expect(read(403, problem(403, 'No.'), headers)).not.toHaveProperty('retryAt');
});

test('who must pay is told where', () => {
  const body = problem(402, 'credits depleted', 'https://api.x.com/2/problems/credits-depleted');
  expect(read(402, body)?.actionUrl).toBe('https://console.x.com');
});
