import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoApp } from './accounts.ts';
import { ask, askToken, authorizeUrl, bakery, basic, get, post, testClock, verifier } from './asking.ts';
import { limitedAccounts, startEmulator, type TwitterEmulator } from './index.ts';

let clock: ReturnType<typeof testClock>;
let x: TwitterEmulator;
beforeEach(async () => {
  clock = testClock();
  x = await startEmulator({ port: 0, seed: 1, now: clock.now });
});
afterEach(() => x.close());

const second = 1_000;
const hour = 3_600_000;
const redirect_uri = 'http://127.0.0.1:4321/callback';

async function consent(own: Readonly<Record<string, string>> = {}): Promise<string> {
  const back = await x.control.consent?.(authorizeUrl(x, own), bakery.externalId);
  return new URL(back ?? '').searchParams.get('code') ?? '';
}

const exchange = (code: string, own: Readonly<Record<string, string>> = {}) =>
  askToken(x, { grant_type: 'authorization_code', code, redirect_uri, code_verifier: verifier, ...own });

const refresh = (refresh_token: unknown) =>
  askToken(x, { grant_type: 'refresh_token', refresh_token: String(refresh_token) });

describe('a person', () => {
  it('agrees on a page, and is sent back', async () => {
    const address = authorizeUrl(x);
    const page = await (await fetch(address)).text();
    expect(page).toContain('Authorize app');
    const form = (decision: string) => new URLSearchParams({ decision, account: bakery.externalId });
    const decide = (decision: string) => fetch(address, { method: 'POST', body: form(decision), redirect: 'manual' });
    const back = new URL((await decide('allow')).headers.get('location') ?? '');
    expect(back.origin + back.pathname).toBe(redirect_uri);
    expect(back.searchParams.get('state')).toBe('a state');
    expect((await exchange(back.searchParams.get('code') ?? '')).status).toBe(200);
    const refused = new URL((await decide('refuse')).headers.get('location') ?? '');
    expect(Object.fromEntries(refused.searchParams)).toEqual({ state: 'a state', error: 'access_denied' });
  });

  it('is not asked for what the network does not know', async () => {
    for (const wrong of [{ client_id: 'somebody' }, { scope: 'everything' }, { state: '' }, { prompt: 'login' }]) {
      expect((await fetch(authorizeUrl(x, wrong))).status, JSON.stringify(wrong)).toBe(400);
    }
  });
});

describe('a code', () => {
  it('is good once, for half a minute, for who has the verifier', async () => {
    const code = await consent();
    const tokens = await exchange(code);
    expect(tokens.body).toMatchObject({ token_type: 'bearer', expires_in: 7200 });
    expect(tokens.body.scope).toBe('tweet.read tweet.write users.read offline.access');
    const token = String(tokens.body.access_token);
    expect((await get(x, '/2/users/me', token)).status).toBe(200);
    expect((await exchange(code)).status).toBe(400);
    // Whoever used it first may have stolen it.
    expect((await get(x, '/2/users/me', token)).status).toBe(401);

    expect((await exchange(await consent(), { code_verifier: 'b'.repeat(43) })).status).toBe(400);
    expect((await exchange(await consent(), { redirect_uri: 'http://127.0.0.1:1/' })).status).toBe(400);
    const late = await consent();
    clock.advance(30 * second);
    expect((await exchange(late)).body).toMatchObject({ error: 'invalid_request' });
  });

  it('is turned into tokens by a public client and by one that has the secret', async () => {
    const form = async () => ({
      grant_type: 'authorization_code',
      code: await consent(),
      redirect_uri,
      code_verifier: verifier,
    });
    const isPublic = { ...(await form()), client_id: demoApp.clientId };
    expect((await askToken(x, isPublic, { by: '' })).status).toBe(200);
    const wrong = await askToken(x, await form(), { by: basic(demoApp.clientId, 'wrong') });
    expect(wrong.status).toBe(401);
    expect(wrong.body).toMatchObject({ error: 'unauthorized_client' });
  });

  it('brings no refresh token where nobody asked for one', async () => {
    const { body } = await exchange(await consent({ scope: 'tweet.read users.read' }));
    expect(body).not.toHaveProperty('refresh_token');
    const refused = await post(x, { text: 'Hi' }, String(body.access_token));
    expect(refused.status).toBe(403);
    expect(refused.body.type).toMatch(/unsupported-authentication$/);
  });
});

describe('tokens', () => {
  it('run out after two hours, and rotate', async () => {
    const first = (await exchange(await consent())).body;
    clock.advance(2 * hour);
    expect((await get(x, '/2/users/me', String(first.access_token))).status).toBe(401);
    const next = (await refresh(first.refresh_token)).body;
    expect((await get(x, '/2/users/me', String(next.access_token))).status).toBe(200);
    expect(next.refresh_token).not.toBe(first.refresh_token);
    // An old one again: the whole grant is over.
    const again = await refresh(first.refresh_token);
    expect(again.status).toBe(400);
    expect(again.body).toEqual({
      error: 'invalid_request',
      error_description: 'Value passed for the token was invalid.',
    });
    expect((await get(x, '/2/users/me', String(next.access_token))).status).toBe(401);
    expect((await refresh(next.refresh_token)).status).toBe(400);
  });

  it('are taken back by either of a pair', async () => {
    for (const name of ['access_token', 'refresh_token'] as const) {
      const tokens = (await exchange(await consent())).body;
      await askToken(x, { token: String(tokens[name]) }, { path: '/2/oauth2/revoke' });
      expect((await get(x, '/2/users/me', String(tokens.access_token))).status).toBe(401);
      expect((await refresh(tokens.refresh_token)).status).toBe(400);
    }
  });

  it('of the demo are good until a test ends them', async () => {
    const { accessToken, refreshToken } = bakery.credentials;
    clock.advance(1_000 * hour);
    expect((await get(x, '/2/users/me', accessToken)).status).toBe(200);
    await x.control.expire?.(bakery.externalId);
    expect((await get(x, '/2/users/me', accessToken)).status).toBe(401);
    const renewed = (await refresh(refreshToken)).body;
    expect((await get(x, '/2/users/me', String(renewed.access_token))).status).toBe(200);
    await x.control.revoke?.(bakery.externalId);
    expect((await refresh(refreshToken)).status).toBe(400);
    expect((await refresh(renewed.refresh_token)).status).toBe(400);
  });

  it('that were granted less may do less', async () => {
    const [, { credentials }] = limitedAccounts;
    expect((await post(x, { text: 'A bowl' }, credentials.accessToken)).status).toBe(201);
    expect((await get(x, '/2/dm_events', credentials.accessToken)).status).toBe(403);
  });

  it('of nobody open nothing', async () => {
    expect((await get(x, '/2/users/me', '')).body).toMatchObject({ status: 401, title: 'Unauthorized' });
    expect((await ask(x, 'POST', '/2/tweets', { text: 'Hi' }, 'wrong')).status).toBe(401);
  });
});
