import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codes, readError, retryAtOf } from './errors.ts';

const read = (body: unknown, status = 200) => readError({ status, headers: new Headers(), body });
const apiError = (error_code: number, error_msg: string, rest = {}) => ({ error: { error_code, error_msg, ...rest } });

describe('an answer is read', () => {
  test.each<[string, unknown, string]>([
    ['a refusal', apiError(15, 'Access denied'), '15'],
    ['a dead token', apiError(5, 'User authorization failed: invalid access_token (4).'), '5'],
    ['a token that ran out', apiError(5, 'User authorization failed: access_token has expired.'), '5_expired'],
    ['no right to post', apiError(214, 'Access to adding post denied'), '214'],
    ['a full day', apiError(214, 'Access to adding post denied: you can only add 50 posts a day'), '214_limit'],
    [
      'a full queue',
      apiError(214, 'Access to adding post denied: you can only schedule 25 posts on a day'),
      '214_schedule_limit',
    ],
    [
      'a taken minute',
      apiError(214, 'Access to adding post denied: a post is already scheduled for this time'),
      '214_time',
    ],
    ['an upload server’s refusal', { error: 'unknown error', error_descr: 'no file' }, 'upload_refused'],
    ['a story’s', { error: { error_code: 4, type: 'wrong photo' } }, 'upload_refused'],
    ['VK ID’s', { error: 'invalid_grant', error_description: 'Code is invalid or expired.' }, 'invalid_grant'],
  ])('%s', (_, body, code) => {
    expect(read(body)?.code).toBe(code);
    expect(Object.keys(codes)).toContain(code);
  });

  test.each<[string, unknown]>([
    ['a success', { response: { post_id: 1 } }],
    ['an upload', { server: 1, photo: '[{}]', hash: 'a' }],
    ['a page of a gateway', '<h1>Bad gateway</h1>'],
    ['nothing', undefined],
  ])('no code in %s', (_, body) => expect(read(body)).toBeUndefined());

  test('where a person must go stands in it, and never what was sent', () => {
    const redirect_uri = 'https://id.vk.ru/not_robot_captcha?session_token=abc';
    const request_params = [{ key: 'message', value: 'the text' }];
    const error = read(apiError(14, 'Captcha needed', { redirect_uri, request_params }));
    expect(error).toEqual({ code: '14', message: 'Captcha needed', actionUrl: redirect_uri });
  });

  test('an address that no browser should open is not handed on', () =>
    expect(read(apiError(17, 'Validation required', { redirect_uri: 'javascript:alert(1)' }))).not.toHaveProperty(
      'actionUrl',
    ));
});

describe('when to come again', () => {
  const now = new Date('2026-01-05T20:30:00.000Z');
  test.each([
    ['6', '2026-01-05T20:30:01.000Z'],
    ['9', '2026-01-05T20:45:00.000Z'],
    // Half past eleven in the evening in Moscow.
    ['29', '2026-01-05T21:00:00.000Z'],
    ['214_limit', '2026-01-05T21:00:00.000Z'],
  ])('after %s', (code, at) => expect(retryAtOf({ code }, now)?.toISOString()).toBe(at));

  test('after midnight in Moscow the next day counts', () =>
    expect(retryAtOf({ code: '29' }, new Date('2026-01-05T21:00:00.000Z'))?.toISOString()).toBe(
      '2026-01-06T21:00:00.000Z',
    ));

  test('never after what does not pass', () => expect(retryAtOf({ code: '15' }, now)).toBeUndefined());
});

const specification = new URL('../../../shared/networks/specs/vk/errors.json', import.meta.url);

describe.skipIf(!existsSync(specification))('the table knows', () => {
  test('every code of the specification', () => {
    const { errors } = JSON.parse(readFileSync(specification, 'utf8')) as {
      errors: Record<string, { code: number }>;
    };
    expect(Object.keys(codes)).toEqual(expect.arrayContaining(Object.values(errors).map(({ code }) => String(code))));
  });
});
