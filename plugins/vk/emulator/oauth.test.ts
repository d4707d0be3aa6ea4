import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoApp } from './index.ts';
import { bakery, coffee, hour, openNetwork, type Network } from './test-client.ts';

let vk: Network;
beforeEach(async () => {
  vk = await openNetwork();
});
afterEach(() => vk.close());

const redirect = 'http://127.0.0.1:4321/connect/vk/callback';
const verifier = 'a'.repeat(64);
const state = 's'.repeat(40);

type Form = Readonly<Record<string, string>>;

const addressOf = (changes: Form = {}) => {
  const url = new URL(`${vk.url}/~id/authorize`);
  const query = {
    response_type: 'code',
    client_id: demoApp.clientId,
    redirect_uri: redirect,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    scope: 'vkid.personal_info email',
    ...changes,
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
};

async function say(path: string, form: Form) {
  const response = await fetch(`${vk.url}${path}`, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, string>> };
}

const agree = async (changes?: Form) =>
  Object.fromEntries(new URL(await vk.control.consent(addressOf(changes), bakery.externalId)).searchParams);

const exchange = (back: Form, changes: Form = {}) =>
  say('/~id/oauth2/auth', {
    grant_type: 'authorization_code',
    code: back.code ?? '',
    device_id: back.device_id ?? '',
    code_verifier: verifier,
    client_id: demoApp.clientId,
    redirect_uri: redirect,
    state,
    ...changes,
  });

const refresh = (token: string, back: Form) =>
  say('/~id/oauth2/auth', {
    grant_type: 'refresh_token',
    refresh_token: token,
    client_id: demoApp.clientId,
    device_id: back.device_id ?? '',
    state,
  });

describe('VK ID', () => {
  test('sends a person back with a code and the device, which become tokens', async () => {
    const back = await agree();
    expect(back).toMatchObject({ state, type: 'code_v2', code: expect.any(String), device_id: expect.any(String) });
    const { status, body } = await exchange(back);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3_600, user_id: 100_501, state });
    expect(await vk.ask('users.get', {}, body.access_token)).toMatchObject([{ id: 100_501 }]);
    expect(await vk.refused('groups.get', {}, body.access_token)).toMatchObject({ error_code: 1051 });
    const info = await say('/~id/oauth2/user_info', {
      client_id: demoApp.clientId,
      access_token: body.access_token ?? '',
    });
    expect(info.body).toMatchObject({ user: { user_id: '100501', first_name: 'Инесе' } });
  });

  test('shows the person a page, on which they may refuse', async () => {
    const page = await (await fetch(addressOf())).text();
    expect(page).toContain('Инесе Озола');
    const decide = (form: Form) =>
      fetch(addressOf(), { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
    const refused = await decide({ decision: 'refuse', user: '100501' });
    expect(refused.status).toBe(303);
    expect(refused.headers.get('location')).toContain('error=access_denied');
    const allowed = await decide({ decision: 'allow', user: '100502' });
    const back = Object.fromEntries(new URL(allowed.headers.get('location') ?? '').searchParams);
    expect((await exchange(back)).body).toMatchObject({ user_id: 100_502 });
  });

  test.each([
    ['another client', { client_id: '1' }],
    ['no proof of the key', { code_challenge: '' }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['no state', { state: '' }],
    ['no address to come back to', { redirect_uri: 'nowhere' }],
  ])('asks nobody for %s', async (_what, changes) => {
    expect((await fetch(addressOf(changes))).status).toBe(400);
  });

  test.each([
    ['another verifier', { code_verifier: 'b'.repeat(64) }, 'invalid_grant'],
    ['another device', { device_id: 'other' }, 'invalid_grant'],
    ['another address', { redirect_uri: 'http://127.0.0.1/other' }, 'invalid_grant'],
    ['a made-up code', { code: 'vk2.a.x' }, 'invalid_grant'],
    ['another client', { client_id: '1' }, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 'invalid_request'],
  ])('gives no tokens for %s', async (_what, changes, error) => {
    const { status, body } = await exchange(await agree(), changes);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).toMatchObject({ error, state });
  });

  test('takes a code once, and for ten minutes', async () => {
    const back = await agree();
    await exchange(back);
    expect((await exchange(back)).body).toMatchObject({ error: 'invalid_grant' });
    const late = await agree();
    vk.clock.advance(11 * 60_000);
    expect((await exchange(late)).body).toMatchObject({ error: 'invalid_grant' });
  });

  test('renews with a token that is spent by it', async () => {
    const back = await agree();
    const { body: first } = await exchange(back);
    vk.clock.advance(hour);
    expect(await vk.refused('users.get', {}, first.access_token)).toMatchObject({ error_code: 5 });
    const { body: second } = await refresh(first.refresh_token ?? '', back);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await vk.ask('users.get', {}, second.access_token)).toMatchObject([{ id: 100_501 }]);
    expect((await refresh(first.refresh_token ?? '', back)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await refresh(second.refresh_token ?? '', { device_id: 'other' })).body).toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('opens the wall for whom extended access is granted', async () => {
    const back = await agree({ scope: 'vkid.personal_info wall groups photos' });
    const { body } = await exchange(back);
    const given = { owner_id: -Number(bakery.externalId), from_group: 1, message: 'По VK ID' };
    expect(await vk.ask('wall.post', given, body.access_token)).toHaveProperty('post_id');
    expect(await vk.refused('stats.get', { group_id: bakery.externalId }, body.access_token)).toMatchObject({
      error_code: 7,
    });
  });

  test('expires, revokes and logs out', async () => {
    const back = await agree();
    const { body: first } = await exchange(back);
    await vk.control.expire(bakery.externalId);
    expect(await vk.refused('users.get', {}, first.access_token)).toMatchObject({ error_code: 5 });
    const { body: second } = await refresh(first.refresh_token ?? '', back);
    expect(await vk.ask('users.get', {}, second.access_token)).toHaveLength(1);
    await vk.control.revoke(bakery.externalId);
    expect((await refresh(second.refresh_token ?? '', back)).body).toMatchObject({ error: 'invalid_grant' });

    const again = await agree();
    const { body: third } = await exchange(again);
    const session = { client_id: demoApp.clientId, access_token: third.access_token ?? '' };
    expect((await say('/~id/oauth2/revoke', session)).body).toEqual({ response: 1 });
    expect(await vk.refused('users.get', {}, third.access_token)).toMatchObject({ error_code: 5 });
    expect((await refresh(third.refresh_token ?? '', again)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await say('/~id/oauth2/logout', session)).body).toMatchObject({ error: 'invalid_token' });
  });
});

describe('the flow of old', () => {
  const oldAddress = (groupIds: string) =>
    `${vk.url}/~oauth/authorize?${new URLSearchParams({
      client_id: demoApp.clientId,
      redirect_uri: redirect,
      response_type: 'code',
      scope: 'messages,photos,docs,manage,wall',
      state,
      v: '5.199',
      ...(groupIds !== '' && { group_ids: groupIds }),
    }).toString()}`;
  const exchangeOld = (code: string, changes: Form = {}) =>
    say('/~oauth/access_token', {
      client_id: demoApp.clientId,
      client_secret: demoApp.clientSecret,
      redirect_uri: redirect,
      code,
      ...changes,
    });

  test('gives keys of communities', async () => {
    const back = new URL(await vk.control.consent(oldAddress(bakery.externalId), bakery.externalId)).searchParams;
    const { body } = await exchangeOld(back.get('code') ?? '');
    const { groups, expires_in: expiresIn } = body as unknown as {
      groups: readonly { group_id: number; access_token: string }[];
      expires_in: number;
    };
    expect(expiresIn).toBe(0);
    expect(groups).toMatchObject([{ group_id: Number(bakery.externalId) }]);
    const key = groups[0]?.access_token;
    expect(await vk.ask('groups.getById', {}, key)).toMatchObject({ groups: [{ screen_name: 'riga_bakery' }] });
    expect((await exchangeOld(back.get('code') ?? '')).body).toMatchObject({ error: 'invalid_grant' });
  });

  test('gives none to who is no administrator, nor without the secret', async () => {
    const refused = await vk.control.consent(oldAddress(coffee.externalId), bakery.externalId);
    expect(refused).toContain('error=access_denied');
    const back = new URL(await vk.control.consent(oldAddress(bakery.externalId), bakery.externalId)).searchParams;
    expect(await exchangeOld(back.get('code') ?? '', { client_secret: 'guess' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  test('gives no tokens of users any more', async () => {
    const response = await fetch(oldAddress(''));
    expect(response.status).toBe(400);
  });
});
