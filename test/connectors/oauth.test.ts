import { createHttpClient, createRefusal, NetworkError, type Grant, type NetworkCall } from '@polyphony/sdk';
import { formsOf } from '@polyphony/sdk';
import {
  oauthCodes,
  oauthWay,
  readOAuthError,
  refreshTokens,
  revokeToken,
  signWithDpop,
  type OAuthNetwork,
  type OAuthWaySetup,
} from '@polyphony/sdk/oauth';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { app, nonceOf, startAuthorizationServer, type AuthorizationServer } from './oauth-server.ts';

let server: AuthorizationServer;
beforeEach(async () => {
  server = await startAuthorizationServer();
});
afterEach(() => {
  server.close();
});

const now = new Date('2026-01-05T09:00:00.000Z');

/** As the core makes it: what is typed or kept while connecting is secret, and so are credentials and the app's secret. */
function callOf(values: { credentials?: Grant['credentials']; typed?: Record<string, string> } = {}): NetworkCall {
  const { credentials = {}, typed = {} } = values;
  const signal = new AbortController().signal;
  const setup = { network: 'example', secrets: [...Object.values({ ...credentials, ...typed }), app.clientSecret] };
  const silent = () => undefined;
  return {
    credentials,
    app,
    refuse: createRefusal(setup),
    http: createHttpClient({
      ...setup,
      baseUrl: server.url,
      hosts: [],
      errors: { codes: { ...oauthCodes, spent: { kind: 'rate_limited', means: 'Its own.' } }, read: readOAuthError },
      signal,
      now: () => now,
    }),
    signal,
    now: () => now,
    wait: () => Promise.resolve(),
    log: { debug: silent, info: silent, warn: silent },
  };
}

const network: OAuthNetwork = {
  authorizationServer: () => ({ ...server.endpoints, revocation_endpoint: `${server.url}/revoke` }),
  client: (call) => ({ id: call.app.clientId, secret: call.app.clientSecret }),
};
const scopes = ['read', 'write'].map((name) => ({ name, why: 'To see.' }));
const client = { redirectUrl: 'https://example.com/back', metadataUrl: 'https://example.com/client.json' };

async function start(own: Partial<OAuthWaySetup> = {}) {
  const way = oauthWay({ ...network, scopes, ...own });
  const { url, keep } = await way.authorize(callOf(), { ...client, state: 'a state', typed: {} });
  const parameters = server.agree(url);
  const back = { ...client, state: 'a state', keep, parameters };
  const comeBack = (changed: Partial<typeof back> = {}) => {
    const now = { ...back, ...changed };
    return way.exchange(callOf({ typed: { ...now.keep, code: now.parameters.code ?? '' } }), now);
  };
  return { url: new URL(url), back, comeBack };
}

async function failure(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof NetworkError)) throw new Error(`no NetworkError: ${String(error)}`);
  return error.details;
}

