import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codes, readError } from './errors.ts';

const read = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readError({ status, headers: new Headers(headers), body });

describe('an answer is read', () => {
  test.each<[string, number, unknown, string]>([
    ['a refusal', 400, { error: 'RecordNotFound', message: 'Could not locate record' }, 'RecordNotFound'],
    [
      'a refusal of OAuth',
      400,
      { error: 'invalid_grant', error_description: 'Refresh token replayed' },
      'invalid_grant',
    ],
    [
      'a large picture',
      400,
      {
        error: 'InvalidRequest',
        message:
          'Invalid app.bsky.feed.post record: blob too big (maximum 1000000, got 1000001) at $.record.embed.images[0].image',
      },
      'BlobTooLarge',
    ],
    [
      'five pictures',
      400,
      {
        error: 'InvalidRequest',
        message: 'Invalid app.bsky.feed.post record: array too big (maximum 4, got 5) at $.record.embed.images',
      },
      'InvalidPictures',
    ],
    ['a handle of nobody', 400, { error: 'InvalidRequest', message: 'Unable to resolve handle' }, 'HandleNotFound'],
    ['a long text', 400, { error: 'InvalidRequest', message: 'grapheme too big at $.record.text' }, 'InvalidRequest'],
    ['a page where an answer should be', 200, '<h1>Welcome</h1>', 'NotAtproto'],
    ['a page that is not there', 404, '<h1>Not found</h1>', 'http_404'],
  ])('%s', (_, status, body, code) => {
    expect(read(status, body)?.code).toBe(code);
    expect(Object.keys(codes)).toContain(code);
  });

  test.each<[string, number, unknown]>([
    ['a success', 200, { uri: 'at://…', error: 'a field of that name' }],
    ['an empty success', 200, undefined],
    ['a page of a gateway', 502, '<h1>Bad gateway</h1>'],
    ['a refusal without a name', 403, { message: 'No' }],
  ])('no code in %s', (_, status, body) => expect(read(status, body)).toBeUndefined());

  test('when to come again stands in every answer, and counts in a refusal', () => {
    const headers = { 'ratelimit-reset': '1793527200' };
    const limited = { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' };
    expect(read(429, limited, headers)?.retryAt).toEqual(new Date('2026-11-01T10:00:00Z'));
    expect(read(429, limited)).not.toHaveProperty('retryAt');
    expect(read(400, { error: 'InvalidRequest' }, headers)).not.toHaveProperty('retryAt');
  });
});

const lexicons = new URL('../../../shared/networks/specs/bluesky/lexicons/', import.meta.url);

describe.skipIf(!existsSync(lexicons))('the table knows what the lexicons name', () => {
  test.each([
    ...['getRecord', 'putRecord', 'applyWrites', 'deleteRecord', 'listRecords', 'uploadBlob', 'describeRepo'].map(
      (name) => `com/atproto/repo/${name}`,
    ),
    ...['createSession', 'refreshSession', 'deleteSession', 'getSession', 'describeServer'].map(
      (name) => `com/atproto/server/${name}`,
    ),
    'com/atproto/identity/resolveHandle',
    ...['actor/getProfile', 'feed/getPosts', 'notification/listNotifications'].map((name) => `app/bsky/${name}`),
  ])('of %s', (name) => {
    const { defs } = JSON.parse(readFileSync(new URL(`${name}.json`, lexicons), 'utf8')) as {
      defs: { main: { errors?: { name: string }[] } };
    };
    expect(Object.keys(codes)).toEqual(expect.arrayContaining(defs.main.errors?.map((error) => error.name) ?? []));
  });
});
