import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { createTestClock } from '@polyphony/sdk/conformance';
import { afterEach, describe, expect, test } from 'vitest';
import { demoAccounts, startEmulator } from './index.ts';

const [{ externalId: did }, roastery] = demoAccounts;
const cleaning: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

const redirectUri = 'http://127.0.0.1:5001/back';
const scope = 'atproto transition:generic';
const clientId = `http://localhost?${new URLSearchParams({ redirect_uri: 'http://127.0.0.1/back', scope })}`;
const verifier = 'a verifier that is long enough to be one, really it is';
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

async function start() {
  const clock = createTestClock();
  const emulator = await startEmulator({ port: 0, seed: 1, now: clock.now });
  cleaning.push(() => emulator.close());
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let nonce: string | undefined;

  function prove(method: string, url: string, token?: string, own: object = {}, key: KeyObject = keys.privateKey) {
    const { kty, crv, x, y } = keys.publicKey.export({ format: 'jwk' });
    const body = {
      ...{ jti: randomUUID(), htm: method, htu: url, iat: Math.floor(clock.now().getTime() / 1000) },
      ...{ nonce, ...(token !== undefined && { ath: sha256(token) }), ...own },
    };
    const content = `${part({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } })}.${part(body)}`;
    const signature = sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' });
    return `${content}.${signature.toString('base64url')}`;
  }
  async function post(path: string, form: Record<string, string>, own: object = {}) {
    const url = `${emulator.url}${path}`;
    const headers = { dpop: prove('POST', url, undefined, own) };
    const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(form) });
    nonce = response.headers.get('dpop-nonce') ?? nonce;
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  }
  async function call(token: string, own: object = {}, key?: KeyObject) {
    const url = `${emulator.url}/xrpc/com.atproto.server.getSession`;
    const headers = { authorization: `DPoP ${token}`, dpop: prove('GET', url, token, own, key) };
    const response = await fetch(url, { headers });
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      body: (await response.json()) as object,
    };
  }

  const asking = (own: Record<string, string> = {}) => ({
    ...{ client_id: clientId, response_type: 'code', redirect_uri: redirectUri, scope, state: 'of mine' },
    ...{ code_challenge: sha256(verifier), code_challenge_method: 'S256', ...own },
  });
  /** Asks until the person's page can be opened; the first answer only wants a nonce. */
  async function authorize() {
    await post('/oauth/par', asking());
    const { body } = await post('/oauth/par', asking());
    const query = new URLSearchParams({ client_id: clientId, request_uri: body.request_uri ?? '' });
    return `${emulator.url}/oauth/authorize?${query}`;
  }
  async function connect() {
    const back = new URL((await emulator.control?.consent?.(await authorize(), did)) ?? '');
    const code = back.searchParams.get('code') ?? '';
    const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, client_id: clientId };
    return { grant, ...(await post('/oauth/token', { ...grant, code_verifier: verifier })) };
  }
  const refresh = (token: string) =>
    post('/oauth/token', { grant_type: 'refresh_token', refresh_token: token, client_id: clientId });
  return { ...emulator, clock, post, call, asking, authorize, connect, refresh };
}