describe('a person is sent to the network, and comes back', () => {
  test('with a code that becomes tokens', async () => {
    const { url, back, comeBack } = await start();
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: client.redirectUrl,
      scope: 'read write',
      state: 'a state',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(url.href).not.toContain(back.keep.codeVerifier);
    expect(await comeBack()).toEqual({
      credentials: { accessToken: expect.stringMatching(/^access-/), refreshToken: expect.stringMatching(/^refresh-/) },
      expiresAt: new Date('2026-01-05T10:00:00.000Z'),
      scopes: ['read', 'write'],
    });
    expect(server.asked).toHaveLength(1);
  });

  test('with what the network wants beside the standard, on both ways', async () => {
    const { url, back, comeBack } = await start({
      begin: (_, { typed }) => ({
        keep: { page: 'one', ...typed },
        parameters: { access_type: 'offline', scope: 'A;B' },
      }),
      tokenParameters: ({ parameters, state }) => ({ device_id: parameters.device_id ?? '', state }),
      grant: (_, { answer, ...grant }, { keep }) => ({
        ...grant,
        credentials: { ...grant.credentials, user: String(answer.user_id), page: keep.page ?? '' },
      }),
    });
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ access_type: 'offline', scope: 'A;B' });
    server.rules.answer = { user_id: 100500, refresh_token: null, expires_in: '0', scope: 'A;B' };
    const parameters = { ...back.parameters, device_id: 'a device', type: 'code_v2', iss: 'https://not.asked.for' };
    expect(await comeBack({ parameters })).toEqual({
      credentials: { accessToken: expect.any(String), user: '100500', page: 'one' },
      scopes: ['A', 'B'],
    });
    expect(server.asked[0]?.form).toMatchObject({ device_id: 'a device', state: 'a state' });
  });

  test.each([
    ['in the form', false, {}],
    ['in the header, where `-` and `_` stand as they are', true, { authentication: 'client_secret_basic' as const }],
  ])('the app shows its secret %s', async (_, basic, how) => {
    server.rules.basic = basic;
    const { comeBack } = await start({ client: () => ({ id: app.clientId, secret: app.clientSecret, ...how }) });
    await comeBack();
    expect('client_secret' in (server.asked[0]?.form ?? {})).toBe(!basic);
    expect(server.asked[0]?.headers.authorization === undefined).toBe(!basic);
  });

  test('a public client shows its id alone', async () => {
    const { comeBack } = await start({ client: () => ({ id: app.clientId, secret: '' }) });
    await comeBack();
    expect(server.asked[0]?.form).toMatchObject({ client_id: app.clientId });
    expect(server.asked[0]?.form).not.toHaveProperty('client_secret');
  });

  test('without an app nobody is sent anywhere', async () => {
    const attempt = start({ client: () => ({ id: undefined }) });
    expect(await failure(attempt)).toMatchObject({ kind: 'permission_denied', code: 'no_app' });
  });

  test.each([
    ['another state', { state: 'forged' }],
    ['no state', { state: '' }],
    ['no code', { code: '' }],
  ])('not with %s', async (_, forged) => {
    const { back, comeBack } = await start();
    const filled = Object.entries({ ...back.parameters, ...forged }).filter(([, value]) => value !== '');
    const details = await failure(comeBack({ parameters: Object.fromEntries(filled) }));
    expect(details).toMatchObject({ kind: 'permission_denied', code: 'forged_return' });
    expect(JSON.stringify(details)).not.toContain(back.parameters.code);
    expect(server.asked).toHaveLength(0);
  });

  test('not from another server than the one that was asked', async () => {
    const named = (more = {}) =>
      start({ authorizationServer: () => ({ ...server.endpoints, issuer: server.url, ...more }) });
    const from = async (iss: string | undefined, { back, comeBack }: Awaited<ReturnType<typeof start>>) =>
      comeBack({ parameters: { ...back.parameters, ...(iss !== undefined && { iss }) } });
    expect(await failure(from('https://evil.example', await named()))).toMatchObject({ code: 'forged_return' });
    expect(await from(server.url, await named())).toHaveProperty('credentials.accessToken');
    expect(await from(undefined, await named())).toHaveProperty('credentials.accessToken');
    const always = { authorization_response_iss_parameter_supported: true };
    expect(await failure(from(undefined, await named(always)))).toMatchObject({ code: 'forged_return' });
  });

  test('with a no, which is told as the network tells it', async () => {
    const { comeBack } = await start();
    const said = { error: 'access_denied', error_description: 'The user said no', state: 'a state' };
    expect(await failure(comeBack({ parameters: said }))).toMatchObject({
      kind: 'permission_denied',
      code: 'access_denied',
      message: 'The user said no',
    });
    expect(await failure(comeBack({ parameters: { ...said, state: 'forged' } }))).toMatchObject({
      code: 'forged_return',
    });
  });

  test('a wrong PKCE verifier brings nothing', async () => {
    const { back, comeBack } = await start();
    const keep = { ...back.keep, codeVerifier: 'a'.repeat(43) };
    expect(await failure(comeBack({ keep }))).toMatchObject({ kind: 'auth_revoked', code: 'invalid_grant' });
  });

  test('a code is good once', async () => {
    const { comeBack } = await start();
    await comeBack();
    expect(await failure(comeBack())).toMatchObject({ kind: 'auth_revoked', code: 'invalid_grant', status: 400 });
  });
});

describe('an answer of the network', () => {
  test.each([400, 401, 200])('with an error in HTTP %s is what the table says', async (status) => {
    const { comeBack } = await start();
    server.rules.next = () => ({ status, body: { error: 'spent', error_description: 'Come again', state: 'a state' } });
    expect(await failure(comeBack())).toMatchObject({ kind: 'rate_limited', code: 'spent', message: 'Come again' });
  });

  test.each([
    ['no token', { token_type: 'Bearer' }],
    ['an empty token', { access_token: '' }],
    ['nothing', undefined],
    ['an error that is no text', { error: { code: 5 } }],
  ])('with %s is no grant', async (_, body) => {
    const { comeBack } = await start();
    server.rules.next = () => ({ status: 200, body });
    expect(await failure(comeBack())).toMatchObject({ kind: 'unexpected', code: 'unreadable' });
  });

  test('that nobody understands keeps its tokens to itself', async () => {
    const { comeBack } = await start();
    server.rules.next = () => ({ status: 200, body: 'access_token=t0ken-in-a-form&expires=5' });
    const details = await failure(comeBack());
    expect(details).toMatchObject({ code: 'not_json' });
    expect(JSON.stringify(details)).not.toContain('t0ken');
  });

  test.each([false, true])('that repeats the request shows no secret of it (basic: %s)', async (basic) => {
    const own: Partial<OAuthWaySetup> = basic
      ? { client: () => ({ id: app.clientId, secret: app.clientSecret, authentication: 'client_secret_basic' }) }
      : {};
    const { back, comeBack } = await start(own);
    server.rules.next = ({ headers, form }) => ({
      status: 400,
      body: { error: 'invalid_request', error_description: JSON.stringify({ headers, form }) },
    });
    const details = await failure(comeBack());
    expect(details.message).toContain('redacted');
    const secrets = [app.clientSecret, back.parameters.code ?? '', back.keep.codeVerifier ?? ''];
    const basicHeader = btoa(`an+app:${encodeURIComponent(app.clientSecret)}`);
    for (const form of [...secrets.flatMap(formsOf), basicHeader]) expect(JSON.stringify(details)).not.toContain(form);
  });
});