describe('the authorization server', () => {
  test('says where everything is', async () => {
    const { url } = await start();
    const read = async (name: string) => (await fetch(`${url}/.well-known/${name}`)).json() as Promise<object>;
    expect(await read('oauth-protected-resource')).toMatchObject({ resource: url, authorization_servers: [url] });
    expect(await read('oauth-authorization-server')).toMatchObject({
      issuer: url,
      require_pushed_authorization_requests: true,
      authorization_response_iss_parameter_supported: true,
      dpop_signing_alg_values_supported: ['ES256'],
    });
  });

  test('wants a nonce, a challenge, a known client and a known way back', async () => {
    const { post, asking } = await start();
    expect(await post('/oauth/par', asking())).toMatchObject({ status: 400, body: { error: 'use_dpop_nonce' } });
    expect(await post('/oauth/par', asking())).toMatchObject({ status: 201, body: { expires_in: 299 } });
    const errorOf = async (form: Record<string, string>, own?: object) =>
      (await post('/oauth/par', form, own)).body.error;
    const { code_challenge: _, ...bare } = asking();
    expect(await errorOf(bare)).toBe('invalid_request');
    expect(await errorOf(asking({ code_challenge_method: 'plain' }))).toBe('invalid_request');
    expect(await errorOf(asking({ redirect_uri: 'http://127.0.0.1:5001/elsewhere' }))).toBe('invalid_request');
    expect(await errorOf(asking({ scope: 'transition:generic' }))).toBe('invalid_scope');
    expect(await errorOf(asking({ scope: 'atproto transition:email' }))).toBe('invalid_scope');
    expect(await errorOf(asking({ client_id: 'http://127.0.0.1:5001/client.json' }))).toBe('invalid_client');
    expect(await errorOf(asking({ colour: 'red' }))).toBe('invalid_request');
    expect(await errorOf(asking(), { htu: 'http://127.0.0.1:1/oauth/par' })).toBe('invalid_dpop_proof');
    expect(await errorOf(asking(), { iat: 0 })).toBe('invalid_dpop_proof');
    expect(await errorOf(asking(), { jti: 'twice' })).toBeUndefined();
    expect(await errorOf(asking(), { jti: 'twice' })).toBe('invalid_dpop_proof');
  });

  test('shows a person who asks, and takes a yes or a no once', async () => {
    const { url, authorize } = await start();
    const address = await authorize();
    const response = await fetch(address);
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("form-action 'self' http://127.0.0.1:5001");
    expect(page).toContain('Allow');
    expect(page).not.toContain('<script');
    const decide = async (decision: string) => {
      const form = new URLSearchParams([
        ...new URL(address).searchParams,
        ['account', roastery.externalId],
        ['decision', decision],
      ]);
      const answer = await fetch(`${url}/oauth/authorize`, { method: 'POST', body: form, redirect: 'manual' });
      return { status: answer.status, back: new URL(answer.headers.get('location') ?? 'about:blank') };
    };
    const { status, back } = await decide('refuse');
    expect(status).toBe(303);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ iss: url, state: 'of mine', error: 'access_denied' });
    expect((await decide('allow')).status).toBe(400);
    expect((await fetch(address)).status).toBe(400);
    expect((await fetch(`${url}/oauth/authorize`)).status).toBe(400);
  });

  test('gives tokens for a code once, to who asked for it', async () => {
    const { connect, post, authorize, control, call } = await start();
    const { body, grant } = await connect();
    expect(body).toMatchObject({ token_type: 'DPoP', sub: did, scope, expires_in: 3599 });
    expect(body.refresh_token).toMatch(/^ref-/);
    expect(await post('/oauth/token', { ...grant, code_verifier: verifier })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await call(body.access_token ?? '')).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    const back = new URL((await control?.consent?.(await authorize(), did)) ?? '');
    const other = { ...grant, code: back.searchParams.get('code') ?? '' };
    const wrong = await post('/oauth/token', { ...other, code_verifier: `${verifier}, not` });
    expect(wrong.body).toMatchObject({ error: 'invalid_grant', error_description: 'Invalid code_verifier' });
  });

  test('binds tokens to a key and a fresh proof', async () => {
    const { connect, call, clock, url } = await start();
    const { access_token: token = '' } = (await connect()).body;
    expect(await call(token)).toMatchObject({ status: 200, body: { did } });
    expect(await call(token, { nonce: undefined })).toMatchObject({ status: 401, body: { error: 'use_dpop_nonce' } });
    expect((await call(token, { nonce: 'old' })).challenge).toContain('use_dpop_nonce');
    expect(await call(token, { ath: 'of another' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_dpop_proof' },
    });
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(await call(token, {}, privateKey)).toMatchObject({ body: { error: 'invalid_dpop_proof' } });
    const bearer = { headers: { authorization: `Bearer ${token}` } };
    expect((await fetch(`${url}/xrpc/com.atproto.server.getSession`, bearer)).status).toBe(400);
    clock.advance(3 * 60_000);
    expect((await call(token)).status).toBe(200);
    clock.advance(3 * 60_000);
    expect((await call(token)).body).toMatchObject({ error: 'use_dpop_nonce' });
  });

  test('renews by rotation, and ends a session whose token comes again', async () => {
    const { connect, refresh, call } = await start();
    const { body: first } = await connect();
    const { body: second } = await refresh(first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await call(second.access_token ?? '')).status).toBe(200);
    expect((await refresh(first.refresh_token ?? '')).body).toEqual({
      error: 'invalid_grant',
      error_description: 'Refresh token replayed',
    });
    expect(await call(second.access_token ?? '')).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    expect((await refresh(second.refresh_token ?? '')).body.error).toBe('invalid_grant');
  });

  test('lets a session be revoked, and run out', async () => {
    const { connect, refresh, call, post, control } = await start();
    const { body } = await connect();
    await control?.expire?.(did);
    expect(await call(body.access_token ?? '')).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    const { body: renewed } = await refresh(body.refresh_token ?? '');
    expect((await call(renewed.access_token ?? '')).status).toBe(200);
    const answer = await post('/oauth/revoke', { token: renewed.refresh_token ?? '', client_id: clientId });
    expect(answer).toEqual({ status: 200, body: {} });
    expect((await refresh(renewed.refresh_token ?? '')).body.error).toBe('invalid_grant');
  });
});