describe('tokens are renewed', () => {
  const granted = async (own: Partial<OAuthWaySetup> = {}) => (await (await start(own)).comeBack()).credentials;

  test('with a new refresh token; what else was kept stays, and the old token is good no more', async () => {
    const credentials: Grant['credentials'] = { ...(await granted()), user: '7' };
    const { answer: _, ...fresh } = await refreshTokens(callOf({ credentials }), network, { device_id: 'a device' });
    expect(server.asked.at(-1)?.form).toMatchObject({ grant_type: 'refresh_token', device_id: 'a device' });
    expect(fresh).toEqual({
      credentials: { accessToken: expect.any(String), refreshToken: expect.any(String), user: '7' },
      expiresAt: new Date('2026-01-05T10:00:00.000Z'),
      scopes: ['read', 'write'],
    });
    expect(fresh.credentials.refreshToken).not.toBe(credentials.refreshToken);
    await refreshTokens(callOf({ credentials: fresh.credentials }), network);
    const details = await failure(refreshTokens(callOf({ credentials }), network));
    expect(details).toMatchObject({ kind: 'auth_revoked', code: 'invalid_grant' });
    for (const secret of Object.values(credentials).slice(0, 2)) expect(JSON.stringify(details)).not.toContain(secret);
  });

  test('without a new refresh token the old one stays', async () => {
    const credentials = await granted();
    server.rules.rotates = false;
    const fresh = await refreshTokens(callOf({ credentials }), network);
    expect(fresh.credentials.refreshToken).toBe(credentials.refreshToken);
    expect(fresh.credentials.accessToken).not.toBe(credentials.accessToken);
  });

  test('and taken back, where the network has a place for it', async () => {
    const credentials = await granted();
    await revokeToken(callOf({ credentials }), network);
    await revokeToken(callOf({ credentials: { accessToken: 'alone' } }), network);
    expect(server.revoked).toEqual([credentials.refreshToken, 'alone']);
    const { length } = server.asked;
    await revokeToken(callOf({ credentials }), { ...network, authorizationServer: () => server.endpoints });
    expect(server.asked).toHaveLength(length);
  });
});

describe('tokens that are bound to a key', () => {
  const pushing: Partial<OAuthWaySetup> = {
    dpop: true,
    authorizationServer: () => ({
      ...server.endpoints,
      pushed_authorization_request_endpoint: `${server.url}/par`,
      revocation_endpoint: `${server.url}/revoke`,
    }),
  };
  beforeEach(() => {
    server.rules.answer = { token_type: 'DPoP' };
  });

  test('come by a request that is pushed first, with the nonce that the server wants', async () => {
    server.rules.nonce = 'n-1';
    const { url, comeBack } = await start(pushing);
    expect([...url.searchParams.keys()]).toEqual(['client_id', 'request_uri']);
    const { credentials } = await comeBack();
    expect(server.asked.map(({ path, headers }) => [path, nonceOf(headers.dpop)])).toEqual([
      ['/par', undefined],
      ['/par', 'n-1'],
      ['/token', undefined],
      ['/token', 'n-1'],
    ]);
    expect(JSON.parse(credentials.dpopKey ?? '')).toMatchObject({ kty: 'EC', crv: 'P-256' });

    const setup = { ...network, ...pushing };
    const fresh = await refreshTokens(callOf({ credentials }), setup);
    expect(fresh.credentials.dpopKey).toBe(credentials.dpopKey);
    await revokeToken(callOf({ credentials: fresh.credentials }), setup);
    expect(server.revoked).toEqual([fresh.credentials.refreshToken]);
  });

  test('are shown together with a proof', async () => {
    const { credentials } = await (await start(pushing)).comeBack();
    const call = callOf({ credentials });
    server.rules.next = () => ({
      status: 401,
      body: { error: 'use_dpop_nonce' },
      headers: { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': 'n-2' },
    });
    await failure(call.http.request('/posts', { method: 'POST', json: {}, sign: signWithDpop(call) })); // no API here
    const [first, second] = server.asked.slice(-2).map(({ headers }) => headers);
    expect(first?.authorization).toBe(`DPoP ${credentials.accessToken}`);
    expect([nonceOf(first?.dpop), nonceOf(second?.dpop)]).toEqual([undefined, 'n-2']);
  });

  test('are not taken without it', async () => {
    server.rules.answer = {};
    const { comeBack } = await start(pushing);
    expect(await failure(comeBack())).toMatchObject({ kind: 'unexpected', code: 'unreadable' });
  });
});
